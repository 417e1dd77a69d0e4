import { choices } from './choices.ts';
import { fate } from './fate.ts';
import { outcome } from './outcome.ts';

/** What a question can be about, by its word below `ask`. A new kind is one file and one line here. */
export const QUESTION_KINDS = { packet: fate, outcome, choices };
