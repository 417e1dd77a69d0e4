import * as v from 'valibot';
import { field } from '../model/design.ts';
import { InterventionForm } from '../model/intervention-form.ts';

/** Levels of hints that a step can have. */
export const HINT_LEVELS = 3;

/** Seconds since the lesson began. */
const at = v.pipe(v.number(), v.minValue(0));
const step = field.id;

/** Something that a learner did in a step of a lesson. */
export const EntryForm = v.variant('kind', [
  /** Which options were chosen, by part of the question. */
  v.strictObject({ kind: v.literal('answer'), at, step, parts: v.record(field.id, field.id) }),
  /** A packet of the lesson's own run that was chosen. */
  v.strictObject({ kind: v.literal('find'), at, step, packet: field.whole('a packet', 0, 2 ** 32) }),
  /** A network, by its place among `designs`, that is to do what the step demands. */
  v.strictObject({
    kind: v.literal('make'),
    at,
    step,
    design: field.whole('a design', 0, 1000),
    /** What happens in it, when that is not what the lesson lets happen. */
    interventions: v.exactOptional(v.pipe(v.array(InterventionForm), v.maxLength(100))),
  }),
  v.strictObject({ kind: v.literal('read'), at, step }),
  v.strictObject({ kind: v.literal('hint'), at, step, level: field.whole('a level', 1, HINT_LEVELS) }),
  /** The solution was shown. */
  v.strictObject({ kind: v.literal('reveal'), at, step }),
]);
export type Entry = v.InferOutput<typeof EntryForm>;
