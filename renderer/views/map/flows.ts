import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import type { Curve, Point } from './curves.ts';
import { pointAt } from './curves.ts';
import type { Journeys } from './journeys.ts';

/** With more packets than this in view, they are drawn as flows. */
export const MOST_MARKS = 200;
/** So many of the strongest flows have words. */
const MOST_WORDS = 16;

/** The packets on one line, together. */
export interface Flow {
  readonly family: Family;
  /** In the middle of the line. */
  readonly at: Point;
  /** "340/s" */
  readonly text: string;
  readonly width: number;
}

interface Sum {
  readonly family: Family;
  count: number;
  seconds: number;
}

/** Packets a second on each line, from how many are on it and how long each takes: the strongest, none over another. */
export function flowsOf(
  journeys: Pick<Journeys, 'way' | 'ways' | 'depart' | 'arrive'>,
  curves: readonly (Curve | null)[],
  moving: readonly number[],
): readonly Flow[] {
  const lines = new Map<Curve, Sum>();
  for (const leg of moving) {
    const way = journeys.way[leg]!;
    const curve = curves[way];
    if (!curve) continue;
    const sum = lines.get(curve) ?? { family: journeys.ways[way]!.family, count: 0, seconds: 0 };
    lines.set(curve, sum);
    sum.count++;
    sum.seconds += Math.max(1, journeys.arrive[leg]! - journeys.depart[leg]!) / 1_000_000;
  }
  const flows: Flow[] = [];
  for (const [curve, { family, count, seconds }] of [...lines].sort(([, a], [, b]) => b.count - a.count)) {
    if (flows.length >= MOST_WORDS) break;
    const rate = (count * count) / seconds;
    const text = `${rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en')}/s`;
    const flow = { family, at: pointAt(curve, 0.5), text, width: 26 + text.length * 6.2 };
    if (flows.every((one) => !covers(one, flow))) flows.push(flow);
  }
  return flows;
}

function covers(a: Flow, b: Flow): boolean {
  return (
    Math.abs(a.at.y - b.at.y) < 22 &&
    a.at.x - 9 < b.at.x - 9 + b.width + 4 &&
    b.at.x - 9 < a.at.x - 9 + a.width + 4
  );
}
