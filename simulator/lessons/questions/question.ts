import type * as v from 'valibot';
import type { Setup } from '../../model/run.ts';
import type { Lesson } from '../lesson.ts';
import type { Path, Reading } from '../reading.ts';
import type { Ask } from '../steps/ask.ts';

/** Something to choose from. */
export interface Option {
  readonly id: string;
  readonly text: string;
}

/** One thing that is asked, of which one option is chosen. */
export interface Part {
  readonly id: string;
  readonly text: string;
  readonly options: readonly Option[];
}

/** A question as the learner sees it. */
export interface Question {
  readonly step: string;
  readonly parts: readonly Part[];
  /** The run that it is about, and when it is asked: just before it is decided. */
  readonly scene: { readonly setup: Setup; readonly feature: string; readonly time: number } | null;
  /** The packet that is asked about. */
  readonly packet: { readonly packet: number; readonly event: number } | null;
}

/** What is right, by part. */
export interface Solution {
  readonly right: Readonly<Record<string, readonly string[]>>;
  /** What is said afterwards, for the chosen option or for any ("*"). */
  readonly because: Readonly<Record<string, string>>;
}

/** A question of a step with its solution, or why it cannot be asked. */
export type Made =
  { readonly question: Omit<Question, 'step'>; readonly solution: Solution } | { readonly problem: string };

/** Something that can be asked, by its word in a lesson's file. */
export interface QuestionKind<Form extends v.GenericSchema = v.GenericSchema> {
  /** Of what stands below the word. */
  readonly form: Form;
  /** Is it about the run of a feature, on a network of the lesson? */
  readonly runs: boolean;
  /** Says what is wrong with what is written, before anything is run. @param path of the question */
  readonly check: (ask: Ask, reading: Reading, path: Path) => void;
  /** Makes the question; what is right is found by running what it is about, where it is about a run. */
  readonly pose: (lesson: Lesson, ask: Ask) => Made;
}
