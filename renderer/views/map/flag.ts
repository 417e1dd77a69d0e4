import type { Point } from './curves.ts';
import type { Box } from './layout.ts';

export const FLAG_HEIGHT = 38;

/** The words of a flag in at most two short lines, so that it fits between the cards and the wall. */
export function flagLines(why: string): readonly string[] {
  const words = `Dropped: ${why}`.split(' ');
  const cut = words.findIndex((_, index) => words.slice(0, index + 1).join(' ').length > 16);
  return cut <= 0 ? [words.join(' ')] : [words.slice(0, cut).join(' '), words.slice(cut).join(' ')];
}

/** Width of a flag, with room for a count behind its second line. */
export function flagSize(why: string): number {
  return Math.max(...flagLines(why).map((line, index) => line.length * 5.7 + 18 + (index === 1 ? 22 : 0)));
}

/**
 * Where a flag stands: beside the place where the packet fell, on the side that it came from, above or below, and
 * where it covers no card if there is such a place near.
 */
export function placeFlag(at: Point, fromRight: boolean, width: number, cards: readonly Box[]): Point {
  const x = fromRight ? at.x + 8 : at.x - 12 - width;
  const free = (y: number) =>
    y > 46 &&
    cards.every(
      (card) =>
        x + width < card.x || x > card.x + card.width || y + FLAG_HEIGHT < card.y || y > card.y + card.height,
    );
  const above = at.y - 58;
  const below = at.y + 46;
  for (const y of [above, below]) if (free(y)) return { x, y };
  for (let further = 8; further < 160; further += 8)
    if (free(below + further)) return { x, y: below + further };
  return { x, y: at.y > 112 ? above : below };
}
