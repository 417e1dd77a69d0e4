import type { Point } from './curves.ts';
import { pointAt } from './curves.ts';
import type { Link } from './flights.ts';
import type { Box } from './layout.ts';

/** "20 ms", "18 to 24 ms", "under 1 ms" */
export function delayText({ delay: [least, most] }: Link): string {
  const [from, to] = [Math.round(least / 1000), Math.round(most / 1000)];
  if (to === 0) return 'under 1 ms';
  return from === to ? `${to} ms` : `${from} to ${to} ms`;
}

/** Shorter ones, inside a building, would be said everywhere and tell nothing. */
const LEAST_SAID = 1000;

/**
 * Where the labels of links stand, on their links, so that none covers another or anything that is to be read. Where
 * there is no room there is none.
 * @param kept what they may not cover
 */
export function spread(
  links: readonly Link[],
  kept: readonly Box[],
): readonly { readonly link: Link; readonly at: Point }[] {
  const placed: { link: Link; at: Point }[] = [];
  for (const link of links) {
    if (link.delay[1] < LEAST_SAID) continue;
    const at = [0.5, 0.35, 0.65, 0.2, 0.8]
      .map((share) => pointAt(link.curve, share))
      .find(
        ({ x, y }) =>
          placed.every((one) => Math.abs(one.at.x - x) > 72 || Math.abs(one.at.y - y) > 20) &&
          kept.every(
            (one) =>
              x + 30 < one.x || x - 30 > one.x + one.width || y + 9 < one.y || y - 9 > one.y + one.height,
          ),
      );
    if (at) placed.push({ link, at });
  }
  return placed;
}

/** Steps in which a line is felt for. */
const STEPS = 24;
/** As far from a line one still points at it. */
const REACH = 6;

/** The line that somebody points at, or null. */
export function linkAt(links: readonly Link[], x: number, y: number): Link | null {
  let [best, nearest]: [Link | null, number] = [null, REACH];
  for (const link of links)
    for (let step = 0; step < STEPS; step++) {
      const [a, b] = [pointAt(link.curve, step / STEPS), pointAt(link.curve, (step + 1) / STEPS)];
      const off = distance(a, b, { x, y });
      if (off < nearest) [best, nearest] = [link, off];
    }
  return best;
}

/** From a point to a straight piece. */
function distance(a: Point, b: Point, { x, y }: Point): number {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const along = length === 0 ? 0 : ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / length;
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(a.x + share * (b.x - a.x) - x, a.y + share * (b.y - a.y) - y);
}
