import type * as v from 'valibot';
import type { Design } from '../../model/design.ts';
import type { Setup } from '../../model/run.ts';
import type { Block } from '../../reports/report.ts';
import type { Entry } from '../entry.ts';
import { learnersSetup } from '../grounds.ts';
import type { Lesson, LessonForm, Step } from '../lesson.ts';
import type { Path, Reading } from '../reading.ts';

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

/** What came of one step. */
export interface StepJudged {
  readonly lines: readonly GradeLine[];
  /** Is all there that it asks for? */
  readonly held: boolean;
  readonly needless: number;
}

/** How a step is done. */
export type Act = Extract<Entry['kind'], 'read' | 'answer' | 'find' | 'make'>;

/** What somebody did in a step. */
export interface Done {
  readonly entries: readonly Entry[];
  /** The network that they made last in it, if any. */
  readonly setup: Setup | undefined;
}

/** What a step asks for, in words, once somebody gave it up. */
export interface Revealed {
  readonly sentences: readonly string[];
  /** The packet that is to be found. */
  readonly packet: { readonly packet: number; readonly event: number } | null;
}

/** Something that a step of a lesson can ask for, by its word in the lesson's file. */
export interface StepKind<Form extends v.GenericSchema = v.GenericSchema> {
  /** Of what stands below the word. */
  readonly form: Form;
  /** The entry of somebody's work by which it is done. Whoever passes has made networks that do what is asked of them. */
  readonly act: Act;
  /** Says what is wrong with what is written, before anything is run. @param path of what stands below the word */
  readonly check: (step: Step, reading: Reading, path: Path, form: LessonForm) => void;
  /** Runs it: why nobody can do it, in one sentence; null when it can be done. */
  readonly undoable: (lesson: Lesson, step: Step) => string | null;
  /** Where that is said, below the word. */
  readonly at?: Path;
  readonly judge: (lesson: Lesson, step: Step, done: Done) => StepJudged;
  /** What learners get on paper besides what every step says. */
  readonly onPaper: (lesson: Lesson, step: Step) => readonly Block[];
  /** What is right, for instructors. */
  readonly key: (lesson: Lesson, step: Step) => readonly Block[];
  readonly reveal: (lesson: Lesson, step: Step) => Revealed;
}

/** What was done in a step, with the network that its last entry names. */
export function doneIn(lesson: Lesson, entries: readonly Entry[], designs: readonly Design[]): Done {
  const made = entries.findLast((entry) => entry.kind === 'make');
  const design = made && designs[made.design];
  return { entries, setup: design && learnersSetup(lesson, design, made.interventions) };
}

/** One line for all that a step gives; none where it gives nothing. */
export function oneLine({ id, points: of }: Step, text: string, points: number): readonly GradeLine[] {
  return of > 0 ? [{ step: id, text, points, of }] : [];
}

/** What makes a network do what is asked, when somebody gave that up. */
export function wayOut({ wrong }: Lesson, { answer }: Step): Revealed {
  const sentences = answer?.map((line) => `It holds with: ${line}`) ?? wrong.map(({ sentence }) => sentence);
  return { sentences, packet: null };
}

/** No network was handed in. */
export function nothing({ id, title, points }: Step): StepJudged {
  return {
    lines: [{ step: id, text: `${title}: nothing was handed in`, points: 0, of: points }],
    held: false,
    needless: 0,
  };
}

/** Things were changed that learners may not change. */
export function tampered({ id, title, points }: Step, meddled: readonly string[]): StepJudged {
  const text = `${title}: what was changed is no repair (${meddled.join(', ')})`;
  return { lines: [{ step: id, text, points: 0, of: points }], held: false, needless: 0 };
}
