import { appendFileSync, mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';

/** A measured figure beside its goal. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly goal: string;
  readonly met: boolean;
}

export function atLeast(name: string, value: number, goal: number): Figure {
  return { name, value, goal: `at least ${goal.toLocaleString('en')}`, met: value >= goal };
}

export function atMost(name: string, value: number, goal: number): Figure {
  return { name, value, goal: `at most ${goal.toLocaleString('en')}`, met: value <= goal };
}

/** A figure in a line, with whether its goal is met. */
export function formatFigure({ name, value, goal, met }: Figure): string {
  const shown =
    value >= 1000 || Number.isInteger(value) ? Math.round(value).toLocaleString('en') : value.toFixed(2);
  return `${met ? 'met ' : 'MISS'}  ${name.padEnd(68)} ${shown.padStart(12)}   goal: ${goal}`;
}

/** Figures as they were taken, and on what. */
export interface Taken {
  readonly date: string;
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  readonly figures: readonly Figure[];
}

/**
 * Adds figures to a history, a file with one line for each time.
 * @param more what else is to be known of how they were taken
 */
export function record(file: string, figures: readonly Figure[], more: object = {}): Taken {
  const taken = {
    date: new Date().toISOString(),
    node: process.version,
    processor: cpus()[0]?.model ?? '',
    cores: cpus().length,
    ...more,
    figures,
  };
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(taken)}\n`);
  return taken;
}
