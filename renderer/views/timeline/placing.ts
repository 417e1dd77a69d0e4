import type { Scale } from './paint.ts';

/** Words that stand beside a place on the axis. */
export interface Placed<T> {
  readonly of: T;
  readonly x: number;
  readonly short: string;
  /** Whether the words stand before the place, since there is no room behind it. */
  readonly turned: boolean;
}

const MOST_LETTERS = 34;

/** Words that do not run into one another, between two edges; of those that would, the first in the list stays. */
export function placed<T extends { readonly time: number }>(
  all: readonly T[],
  textOf: (one: T) => string,
  scale: Scale,
  left: number,
  width: number,
): readonly Placed<T>[] {
  const taken: { from: number; to: number }[] = [];
  return all.flatMap((of) => {
    const x = scale(of.time);
    const text = textOf(of);
    const short = text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 2)}…` : text;
    const needs = short.length * 5.7 + 16;
    const turned = x + needs > width - 2;
    const from = turned ? x - needs : x;
    const to = from + needs + 4;
    if (x < left - 1 || x > width || from < left - 1) return [];
    if (taken.some((one) => from < one.to && to > one.from)) return [];
    taken.push({ from, to });
    return [{ of, x, short, turned }];
  });
}
