import type { Completion, Completions } from '../../simulator/filters/completions.ts';

/** Something that one could write, and what the whole line becomes with it. */
export interface Suggestion extends Completion {
  readonly becomes: string;
}

/** Completions at the cursor of a line. */
export function completing(text: string, { from, to, options }: Completions): readonly Suggestion[] {
  const [before, behind] = [text.slice(0, from), text.slice(to)];
  // A blank, so that one can write on.
  const end = behind === '' ? ' ' : behind;
  return options.map((option) => ({ ...option, becomes: `${before}${option.text}${end}` }));
}
