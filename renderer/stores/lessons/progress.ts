import * as v from 'valibot';

/** What somebody reached in a lesson, the best of all times. */
const Reached = v.strictObject({
  score: v.pipe(v.number(), v.minValue(0)),
  of: v.pipe(v.number(), v.minValue(0)),
  passed: v.boolean(),
});
export type Reached = v.InferOutput<typeof Reached>;

const ProgressRecord = v.strictObject({
  version: v.literal(1),
  /** What the learner called themselves; empty until they were asked. */
  learner: v.string(),
  /** By the lessons' ids. */
  reached: v.record(v.string(), Reached),
  /** Lessons that were begun and left, the last one first. */
  left: v.array(v.string()),
});
export type Progress = v.InferOutput<typeof ProgressRecord>;

export const NO_PROGRESS: Progress = { version: 1, learner: '', reached: {}, left: [] };

/** Each that was left is kept whole, so that older ones make room (assumption). */
export const MOST_LEFT = 6;

/** What was remembered; nothing when it is damaged, or of another version. */
export function readProgress(text: string | null): Progress {
  if (text === null) return NO_PROGRESS;
  try {
    const parsed = v.safeParse(ProgressRecord, JSON.parse(text));
    return parsed.success ? parsed.output : NO_PROGRESS;
  } catch {
    return NO_PROGRESS;
  }
}

export function writeProgress(progress: Progress): string {
  return JSON.stringify(progress);
}

/** The progress with what a lesson that was handed in is worth, if it was never worth more. */
export function withReached(progress: Progress, lesson: string, reached: Reached): Progress {
  const before = progress.reached[lesson];
  const better =
    !before ||
    Number(reached.passed) > Number(before.passed) ||
    (reached.passed === before.passed && reached.score > before.score);
  return better ? { ...progress, reached: { ...progress.reached, [lesson]: reached } } : progress;
}

/** The progress with a lesson among those that were begun; the oldest beyond MOST_LEFT is no longer. */
export function withLeft(progress: Progress, lesson: string): Progress {
  const left = [lesson, ...progress.left.filter((one) => one !== lesson)].slice(0, MOST_LEFT);
  return { ...progress, left };
}

/** The progress with a lesson no longer among those that were begun. */
export function withoutLeft(progress: Progress, lesson: string): Progress {
  return { ...progress, left: progress.left.filter((one) => one !== lesson) };
}
