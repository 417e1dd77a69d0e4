import type { Tick } from './lanes.ts';

/** From simulated time to pixels. */
export type Scale = (time: number) => number;

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

/** Draws a lane's packets around its middle, between two edges. */
export function paintLane(
  ticks: readonly Tick[],
  scale: Scale,
  y: number,
  left: number,
  right: number,
): Stripe {
  let strokes = '';
  let crosses = '';
  let before = -Infinity;
  const waits: Wait[] = [];
  ticks.forEach((tick, i) => {
    const x = Math.round(scale(tick.time) * 2) / 2;
    const next = ticks[i + 1];
    if (tick.lost && next) waits.push(...waitBetween(tick.time, next.time, scale, left, right));
    if (x < left - 1 || x > right + 1) return;
    if (tick.lost) crosses += `M${x - ARM},${y - ARM}l7,7m0,-7l-7,7`;
    else if (x - before >= 1) {
      strokes += `M${x},${y - HALF}v${2 * HALF}`;
      before = x;
    }
  });
  const [first, last] = [ticks[0], ticks.at(-1)];
  const from = first ? Math.max(left, scale(first.time)) : 0;
  const to = last ? Math.min(right, scale(last.time)) : 0;
  return { ticks: strokes, crosses, span: to - from > 1 ? [from, to] : null, waits };
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

/** The tick that someone means who points there, or null when none is near. */
export function tickNear(ticks: readonly Tick[], scale: Scale, x: number, reach = 5): Tick | null {
  let best: Tick | null = null;
  let distance = reach;
  for (const tick of ticks) {
    const off = Math.abs(scale(tick.time) - x);
    if (off < distance) [best, distance] = [tick, off];
  }
  return best;
}

/** As much of a text as so many pixels hold, with dots when it is not all; nothing when too little is left. */
export function fitText(text: string, width: number, each = 5.7): string {
  if (text.length * each <= width) return text;
  const room = Math.floor(width / each) - 1;
  return room < 4 ? '' : `${text.slice(0, room).trimEnd()}…`;
}
