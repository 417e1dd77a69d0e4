import { CutTrees, LIST } from '../engine/cut-trees.ts';
import type { Box } from './space.ts';
import { DESTINATION, DPORT, overlap, PROTOCOL, SOURCE, SPORT } from './space.ts';

/** The parts that are cut, each from its lowest to its highest value; the last one is the sides, 1 to 2. */
const CUT = [DESTINATION, DPORT, SOURCE, SPORT, PROTOCOL] as const;

/** Finds which of many boxes overlap with one. */
export class Overlaps {
  readonly #boxes: readonly Box[];
  readonly #trees: CutTrees;

  constructor(boxes: readonly Box[]) {
    this.#boxes = boxes;
    const column = (valueOf: (box: Box) => number) => Float64Array.from(boxes, valueOf);
    this.#trees = new CutTrees(
      [
        ...CUT.map((part) => ({
          first: column(({ parts }) => parts[part][0]!),
          last: column(({ parts }) => parts[part].at(-1)!),
        })),
        { first: column(firstSide), last: column(lastSide) },
      ],
      0,
      boxes.length,
    );
  }

  /** Numbers of the boxes from `from` to before `end` that have packets in common with one, in ascending order. */
  of(box: Box, from = 0, end = this.#boxes.length): number[] {
    const found: number[] = [];
    for (const root of this.#trees.roots) this.#collect(root, box, from, end, found);
    return found.sort((a, b) => a - b);
  }

  /** The same for any of several boxes. */
  any(several: readonly Box[], from: number, end: number): number[] {
    if (several.length === 1) return this.of(several[0]!, from, end);
    return [...new Set(several.flatMap((box) => this.of(box, from, end)))].sort((a, b) => a - b);
  }

  #collect(node: number, box: Box, from: number, end: number, found: number[]): void {
    const { part, value, below, above, lowest, listed } = this.#trees;
    if (lowest[node]! >= end) return;
    const cut = part[node]!;
    if (cut === LIST) {
      for (let at = below[node]!; at < above[node]!; at++) {
        const number = listed[at]!;
        if (number >= from && number < end && overlap(this.#boxes[number]!, box)) found.push(number);
      }
      return;
    }
    const runs = cut < CUT.length ? box.parts[CUT[cut]!] : [firstSide(box), lastSide(box)];
    if (runs[0]! < value[node]!) this.#collect(below[node]!, box, from, end, found);
    if (runs[runs.length - 1]! >= value[node]!) this.#collect(above[node]!, box, from, end, found);
  }
}

function firstSide({ sides }: Box): number {
  return sides === 2 ? 2 : 1;
}

function lastSide({ sides }: Box): number {
  return sides === 1 ? 1 : 2;
}
