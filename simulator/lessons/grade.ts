import { grouped } from '../analysis/words.ts';
import type { Design } from '../model/design.ts';
import type { Setup } from '../model/run.ts';
import { TraceReader } from '../model/trace-reader.ts';
import { featureRunOf, learnersSetup, setupOf } from './grounds.ts';
import type { Lesson, Step } from './lesson.ts';
import { FULL_SCORE } from './lesson.ts';
import { judgeMusts } from './musts.ts';
import { matches, pose } from './questions.ts';
import type { FeatureAfter } from './repair.ts';
import { judgeRepair } from './repair.ts';
import type { Entry } from './entry.ts';
import type { Work } from './work.ts';

/** One line of a score. */
export interface GradeLine {
  /** The step that it is about; null for what is about all of them. */
  readonly step: string | null;
  /** A sentence, or the name of what it is for. */
  readonly text: string;
  /** May be less than 0. */
  readonly points: number;
  /** Points that it could have given. */
  readonly of: number;
}

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
  const behaved = judged.every(({ step, held }) => held || !(step.must ?? step.repair));
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

/** What came of one step. */
export interface StepJudged {
  readonly lines: readonly GradeLine[];
  /** Is all there that it asks for? */
  readonly held: boolean;
  readonly needless: number;
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
  const judged = judgeAsked(lesson, step, entries, designs);
  if (!entries.some(({ kind }) => kind === 'reveal'))
    return { ...judged, lines: [...judged.lines, ...hints(step, entries)] };
  const shown = { step: step.id, text: `${step.title}: the solution was shown`, points: 0, of: step.points };
  return { ...judged, held: false, lines: step.points > 0 ? [shown] : [] };
}

function judgeAsked(
  lesson: Lesson,
  step: Step,
  entries: readonly Entry[],
  designs: readonly Design[],
): StepJudged {
  const made = entries.findLast((entry) => entry.kind === 'make');
  const design = made && designs[made.design];
  const setup = design && learnersSetup(lesson, design, made.interventions);
  if (step.ask) return answered(lesson, step, entries);
  if (step.find) return found(lesson, step, entries);
  if (step.must) return demanded(lesson, step, setup);
  if (step.repair) return repaired(lesson, step, setup);
  return { lines: [], held: entries.some(({ kind }) => kind === 'read'), needless: 0 };
}

function answered(lesson: Lesson, step: Step, entries: readonly Entry[]): StepJudged {
  const first = entries.find((entry) => entry.kind === 'answer');
  const posed = pose(lesson, step);
  if (!posed.ok) throw new Error(posed.problem);
  const { parts } = posed.question;
  const right = parts.filter(({ id }) => posed.solution.right[id]!.includes(first?.parts[id] ?? ''));
  const points = Math.round((step.points * right.length) / parts.length);
  const text = first
    ? `${step.title}: ${right.length} of ${parts.length} right`
    : `${step.title}: not answered`;
  return {
    lines: step.points > 0 ? [{ step: step.id, text, points, of: step.points }] : [],
    held: first !== undefined,
    needless: 0,
  };
}

function found(lesson: Lesson, step: Step, entries: readonly Entry[]): StepJudged {
  const last = entries.findLast((entry) => entry.kind === 'find');
  const right = last !== undefined && isFound(lesson, step, last.packet);
  const text = right ? `${step.title}: found` : `${step.title}: not found`;
  return {
    lines: step.points > 0 ? [{ step: step.id, text, points: right ? step.points : 0, of: step.points }] : [],
    held: right,
    needless: 0,
  };
}

/** Is this packet of the step's run one that is to be found? */
export function isFound(lesson: Lesson, { find }: Step, packet: number): boolean {
  if (!find) return false;
  const { trace } = featureRunOf(lesson, find, find.feature);
  return matches(new TraceReader(trace), setupOf(lesson, find).design, find.packet).includes(packet);
}

function demanded(lesson: Lesson, step: Step, setup: Setup | undefined): StepJudged {
  if (!setup) return nothing(step);
  const { musts, meddled, holds } = judgeMusts(lesson, step, setup);
  if (meddled.length > 0) return tampered(step, meddled);
  const before = judgeMusts(lesson, step, lesson.start).musts;
  // What held before anybody did anything gives nothing, and costs its share when it is lost.
  const share = (heldBefore: boolean) => {
    const some = musts.filter((_, at) => before[at]!.ok === heldBefore);
    return some.length === 0 ? 1 : some.filter(({ ok }) => ok).length / some.length;
  };
  const points = Math.round(step.points * share(false) * share(true));
  const failing = musts.find(({ ok }) => !ok);
  const text = failing ? `${step.title}: ${failing.text}` : step.title;
  return { lines: [{ step: step.id, text, points, of: step.points }], held: holds, needless: 0 };
}

/** How much of what was repaired counts, by the ports that were opened and need not be: a fifth less for each digit. */
function caution(needless: number, spare: number): number {
  return needless <= spare ? 1 : Math.max(0, 1 - String(needless).length / 5);
}

function repaired(lesson: Lesson, step: Step, setup: Setup | undefined): StepJudged {
  if (!setup) return nothing(step);
  const { features, needless, examples, meddled, holds } = judgeRepair(lesson, setup);
  if (meddled.length > 0) return tampered(step, meddled);
  const broken = features.filter((one) => one.broken);
  // Shares are whole, and all of them together are all of the step's points.
  const upTo = (count: number) => Math.round((step.points * count) / broken.length);
  const lines = broken.map((one, at): GradeLine => {
    const of = upTo(at + 1) - upTo(at);
    const text = `${one.title}: ${one.ok ? 'works again' : WORDS[one.now]}`;
    return { step: step.id, text, points: Math.round(of * worthOf(one)), of };
  });
  const earned = lines.reduce((sum, { points }) => sum + points, 0);
  const lose = (points: number, text: string) => {
    if (points > 0) lines.push({ step: step.id, text, points: -points, of: 0 });
  };
  const spoilt = features.filter((one) => !one.broken && !one.ok);
  if (spoilt.length > 0)
    lose(
      Math.round((earned * spoilt.length) / Math.max(spoilt.length, broken.length)),
      `Worked before, and does no longer: ${spoilt.map(({ title }) => title).join(', ')}`,
    );
  lose(
    Math.round(earned * (1 - caution(needless, lesson.grade.spare))),
    `${grouped(needless)} ports are open that nothing needs, such as ${examples[0]}`,
  );
  return { lines, held: holds, needless };
}

const WORDS = {
  works: 'works, but late',
  degraded: 'works only by a fallback',
  broken: 'still fails',
} as const;

/** Half for what is better than it was, and not yet as it should be. */
function worthOf({ ok, better }: FeatureAfter): number {
  return ok ? 1 : better ? 0.5 : 0;
}

function nothing({ id, title, points }: Step): StepJudged {
  return {
    lines: [{ step: id, text: `${title}: nothing was handed in`, points: 0, of: points }],
    held: false,
    needless: 0,
  };
}

function tampered({ id, title, points }: Step, meddled: readonly string[]): StepJudged {
  const text = `${title}: what was changed is no repair (${meddled.join(', ')})`;
  return { lines: [{ step: id, text, points: 0, of: points }], held: false, needless: 0 };
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
