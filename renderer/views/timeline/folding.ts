import type { Stretch } from '../../stores/moments.ts';

/** How simulated time lies along a line from 0 to 1: evenly, or with long waits made short. */
export interface Folding {
  /** Where a piece begins, microseconds, and its share of the line; both rise, the last ends the line. */
  readonly times: readonly number[];
  readonly shares: readonly number[];
  /** Waits that were made short. */
  readonly breaks: readonly Stretch[];
}

/** A wait shorter than this share of the run is left as it is, and a longer one is drawn so wide. */
const LEAST = 0.06;
const WIDTH = 0.03;

/**
 * Lays a run out along a line.
 * @param end its length, microseconds
 * @param waits stretches that may be made short, in order; none to lay it out evenly
 */
export function foldingOf(end: number, waits: readonly Stretch[]): Folding {
  const breaks = waits.filter(({ from, to }) => to - from > LEAST * end && from >= 0 && to <= end);
  const busy = end - breaks.reduce((sum, { from, to }) => sum + to - from, 0);
  const left = 1 - breaks.length * WIDTH;
  // With nothing between the waits there is nothing to give their room to.
  if (breaks.length === 0 || left <= 0 || busy <= 0) return { times: [0, end], shares: [0, 1], breaks: [] };
  const times = [0];
  const shares = [0];
  const go = (to: number, by: number) => {
    if (to === times.at(-1)) return;
    times.push(to);
    shares.push(shares.at(-1)! + by);
  };
  for (const { from, to } of breaks) {
    go(from, ((from - times.at(-1)!) / busy) * left);
    go(to, WIDTH);
  }
  go(end, ((end - times.at(-1)!) / busy) * left);
  shares[shares.length - 1] = 1;
  return { times, shares, breaks };
}
