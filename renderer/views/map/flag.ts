import type { Point } from './curves.ts';
import type { Box } from './layout.ts';

/** A flag that says why something was dropped. */
export interface Flag extends Box {
  readonly lines: readonly string[];
}

const LINE = 15;
const EACH = 5.7;
const PAD = 8;
const NARROWEST = 76;
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

/**
 * Where a flag stands: beside the place where the packet fell, on the side that it came from, above or below, and
 * where it covers nothing if there is such a place near. Where there is little room it is narrower and higher.
 * @param room free width between the wall and the cards
 */
export function placeFlag(
  at: Point,
  fromRight: boolean,
  why: string,
  room: number,
  kept: readonly Box[],
): Flag {
  const wanted = Math.max(NARROWEST, Math.min(room - 16, 122));
  const lines = flagLines(why, wanted - 2 * PAD);
  const last = lines.at(-1)!;
  const widest = Math.max(...lines.map((line) => line.length * EACH), last.length * EACH + COUNT);
  const width = Math.ceil(widest + 2 * PAD);
  const height = lines.length * LINE + PAD;
  const x = fromRight ? at.x + 8 : at.x - 12 - width;
  const free = (y: number) =>
    y > 46 &&
    kept.every(
      (one) => x + width < one.x || x > one.x + one.width || y + height < one.y || y > one.y + one.height,
    );
  const above = at.y - 20 - height;
  const below = at.y + 46;
  const places = [above, below];
  for (let further = 8; further < 200; further += 8) places.push(below + further, above - further);
  const y = places.find(free) ?? (at.y > 112 ? above : below);
  return { x, y, width, height, lines };
}
