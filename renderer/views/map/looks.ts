import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import type { Point } from './curves.ts';
import type { Link } from './flights.ts';

/** All lines that look alike, as one SVG path; and the marks where they meet hosts between walls, as another. */
export interface Look {
  readonly key: string;
  readonly family: Family;
  readonly lost: boolean;
  lines: string;
  feet: string;
}

const FOOT = 2.8;

/** Links by their look. */
export function looksOf(links: readonly Link[]): readonly Look[] {
  const looks = new Map<string, Look>();
  for (const { family, lost, path, foot } of links) {
    const key = `${family}/${lost}`;
    const look = looks.get(key) ?? { key, family, lost, lines: '', feet: '' };
    looks.set(key, look);
    look.lines += path;
    if (foot) look.feet += circle(foot);
  }
  return [...looks.values()];
}

function circle({ x, y }: Point): string {
  return `M${x - FOOT},${y}a${FOOT},${FOOT} 0 1 0 ${2 * FOOT},0a${FOOT},${FOOT} 0 1 0 ${-2 * FOOT},0Z`;
}
