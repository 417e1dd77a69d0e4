import type { Complaint } from '../../simulator/lessons/complaints/complaints.ts';
import { complaintsOf } from '../../simulator/lessons/complaints/complaints.ts';
import { BUILTIN_DESIGNS, openDesign } from '../../simulator/designs/registry.ts';
import { designText } from '../../simulator/designs/text.ts';
import type { Problem } from '../../simulator/designs/source.ts';
import { checkLesson } from '../../simulator/lessons/check.ts';
import { COURSE } from '../../simulator/lessons/course/registry.ts';
import type { DrawOptions } from '../../simulator/lessons/drawing/draw.ts';
import { drawLab } from '../../simulator/lessons/drawing/draw.ts';
import type { Scene } from '../../simulator/lessons/film.ts';
import { filmOf } from '../../simulator/lessons/film.ts';
import type { Grade } from '../../simulator/lessons/grade.ts';
import { gradeWork, judgeStep } from '../../simulator/lessons/grade.ts';
import { runOf, setupOf } from '../../simulator/lessons/grounds.ts';
import { openLesson, sealLesson, withKey } from '../../simulator/lessons/handout.ts';
import type { Lesson, Step } from '../../simulator/lessons/lesson.ts';
import type { MadeOptions } from '../../simulator/lessons/make.ts';
import { makeLesson } from '../../simulator/lessons/make.ts';
import type { Question } from '../../simulator/lessons/questions/question.ts';
import type { Graded } from '../../simulator/lessons/results.ts';
import { gradeFile, resultsReport, xapiStatements } from '../../simulator/lessons/results.ts';
import { handoutReport, keyReport } from '../../simulator/lessons/sheets.ts';
import type { Posed } from '../../simulator/lessons/steps/ask.ts';
import { becauseOf, pose } from '../../simulator/lessons/steps/ask.ts';
import { kindOf } from '../../simulator/lessons/steps/registry.ts';
import type { Revealed, StepJudged } from '../../simulator/lessons/steps/step-kind.ts';
import type { Work } from '../../simulator/lessons/work.ts';
import { writeWork } from '../../simulator/lessons/work.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Intervention, Setup } from '../../simulator/model/run.ts';
import type { Report } from '../../simulator/reports/report.ts';
import { exposureOf } from '../../simulator/review/exposure.ts';

export type { Complaint } from '../../simulator/lessons/complaints/complaints.ts';
export type { Grade } from '../../simulator/lessons/grade.ts';
export type { Lesson, Step } from '../../simulator/lessons/lesson.ts';
export type { Question } from '../../simulator/lessons/questions/question.ts';
export type { Graded } from '../../simulator/lessons/results.ts';
export type { StepWord } from '../../simulator/lessons/steps/registry.ts';
export type { Act, GradeLine, Revealed } from '../../simulator/lessons/steps/step-kind.ts';
export type { Entry } from '../../simulator/lessons/entry.ts';
export type { Work } from '../../simulator/lessons/work.ts';
export type { Scene } from '../../simulator/lessons/film.ts';

/** A lesson as a map of a course shows it. */
export interface LessonInfo {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly learn: readonly string[];
  readonly minutes: number;
  readonly steps: number;
  /** Pictures of its film. */
  readonly film: number;
  readonly text: string;
}

/** A lesson that was opened, or what is wrong with its file. */
export type LessonRead =
  | {
      readonly ok: true;
      readonly lesson: Lesson;
      /** What its author wrote, whether it came open or sealed. */
      readonly text: string;
      /** It came as a hand-out: for learners. */
      readonly handedOut: boolean;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What somebody did in a step, judged by what their network does. */
export interface Judged extends StepJudged {
  readonly step: string;
}

/** What became of an answer. */
export interface Answered {
  /** The options that are right, by part. */
  readonly right: Readonly<Record<string, readonly string[]>>;
  /** One sentence: why. */
  readonly because: string;
}

/** What an instructor chooses of a lab. */
export interface LabWish extends Omit<DrawOptions, 'kinds'>, Omit<MadeOptions, 'drawn'> {}

/** A lab that was made, or one sentence that says why none was found. */
export type LabMade =
  | {
      readonly ok: true;
      /** With its key: for the instructor. */
      readonly text: string;
      /** One file for any number of learners. */
      readonly handout: string;
      readonly lesson: Lesson;
      readonly complaints: readonly Complaint[];
      /** What is wrong, in sentences. */
      readonly wrong: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

/** What a class reached. */
export interface ClassResults {
  readonly graded: readonly Graded[];
  readonly report: Report;
  /** Statements of the Experience API, as the text of a file. */
  readonly xapi: string;
}

const KEPT = 12;
/** Lessons and designs by their texts: the same text is the same object, so that what was run of it is not run again. */
const lessons = new Map<string, LessonRead>();
const designs = new Map<string, Design>();

function kept<T>(known: Map<string, T>, text: string, make: () => T): T {
  let value = known.get(text);
  if (value === undefined) value = make();
  else known.delete(text);
  known.set(text, value);
  for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - KEPT))) known.delete(oldest);
  return value;
}

function readLesson(text: string, file: string): LessonRead {
  return kept(lessons, text, () => openLesson(text, file));
}

/** @throws Error for a text that was not opened before */
function lessonOf(text: string): Lesson {
  const read = readLesson(text, '');
  if (!read.ok) throw new Error(read.problems[0]?.message ?? 'this is no lesson');
  return read.lesson;
}

function designOf(text: string): Design {
  return kept(designs, text, () => {
    const loaded = openDesign(text, '');
    if (!loaded.ok) throw new Error(loaded.problems[0]?.message ?? 'this is no design');
    return loaded.design;
  });
}

