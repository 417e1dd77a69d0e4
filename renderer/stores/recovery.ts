import * as v from 'valibot';
import { InterventionForm } from '../../simulator/model/intervention-form.ts';
import { recall, remember } from './storage.ts';

const WORK = 'edge-lab.work';
const MOMENT = 'edge-lab.moment';
const SHOW = 'edge-lab.show';

/** What was made of a design: enough to have it again. */
const WorkRecord = v.strictObject({
  version: v.literal(1),
  /** The text of the design as it was opened, and its file; empty for a built-in one. */
  original: v.string(),
  file: v.string(),
  /** The text of the design as it is now. */
  design: v.string(),
  interventions: v.array(InterventionForm),
});
export type WorkRecord = v.InferOutput<typeof WorkRecord>;

/** Where somebody stood in it. */
const MomentRecord = v.strictObject({
  version: v.literal(1),
  feature: v.string(),
  /** Microseconds. */
  time: v.pipe(v.number(), v.minValue(0)),
  /** Was the window closed by somebody? Then nothing was lost. */
  left: v.boolean(),
});
export type MomentRecord = v.InferOutput<typeof MomentRecord>;

export function keepWork(work: WorkRecord): void {
  remember(WORK, JSON.stringify(work));
}

/** @param show the bookmarks, as a show's file has them; empty when there are none */
export function keepShow(show: string): void {
  remember(SHOW, show);
}

export function keepMoment(moment: MomentRecord): void {
  remember(MOMENT, JSON.stringify(moment));
}

/** What a window that ended without being closed has left. */
export interface Lost {
  readonly work: WorkRecord;
  readonly moment: MomentRecord;
  readonly show: string;
}

/** What a window that ended without being closed has left; null when there is nothing, or it is damaged. */
export function lostWork(): Lost | null {
  const moment = read(MomentRecord, recall(MOMENT));
  if (!moment || moment.left) return null;
  const work = read(WorkRecord, recall(WORK));
  if (!work) return null;
  const show = recall(SHOW) ?? '';
  const changed = show !== '' || work.design !== work.original || work.interventions.length > 0;
  // Nothing was begun: nothing is lost.
  return changed || moment.time > 0 ? { work, moment, show } : null;
}

function read<T>(form: v.GenericSchema<unknown, T>, text: string | null): T | null {
  if (text === null) return null;
  try {
    const parsed = v.safeParse(form, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
