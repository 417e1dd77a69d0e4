import type { Drawing, Mark } from '../report.ts';
import { drawing, moved, shape } from './svg.ts';

export const MARK_WORDS: Readonly<Record<Mark, string>> = {
  works: 'works',
  degraded: 'degraded',
  broken: 'broken',
  unreached: 'not reached',
};

/** How a feature ends, around (0, 0), 14 across: each has a shape of its own, so that hue never stands alone. */
export function markShape(mark: Mark): string {
  switch (mark) {
    case 'works':
      return (
        shape('circle', { r: 6.4 }, { fill: 'works-solid' }) +
        shape('path', { d: 'M-3 .2-1 2.3 3-2.2' }, { stroke: 'on-status', width: 1.7 })
      );
    case 'degraded':
      return (
        shape('path', { d: 'M0-6.6 7 5.8H-7Z' }, { fill: 'degraded-solid' }) +
        shape('path', { d: 'M0-2.2V1.6M0 3.7v.2' }, { stroke: 'on-status', width: 1.7 })
      );
    case 'broken':
      return (
        shape(
          'path',
          { d: 'M-2.7-6.4H2.7L6.4-2.7V2.7L2.7 6.4H-2.7L-6.4 2.7V-2.7Z' },
          { fill: 'broken-solid' },
        ) + shape('path', { d: 'M-2.4-2.4 2.4 2.4M2.4-2.4-2.4 2.4' }, { stroke: 'on-status', width: 1.7 })
      );
    case 'unreached':
      return (
        shape('circle', { r: 5.6 }, { stroke: 'unreached-solid', width: 1.4, dash: '2.6 2' }) +
        shape('path', { d: 'M-2.4 0H2.4' }, { stroke: 'unreached-solid', width: 1.5 })
      );
  }
}

/** The same as a drawing, to stand before a word. */
export function markDrawing(mark: Mark): Drawing {
  return drawing(16, 16, [moved(8, 8, markShape(mark))]);
}