function stepOf({ steps }: Lesson, id: string): Step {
  const step = steps.find((one) => one.id === id);
  if (!step) throw new Error(`the lesson has no step "${id}"`);
  return step;
}

/** @throws Error when it cannot be asked; `checkLesson` says so */
function posed(text: string, step: string): Extract<Posed, { readonly ok: true }> {
  const lesson = lessonOf(text);
  const one = pose(lesson, stepOf(lesson, step));
  if (!one.ok) throw new Error(one.problem);
  return one;
}

function sentencesOfFaults({ wrong }: Lesson): readonly string[] {
  return wrong.map(({ sentence }) => sentence);
}

function complain(lesson: Lesson, now: Setup): readonly Complaint[] {
  const { design } = lesson.healthy;
  return complaintsOf(design, runOf(lesson.healthy), runOf(now));
}

function reveal(text: string, id: string): Revealed {
  const lesson = lessonOf(text);
  const step = stepOf(lesson, id);
  return kindOf(step).reveal(lesson, step);
}

/** Lessons, for the window: what they ask, what people say, what somebody's work is worth. */
export const LESSON_DESK = {
  course: (): readonly LessonInfo[] =>
    COURSE.flatMap(({ id, text }) => {
      const read = readLesson(text, `${id}.yaml`);
      if (!read.ok) return [];
      const { title, about, learn, minutes, steps, film } = read.lesson;
      return [{ id, title, about, learn, minutes, steps: steps.length, film: film.length, text }];
    }),
  readLesson,
  checkLesson,
  /** What a step asks, without what is right. */
  question: (text: string, step: string): Question => posed(text, step).question,
  /** What is right of an answer. */
  answer: (text: string, step: string, parts: Readonly<Record<string, string>>): Answered => {
    const { solution } = posed(text, step);
    return { right: solution.right, because: becauseOf(solution, parts) };
  },
  /** The network on which a packet is to be found. */
  ground: (text: string, step: string): { readonly setup: Setup; readonly feature: string } => {
    const lesson = lessonOf(text);
    const find = stepOf(lesson, step).find!;
    return { setup: setupOf(lesson, find), feature: find.feature };
  },
  judgeLesson: (
    text: string,
    { entries, designs: made }: Pick<Work, 'entries' | 'designs'>,
  ): readonly Judged[] => {
    const lesson = lessonOf(text);
    const networks = made.map(designOf);
    return lesson.steps.map((step) => {
      const done = entries.filter((entry) => entry.step === step.id);
      return { step: step.id, ...judgeStep(lesson, step, done, networks) };
    });
  },
  gradeLesson: (text: string, work: Work): Grade =>
    gradeWork(lessonOf(text), work, work.designs.map(designOf)),
  /** What people say of the lesson's network as somebody made it, or as it is at the beginning. */
  complaints: (
    text: string,
    made: { readonly design: string; readonly interventions: readonly Intervention[] } | null,
  ): readonly Complaint[] => {
    const lesson = lessonOf(text);
    return complain(lesson, made ? { ...made, design: designOf(made.design) } : lesson.start);
  },
  /** Ports that the lesson's network opens to the outside where nothing is wrong with it. */
  healthyExposure: (text: string): number => {
    const { healthy } = lessonOf(text);
    return exposureOf(healthy.design, {}).reduce((sum, { tcp, udp }) => sum + tcp + udp, 0);
  },
  reveal,
  wrongWith: (text: string): readonly string[] => sentencesOfFaults(lessonOf(text)),
  film: (text: string): readonly Scene[] => filmOf(lessonOf(text)),
  /** Work as the text of a signed file. */
  writeWork: (text: string, work: Work): string => writeWork(lessonOf(text), work),
  /**
   * Draws faults and makes a lab of them.
   * @param told how many scenes were played
   */
  makeLab: (design: Design, wish: LabWish, told?: (played: number) => void): LabMade => {
    const { faults, difficulty, seed, ...made } = wish;
    const drawn = drawLab(design, { faults, difficulty, seed }, told);
    if (!drawn.ok) return drawn;
    const same = BUILTIN_DESIGNS.find(({ id, text }) => id === design.id && isSame(text, design));
    const text = makeLesson(design, same?.id ?? null, drawn.lab, {
      ...made,
      drawn: { faults, difficulty, seed },
    });
    const lesson = lessonOf(text);
    return {
      ok: true,
      text,
      handout: sealLesson(lesson, text),
      lesson,
      complaints: complain(lesson, lesson.start),
      wrong: sentencesOfFaults(lesson),
    };
  },
  /** A lesson on paper: the answer key for its instructor, or the sheet for learners. */
  lessonReport: (text: string, sheet: 'key' | 'handout'): Report =>
    (sheet === 'key' ? keyReport : handoutReport)(lessonOf(text)),
  withKey,
  sealLesson: (text: string): string => sealLesson(lessonOf(text), text),
  /** Grades what a class handed in; one file after the other, so that `told` hears how far it is. */
  gradeClass: (
    text: string,
    files: readonly { readonly name: string; readonly text: string }[],
    told: (done: number) => void = () => undefined,
  ): ClassResults => {
    const lesson = lessonOf(text);
    const graded = files.map((file, at) => {
      const one = gradeFile(lesson, file.text, file.name);
      told(at + 1);
      return one;
    });
    const statements = xapiStatements(lesson, graded);
    return {
      graded,
      report: resultsReport(lesson, graded),
      xapi: `${JSON.stringify(statements, null, 2)}\n`,
    };
  },
};

function isSame(text: string, design: Design): boolean {
  const loaded = openDesign(text, '');
  return loaded.ok && designText(loaded.design) === designText(design);
}
