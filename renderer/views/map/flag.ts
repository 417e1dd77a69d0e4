import type { Point } from './curves.ts';
import type { Box } from './layout.ts';

/** A flag that says why something was dropped. */
export interface Flag extends Box {
  readonly lines: readonly string[];
}

const LINE = 15;
const EACH = 5.7;
const PAD = 8;
const WIDEST = 122;
const NARROWEST = 76;
/** How far from its place a flag may stand. */
const FURTHEST = 240;
/** Room for "×12" behind the last line. */
const COUNT = 24;

/** "Dropped: no rule for TCP 443" in lines of at most so many pixels; a longer word has a line of its own. */
export function flagLines(why: string, across: number): readonly string[] {
  // A port stays with its transport.
  const words = why.replace(/(TCP|UDP) (?=\d)/, '$1\u00a0').split(' ');
  const lines = wrap(['Dropped:', ...words], across);
  return lines.length <= 2 ? lines : ['Dropped:', ...wrap(words, across)];
}

function wrap(words: readonly string[], across: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && (last.length + 1 + word.length) * EACH <= across)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A flag of a width, still without a place. */
function sized(why: string, across: number): Pick<Flag, 'lines' | 'width' | 'height'> {
  const lines = flagLines(why, across - 2 * PAD);
  const last = lines.at(-1)!;
  const widest = Math.max(...lines.map((line) => line.length * EACH), last.length * EACH + COUNT);
  return { lines, width: Math.ceil(widest + 2 * PAD), height: lines.length * LINE + PAD };
}

/**
 * Where a flag stands: beside the place where the packet fell, on the side that it came from, above or below, as near
 * as it covers nothing; narrow and high only where a wide one would stand far away.
 * @param area where it may stand: the column before the wall
 */
export function placeFlag(at: Point, fromRight: boolean, why: string, area: Box, kept: readonly Box[]): Flag {
  const shapes = [WIDEST, NARROWEST].map((across) => sized(why, across));
  const least = area.x + 4;
  const placed = shapes.map(({ width, height, lines }) => {
    const beside = fromRight ? at.x + 8 : at.x - 12 - width;
    const x = Math.max(least, Math.min(beside, area.x + area.width - width - 4));
    return { x, width, height, lines };
  });
  const free = (flag: Flag) => inside(flag, area) && kept.every((one) => !touches(one, flag));
  for (let further = 0; further < FURTHEST; further += 8)
    for (const flag of placed)
      for (const y of [at.y - 20 - flag.height - further, at.y + 46 + further])
        if (free({ ...flag, y })) return { ...flag, y };
  // Narrow, and close to the wall: that leaves the most room.
  const narrow = placed.at(-1)!;
  const close = { ...narrow, x: fromRight ? at.x + 4 : at.x - 4 - narrow.width };
  for (let y = at.y - 20 - close.height; y >= area.y; y -= 8)
    if (close.x >= area.x && free({ ...close, y })) return { ...close, y };
  const [wide] = placed as [Omit<Flag, 'y'>];
  const lowest = area.y + area.height - wide.height - 4;
  return { ...wide, y: Math.max(area.y, Math.min(at.y + 46, lowest)) };
}

function inside(flag: Box, area: Box): boolean {
  return flag.y >= area.y && flag.y + flag.height <= area.y + area.height - 4;
}

function touches(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}
