import * as v from 'valibot';
import type { Fault } from '../faults/fault.ts';
import { field } from '../model/design.ts';
import type { Setup } from '../model/run.ts';
import { DIFFICULTIES } from './drawing/judge.ts';
import { HINT_LEVELS } from './entry.ts';
import { changes, ground, list, optionalForms, prose } from './forms.ts';
import { STEP_KINDS } from './steps/registry.ts';

/*
 * A lesson as its author writes it down: YAML (or JSON), one file. It says what people are to do and to find out; what is right is
 * never written here: it is what the network does, and is found by running it.
 */

const faultIds = list(v.pipe(v.string('must be the id of a fault'), v.maxLength(200)), 'ids of faults', 10);

/** "start", "end", "2.5 s", or what happens then: "first drop at the external firewall", a display filter. */
const moment = v.pipe(v.string('must be a moment'), v.maxLength(500), v.trim(), v.minLength(1));

/** One picture of a lesson's film. */
const Shot = v.strictObject({
  title: field.text,
  says: v.optional(prose, ''),
  feature: field.id,
  at: moment,
  view: v.optional(field.id, 'map'),
  /** Seconds for which it stands when the film plays by itself. */
  seconds: v.optional(field.whole('a number of seconds', 1, 120), 8),
  ...ground,
});
export type Shot = v.InferOutput<typeof Shot>;

/** Where the window goes when a step begins. */
const Show = v.strictObject({
  feature: field.id,
  at: v.optional(moment, 'start'),
  view: v.optional(field.id),
});

const Hint = v.strictObject({
  text: prose,
  cost: v.optional(field.whole('a number of points', 0, 100), 0),
});

const Step = v.strictObject({
  id: field.id,
  title: field.text,
  /** What to do, or to read. */
  do: v.optional(prose, ''),
  show: v.optional(Show),
  /** What it asks for, at most one. */
  ...optionalForms(STEP_KINDS),
  /** What makes `must` hold, if it is not that the faults are taken back. The checker does it. */
  answer: v.optional(changes),
  hints: v.optional(list(Hint, 'hints', HINT_LEVELS), []),
  points: v.optional(field.whole('a number of points', 0, 100), 0),
});
export type Step = v.InferOutput<typeof Step>;

/** How the faults were drawn; for people, who may want to draw others. */
const DrawnForm = v.strictObject({
  faults: field.whole('a number of faults', 1, 5),
  difficulty: v.picklist(DIFFICULTIES, 'must be "easy", "medium" or "hard"'),
  seed: field.whole('a seed', 0, 2 ** 31 - 1),
});

/** What a learner's window has not. */
const Tools = v.strictObject({
  /** Views that are not offered. */
  hide: v.optional(list(field.id, 'views', 30), []),
  /** Are rules and devices locked, so that the learner only looks? */
  lock: v.optional(v.boolean('must be true or false'), false),
  /** Does the window say why something failed? */
  explain: v.optional(v.boolean('must be true or false'), true),
});

const Grading = v.strictObject({
  /** Points of a hundred with which one passes. */
  pass: v.optional(field.whole('a number of points', 0, 100), 60),
  /** Points that each minute beyond the lesson's minutes costs. */
  overtime: v.optional(field.whole('a number of points', 0, 100), 1),
  /** Ports that may be open and need not be. */
  spare: v.optional(field.whole('a number of ports', 0, 65_536), 4),
});

export const LESSON_FORMAT = 'edge-lab-lesson';
export const LESSON_VERSION = 1;

export const LessonForm = v.strictObject({
  format: v.literal(LESSON_FORMAT, `must be "${LESSON_FORMAT}"`),
  version: v.literal(LESSON_VERSION, `must be ${LESSON_VERSION}, the version of this form`),
  id: field.id,
  title: field.text,
  about: v.optional(prose, ''),
  /** What one can do afterwards. */
  learn: v.optional(list(field.text, 'sentences', 10), []),
  minutes: v.optional(field.whole('a number of minutes', 1, 600), 15),
  /** A built-in design, or a whole one. */
  design: v.optional(
    v.union([field.id, v.looseObject({})], 'must be the id of a built-in design, or a design'),
  ),
  /** Changes of that design that are no faults. */
  with: v.optional(changes, []),
  /** Ids of faults of the catalogue that the network has when the lesson begins. */
  faults: v.optional(faultIds, []),
  drawn: v.optional(DrawnForm),
  tools: v.optional(Tools, { hide: [], lock: false, explain: true }),
  film: v.optional(list(Shot, 'pictures', 40), []),
  steps: v.pipe(list(Step, 'steps', 50), v.minLength(1, 'must have at least one step')),
  grade: v.optional(Grading, { pass: 60, overtime: 1, spare: 4 }),
  /** With which work files are signed: 64 hexadecimal digits. */
  key: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'))),
});
export type LessonForm = v.InferOutput<typeof LessonForm>;

/** A lesson that was read, with the networks that it is about. */
export interface Lesson extends LessonForm {
  /** Of the text that it was read from, 64 hexadecimal digits (SHA-256). */
  readonly digest: string;
  /** Without its faults. */
  readonly healthy: Setup;
  /** As the learner finds it. */
  readonly start: Setup;
  /** What is wrong with it. */
  readonly wrong: readonly Pick<Fault, 'id' | 'title' | 'sentence'>[];
}

/** All points that a lesson gives. */
export const FULL_SCORE = 100;
