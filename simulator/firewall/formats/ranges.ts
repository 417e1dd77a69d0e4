import type { AddressRange } from '../../model/address.ts';
import { ANY_ADDRESS } from '../../model/address.ts';
import type { PortRange } from '../../model/ports.ts';

/** Addresses or ports; both are runs of numbers. */
type Range = AddressRange | PortRange;

/** Sorted, without overlaps, neighbours joined. */
export function union(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort((a, b) => a.first - b.first);
  const joined: { first: number; last: number }[] = [];
  for (const { first, last } of sorted) {
    const before = joined.at(-1);
    if (before && first <= before.last + 1) before.last = Math.max(before.last, last);
    else joined.push({ first, last });
  }
  return joined;
}

/** The same, of lists that mostly are so already. */
function tidy(ranges: readonly Range[]): readonly Range[] {
  for (let at = 1; at < ranges.length; at++)
    if (ranges[at]!.first <= ranges[at - 1]!.last + 1) return union(ranges);
  return ranges;
}

/** Everything from 0 to `highest` that is in none of them: what "not" means. */
export function complement(ranges: readonly Range[], highest: number): Range[] {
  const left: Range[] = [];
  let from = 0;
  for (const { first, last } of tidy(ranges)) {
    if (first > from) left.push({ first: from, last: first - 1 });
    from = last + 1;
  }
  if (from <= highest) left.push({ first: from, last: highest });
  return left;
}

/** What is in both lists. */
export function intersection(a: readonly Range[], b: readonly Range[]): Range[] {
  const both: Range[] = [];
  const [left, right] = [tidy(a), tidy(b)];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const [x, y] = [left[i]!, right[j]!];
    const first = Math.max(x.first, y.first);
    const last = Math.min(x.last, y.last);
    if (first <= last) both.push({ first, last });
    if (x.last < y.last) i++;
    else j++;
  }
  return both;
}

/** The fewest prefixes that make up a range: address and length of each. */
export function prefixesOf({
  first,
  last,
}: AddressRange): { readonly address: number; readonly length: number }[] {
  const prefixes: { address: number; length: number }[] = [];
  for (let address = first; address <= last;) {
    let length = 32;
    let size = 1;
    while (length > 0 && address % (size * 2) === 0 && address + size * 2 - 1 <= last) {
      size *= 2;
      length--;
    }
    prefixes.push({ address, length });
    address += size;
  }
  return prefixes;
}

/** Pieces into which an address with a mask full of holes may fall apart. */
const MOST_PIECES = 4096;

/**
 * Addresses that agree with `address` in the bits of `mask` (1 = must agree; Cisco's wildcards are the other way round).
 * @returns null when that makes more than 4096 ranges
 */
export function masked(address: number, mask: number): AddressRange[] | null {
  const low = trailingFree(mask);
  const holes: number[] = [];
  for (let bit = low; bit < 32; bit++) if (((mask >>> bit) & 1) === 0) holes.push(2 ** bit);
  if (2 ** holes.length > MOST_PIECES) return null;
  const base = (address & mask) >>> 0;
  const size = 2 ** low;
  const ranges: AddressRange[] = [];
  for (let choice = 0; choice < 2 ** holes.length; choice++) {
    const first = holes.reduce((sum, hole, index) => sum + ((choice >> index) & 1 ? hole : 0), base);
    ranges.push({ first, last: first + size - 1 });
  }
  return ranges.sort((a, b) => a.first - b.first);
}

function trailingFree(mask: number): number {
  let bits = 0;
  while (bits < 32 && ((mask >>> bits) & 1) === 0) bits++;
  return bits;
}

/** Is it every address? */
export function isAny(ranges: readonly AddressRange[]): boolean {
  return ranges.some(({ first, last }) => first === ANY_ADDRESS.first && last === ANY_ADDRESS.last);
}
