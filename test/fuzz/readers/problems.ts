import type { Problem } from '../../../simulator/designs/source.ts';
import { formatProblem } from '../../../simulator/designs/source.ts';
import { expect, expectSentence } from '../reader.ts';

const MOST = 100;

/** Holds what is said of a file to what it promises: some problems, each in one line, at a place of the text. */
export function expectProblems(problems: readonly Problem[], text: string): void {
  expect(problems.length > 0 && problems.length <= MOST, () => `${problems.length} problems`);
  const lines = text.replace(/^\ufeff/, '').split('\n');
  for (const problem of problems) {
    const { line, column, message } = problem;
    const length = lines[line - 1]?.length ?? -1;
    expect(
      column >= 1 && column <= length + 1,
      () => `line ${line}, column ${column} is outside: ${message}`,
    );
    expect(
      /must|missing|this is no|did you mean|already|update|again|write it out|in the filter/.test(message),
      () => `what would be right? ${message}`,
    );
    expectSentence(formatProblem(problem));
    expect(message.length < 2000, () => `too long: ${message}`);
  }
}
