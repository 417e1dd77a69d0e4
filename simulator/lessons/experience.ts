import type { Outcome } from '../analysis/matrix.ts';
import { badness } from '../analysis/matrix.ts';

/** People notice when what they want comes so much later than it used to (assumption). */
const NOTICED_S = 1;

/** What a person can tell of how a feature came out. */
export type Experience = Pick<Outcome, 'status' | 'seconds' | 'lacks'>;

/**
 * Would the person who wanted it say that it has become worse: broken or limited where it was not, or later? What a
 * design has not, nobody tries.
 */
export function isWorse(before: Experience, now: Experience): boolean {
  if (now.lacks !== null) return false;
  return badness(now) > badness(before) || isLater(before, now);
}

/** The same, but noticeably later. */
export function isLater(before: Experience, now: Experience): boolean {
  return now.status !== 'broken' && now.status === before.status && now.seconds > before.seconds + NOTICED_S;
}
