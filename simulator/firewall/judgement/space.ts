import type { Runs } from './runs.ts';
import { intersect, meet, shared, sizeOf, without } from './runs.ts';

/*
 * The space of all packets that a firewall may be asked about, as boxes: products of sets of numbers. What rules name is
 * a list of boxes, so questions about all packets become questions about few numbers.
 */

/** Parts of a packet, in this order; ICMP has its type * 256 + code as destination port. */
export const [PROTOCOL, SOURCE, DESTINATION, SPORT, DPORT] = [0, 1, 2, 3, 4] as const;

export interface Box {
  /** Of each part, the values that it may have. */
  readonly parts: readonly [Runs, Runs, Runs, Runs, Runs];
  /** Sum of 1 (from outside) and 2 (from inside). */
  readonly sides: number;
  /** Sum of `ConnectionStates`. */
  readonly states: number;
  /** Bit n: packets whose five lowest TCP flags are n. */
  readonly flags: number;
}

/** A box with other values in one part. */
export function withPart(box: Box, part: number, runs: Runs): Box {
  return { ...box, parts: box.parts.with(part, runs) as unknown as Box['parts'] };
}

/** Have two boxes packets in common? What parts most rules is looked at first. */
export function overlap({ parts: a, sides, states, flags }: Box, other: Box): boolean {
  const b = other.parts;
  return (
    (sides & other.sides) !== 0 &&
    (states & other.states) !== 0 &&
    (flags & other.flags) !== 0 &&
    meet(a[DESTINATION], b[DESTINATION]) &&
    meet(a[DPORT], b[DPORT]) &&
    meet(a[SOURCE], b[SOURCE]) &&
    meet(a[PROTOCOL], b[PROTOCOL]) &&
    meet(a[SPORT], b[SPORT])
  );
}

/** What two boxes have in common, or null. */
export function common(a: Box, b: Box): Box | null {
  if (!overlap(a, b)) return null;
  return {
    parts: [
      intersect(a.parts[PROTOCOL], b.parts[PROTOCOL]),
      intersect(a.parts[SOURCE], b.parts[SOURCE]),
      intersect(a.parts[DESTINATION], b.parts[DESTINATION]),
      intersect(a.parts[SPORT], b.parts[SPORT]),
      intersect(a.parts[DPORT], b.parts[DPORT]),
    ],
    sides: a.sides & b.sides,
    states: a.states & b.states,
    flags: (a.flags & b.flags) >>> 0,
  };
}

/** What of a box lies outside of another, in boxes that do not overlap. */
export function outsideOf(box: Box, other: Box): Box[] {
  if (!overlap(box, other)) return [box];
  const pieces: Box[] = [];
  let rest = box;
  for (const bits of ['sides', 'states', 'flags'] as const) {
    const left = (rest[bits] & ~other[bits]) >>> 0;
    if (left === 0) continue;
    pieces.push({ ...rest, [bits]: left });
    rest = { ...rest, [bits]: (rest[bits] & other[bits]) >>> 0 };
  }
  for (const [part, runs] of box.parts.entries()) {
    const left = without(runs, other.parts[part]!);
    if (left.length === 0) continue;
    pieces.push(withPart(rest, part, left));
    rest = withPart(rest, part, intersect(runs, other.parts[part]!));
  }
  return pieces;
}

/** A share of a box that is worth cutting out whole; where all others take less, the box is halved. */
const LARGE = 1 / 8;

/** Some part of a box that lies outside of all the others, or null when there is none: exact, not by trying packets. */
export function uncovered(box: Box, others: readonly Box[]): Box | null {
  const left: Box[] = [];
  let largest = 0;
  let most = 0;
  for (const other of others) {
    if (!overlap(box, other)) continue;
    const share = shareOf(other, box);
    if (share === 1) return null;
    if (share > most) [most, largest] = [share, left.length];
    left.push(other);
  }
  if (left.length === 0) return box;
  let pieces = most < LARGE && left.length > 2 ? halves(box, left) : null;
  // The one that takes the most away goes first, and needs no second look.
  pieces ??= outsideOf(box, left.splice(largest, 1)[0]!);
  for (const piece of pieces) {
    const found = uncovered(piece, left);
    if (found) return found;
  }
  return null;
}

/** A box in two, where as many bounds of the others lie before as behind; null when none lies within. */
function halves(box: Box, others: readonly Box[]): Box[] | null {
  let bounds: number[] = [];
  let most = 0;
  let part = 0;
  for (const [at, runs] of box.parts.entries()) {
    const partial = others.filter((other) => shared(runs, other.parts[at]!) < sizeOf(runs));
    if (partial.length <= most) continue;
    const [first, last] = [runs[0]!, runs.at(-1)!];
    const within = partial.flatMap((other) =>
      other.parts[at]!.map((bound, end) => (end % 2 === 0 ? bound : bound + 1)).filter(
        (bound) => bound > first && bound <= last,
      ),
    );
    if (within.length > 0) [bounds, most, part] = [within, partial.length, at];
  }
  if (bounds.length === 0) return null;
  const middle = bounds.sort((a, b) => a - b)[bounds.length >> 1]!;
  return [
    withPart(box, part, intersect(box.parts[part]!, [0, middle - 1])),
    withPart(box, part, intersect(box.parts[part]!, [middle, 0xffffffff])),
  ];
}

/** How much of a box one takes that overlaps with it, as shares of all it is made of, multiplied: 1 when it is the whole. */
function shareOf(other: Box, box: Box): number {
  let share = 1;
  for (let part = 0; part < box.parts.length; part++) {
    const [own, its] = [box.parts[part]!, other.parts[part]!];
    if (own.length > 2 || its.length > 2 || its[0]! > own[0]! || its[1]! < own[1]!)
      share *= shared(own, its) / sizeOf(own);
  }
  if ((box.sides & ~other.sides) !== 0) share /= 2;
  if ((box.states & ~other.states) !== 0) share /= 2;
  if ((box.flags & ~other.flags) !== 0) share /= 2;
  return share;
}
