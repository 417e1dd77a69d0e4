import * as v from 'valibot';
import { EntryForm } from '../../../simulator/lessons/entry.ts';
import { InterventionForm } from '../../../simulator/model/intervention-form.ts';

/** What somebody did in a lesson so far: enough to go on with it. */
const AttemptRecord = v.strictObject({
  version: v.literal(1),
  /** The lesson's text, and the file that it came from. */
  lesson: v.string(),
  file: v.string(),
  handedOut: v.boolean(),
  /** The step that is shown, from 0. */
  at: v.pipe(v.number(), v.integer(), v.minValue(0)),
  began: v.string(),
  /** Seconds that it was open. */
  seconds: v.pipe(v.number(), v.minValue(0)),
  entries: v.array(EntryForm),
  /** Texts of designs that entries name by their places. */
  designs: v.array(v.string()),
  /** The learner's network as it is now. */
  design: v.string(),
  interventions: v.array(InterventionForm),
  /** Is it being played? Then a window that opens goes on with it. */
  open: v.boolean(),
});
export type Attempt = v.InferOutput<typeof AttemptRecord>;

/** What was remembered; null when it is damaged, or of another version. */
export function readAttempt(text: string | null): Attempt | null {
  if (text === null) return null;
  try {
    const parsed = v.safeParse(AttemptRecord, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

export function writeAttempt(attempt: Attempt): string {
  return JSON.stringify(attempt);
}
