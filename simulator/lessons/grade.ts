import type { Design } from '../model/design.ts';
import type { Entry } from './entry.ts';
import type { Lesson, Step } from './lesson.ts';
import { FULL_SCORE } from './lesson.ts';
import { kindOf } from './steps/registry.ts';
import type { GradeLine, StepJudged } from './steps/step-kind.ts';
import { doneIn } from './steps/step-kind.ts';
import type { Work } from './work.ts';

/** What somebody's work is worth. */
export interface Grade {
  readonly learner: string;
  readonly score: number;
  readonly of: number;
  readonly passed: boolean;
  /** Steps whose demands hold, of those that demand something. */
  readonly held: readonly string[];
  readonly seconds: number;
  readonly hints: number;
  /** Ports that are open at the end and need not be. */
  readonly needless: number;
  readonly lines: readonly GradeLine[];
}

/**
 * Grades what somebody did by what their networks do. What counts of each step: the first answer, the last packet chosen, the
 * last network.
 * @param designs those of the work, as the loader gives them
 */
export function gradeWork(lesson: Lesson, work: Work, designs: readonly Design[]): Grade {
  const judged = lesson.steps.map((step) => {
    const entries = work.entries.filter((entry) => entry.step === step.id);
    return { step, ...judgeStep(lesson, step, entries, designs) };
  });
  const lines = [...judged.flatMap((one) => one.lines), ...overtime(lesson, work.seconds)];
  const sum = lines.reduce((total, { points }) => total + points, 0);
  const of = lesson.steps.reduce((total, { points }) => total + points, 0);
  const score = Math.max(0, Math.min(of, sum));
  const behaved = judged.every(({ step, held }) => held || kindOf(step).act !== 'make');
  return {
    learner: work.learner,
    score,
    of,
    passed: behaved && score >= (lesson.grade.pass * of) / FULL_SCORE,
    held: judged.filter(({ held }) => held).map(({ step }) => step.id),
    seconds: work.seconds,
    hints: work.entries.filter(({ kind }) => kind === 'hint').length,
    needless: Math.max(0, ...judged.map(({ needless }) => needless)),
    lines,
  };
}

/**
 * What a step is worth by what was done in it.
 * @param entries those of the step
 */
export function judgeStep(
  lesson: Lesson,
  step: Step,
  entries: readonly Entry[],
  designs: readonly Design[],
): StepJudged {
  const judged = kindOf(step).judge(lesson, step, doneIn(lesson, entries, designs));
  if (!entries.some(({ kind }) => kind === 'reveal'))
    return { ...judged, lines: [...judged.lines, ...hints(step, entries)] };
  const shown = { step: step.id, text: `${step.title}: the solution was shown`, points: 0, of: step.points };
  return { ...judged, held: false, lines: step.points > 0 ? [shown] : [] };
}

/** Hints that were looked at, each once. */
function hints(step: Step, entries: readonly Entry[]): GradeLine[] {
  const levels = new Set(entries.flatMap((entry) => (entry.kind === 'hint' ? [entry.level] : [])));
  const cost = [...levels].reduce((sum, level) => sum + (step.hints[level - 1]?.cost ?? 0), 0);
  if (cost === 0) return [];
  const text = `${step.title}: ${levels.size === 1 ? 'one hint' : `${levels.size} hints`}`;
  return [{ step: step.id, text, points: -cost, of: 0 }];
}

function overtime({ minutes, grade, steps }: Lesson, seconds: number): GradeLine[] {
  const over = Math.ceil(seconds / 60 - minutes);
  if (over <= 0 || grade.overtime === 0 || steps.every(({ points }) => points === 0)) return [];
  return [
    {
      step: null,
      text: over === 1 ? 'One minute more than there was' : `${over} minutes more than there were`,
      points: -over * grade.overtime,
      of: 0,
    },
  ];
}
