import type { Colour } from '../colours.ts';
import type { Drawing } from '../report.ts';
import { cut, drawing, label, moved, shape } from './svg.ts';

/** A bar of parts, one after the other. */
export interface Bar {
  readonly name: string;
  /** What stands at its end. */
  readonly text: string;
  /** In the order of the legend. */
  readonly parts: readonly number[];
}

export interface Part {
  readonly name: string;
  readonly fill: Colour;
}

/** Pixels. */
const NAMES = 330;
const LENGTH = 560;
const TEXTS = 210;
const ROW = 24;

/** Bars beside one another on one linear scale, each with its name and its figure in words. */
export function barsDrawing(bars: readonly Bar[], legend: readonly Part[]): Drawing {
  const longest = Math.max(...bars.map(({ parts }) => sum(parts)), 0) || 1;
  return drawing(NAMES + LENGTH + TEXTS, 28 + bars.length * ROW, [
    ...legend.map(({ name, fill }, index) =>
      moved(
        NAMES + index * 230,
        4,
        shape('rect', { x: 0, y: 0, width: 12, height: 10, rx: 2 }, { fill }) +
          label(18, 9, name, { fill: 'ink-2' }),
      ),
    ),
    ...bars.map(({ name, text, parts }, index) => {
      let x = NAMES;
      const boxes = parts.map((value, part) => {
        // What is there is seen, however little it is.
        const width = value > 0 ? Math.max(1.5, (value / longest) * LENGTH) : 0;
        const box = shape('rect', { x, y: 4, width, height: ROW - 8 }, { fill: legend[part]!.fill });
        x += width;
        return value > 0 ? box : '';
      });
      return moved(
        0,
        28 + index * ROW,
        label(NAMES - 10, 16, cut(name, 58), { anchor: 'end' }) +
          boxes.join('') +
          label(x + 8, 16, text, { fill: 'ink-2' }),
      );
    }),
  ]);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
