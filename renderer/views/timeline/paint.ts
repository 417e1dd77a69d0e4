import { bisectLeft } from 'd3';
import type { Marks } from './marks.ts';

/** From simulated time to pixels, and back. */
export interface Scale {
  (time: number): number;
  invert(x: number): number;
}

export interface Stripe {
  /** All that came through, as one path: a stroke each, those on one pixel drawn once. */
  readonly ticks: string;
  readonly crosses: string;
  /** From the first to the last packet. */
  readonly span: readonly [number, number] | null;
  readonly waits: readonly Wait[];
}

/** A long time in which one side waited for nothing. */
export interface Wait {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const HALF = 5;
const ARM = 3.5;
/** A wait that is narrower on screen is not marked, and one narrower than that has no words. */
const LEAST_WAIT = 14;
const LEAST_WORDS = 120;
const LEAST_NUMBER = 44;

/**
 * Draws a lane's packets around its middle, between two edges. What is drawn is bounded by the pixels, not by the
 * packets: of a column that holds many, it is asked whether some came through and whether some were lost.
 */
export function paintLane(marks: Marks, scale: Scale, y: number, left: number, right: number): Stripe {
  const { times, lostBefore } = marks;
  let ticks = '';
  let crosses = '';
  let lastCross = -Infinity;
  const waits: Wait[] = [];
  const end = bisectLeft(times, scale.invert(right + 1));
  // The one before the left edge may be what the wait began with.
  for (let at = Math.max(0, bisectLeft(times, scale.invert(left - 1)) - 1); at < end;) {
    const x = Math.round(scale(times[at]!) * 2) / 2;
    // All that lie on this pixel.
    const next = Math.max(at + 1, bisectLeft(times, scale.invert(x + 1), at, end));
    const lost = x < left - 1 ? 0 : lostBefore[next]! - lostBefore[at]!;
    if (x >= left - 1 && lost < next - at) ticks += `M${x},${y - HALF}v${2 * HALF}`;
    if (lost > 0 && x - lastCross >= ARM) {
      crosses += `M${x - ARM},${y - ARM}l7,7m0,-7l-7,7`;
      lastCross = x;
    }
    if (marks.lost[next - 1] === 1 && next < times.length)
      waits.push(...waitBetween(times[next - 1]!, times[next]!, scale, left, right));
    at = next;
  }
  const [first, last] = [times[0], times.at(-1)];
  const from = first === undefined ? 0 : Math.max(left, scale(first));
  const to = last === undefined ? 0 : Math.min(right, scale(last));
  return { ticks, crosses, span: to - from > 1 ? [from, to] : null, waits };
}

/**
 * Small shapes of a few pixels that do not cover each other, as one path.
 * @param shape the path of one, at a place across
 */
export function paintEach(
  times: Float64Array,
  scale: Scale,
  left: number,
  right: number,
  shape: (x: number) => string,
): string {
  let path = '';
  const end = bisectLeft(times, scale.invert(right + 1));
  for (let at = bisectLeft(times, scale.invert(left - 1)); at < end;) {
    const x = Math.round(scale(times[at]!));
    path += shape(x);
    at = Math.max(at + 1, bisectLeft(times, scale.invert(x + 4), at, end));
  }
  return path;
}

function waitBetween(from: number, to: number, scale: Scale, left: number, right: number): Wait[] {
  const x1 = Math.max(left, scale(from) + 7);
  const x2 = Math.min(right, scale(to) - 7);
  const width = x2 - x1;
  if (width < LEAST_WAIT) return [];
  const seconds = `${((to - from) / 1_000_000).toFixed(1)} s`;
  const text = width >= LEAST_WORDS ? `${seconds}, no answer` : width >= LEAST_NUMBER ? seconds : '';
  return [{ from: x1, to: x2, text }];
}

/** As much of a text as so many pixels hold, with dots when it is not all; nothing when too little is left. */
export function fitText(text: string, width: number, each = 5.7): string {
  if (text.length * each <= width) return text;
  const room = Math.floor(width / each) - 1;
  return room < 4 ? '' : `${text.slice(0, room).trimEnd()}…`;
}
