import { expect } from 'vitest';
import { BUILTIN_DESIGNS, openDesign } from '../../../simulator/designs/registry.ts';
import { formatProblem } from '../../../simulator/designs/source.ts';
import type { Design } from '../../../simulator/model/design.ts';

/** The reference design's file. */
export const REFERENCE = BUILTIN_DESIGNS[0]!.text;

/** Where a problem is expected, in the replacements below. */
export const MARK = '‸';

/** The text with one place changed, and where MARK stood in it, as "LINE:COLUMN". */
export function changed(from: string, to: string, text = REFERENCE): { text: string; at: string } {
  expect(text, 'what is to be changed').toContain(from);
  const marked = text.replace(from, () => to);
  const before = marked.slice(0, marked.indexOf(MARK)).split('\n');
  return { text: marked.replace(MARK, ''), at: `${before.length}:${before.at(-1)!.length + 1}` };
}

/** What the loader says about a text, a line for each problem. */
export function problemsOf(text: string): string[] {
  const loaded = openDesign(text, 'lab.json');
  return loaded.ok ? [] : loaded.problems.map(formatProblem);
}

/** As `expectProblem`, where a change also has consequences elsewhere: those that `only` lets pass are compared. */
export function expectProblemAmong(
  from: string,
  to: string,
  message: string,
  only: (problem: string) => boolean,
): void {
  const { text, at } = changed(from, to);
  expect(problemsOf(text).filter(only)).toEqual([`lab.json:${at}: ${message}`]);
}

/** Expects exactly one problem, at MARK, with these words. */
export function expectProblem(from: string, to: string, message: string): void {
  const { text, at } = changed(from, to);
  expect(problemsOf(text)).toEqual([`lab.json:${at}: ${message}`]);
}

/** The reference design as JSON, to be changed, and what the loader says then. */
export function problemsAfter(change: (design: Mutable<Design>) => void): string[] {
  const design = JSON.parse(REFERENCE) as Mutable<Design>;
  change(design);
  return problemsOf(JSON.stringify(design));
}

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
