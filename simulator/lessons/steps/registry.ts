import { wordsIn } from '../forms.ts';
import type { Step } from '../lesson.ts';
import { ask } from './ask.ts';
import { find } from './find.ts';
import { must } from './must.ts';
import { read } from './read.ts';
import { repair } from './repair.ts';
import type { StepKind } from './step-kind.ts';

/** What a step of a lesson can ask for, by its word. A new kind is one file, one line here, and its card in the window. */
export const STEP_KINDS = { find, ask, must, repair };
export type StepWord = keyof typeof STEP_KINDS;

/** What a step asks for. */
export function kindOf(step: Step): StepKind {
  const [word] = wordsIn(STEP_KINDS, step);
  return word ? STEP_KINDS[word] : read;
}
