import type { Patterns } from './patterns.ts';
import { ANY_PROTOCOL } from './patterns.ts';

/** Lengths of prefixes that tables are made for: fewer tables, longer chains. */
const STEP = 8;
const EMPTY = -1;

/** Patterns that fix the same parts of a packet: so many bits of its addresses, its protocol or not, its port or not. */
interface Table {
  readonly srcMask: number;
  readonly dstMask: number;
  readonly byProtocol: boolean;
  readonly byPort: boolean;
  /** The lowest pattern in it: once something lower is found, it need not be searched. */
  readonly lowest: number;
  /** First pattern of each chain, by hash. */
  readonly heads: Int32Array;
}

/**
 * Tuple space search (Srinivasan, Suri, Varghese 1999): one hash table for each way in which patterns fix parts of the
 * packet. A pattern stands in the table of the longest prefixes that cover its ranges, and is looked at whole.
 */
export class TupleSpace {
  readonly #patterns: Patterns;
  readonly #tables: readonly Table[];
  /** The next pattern of the same chain, in ascending order. */
  readonly #next: Int32Array;

  constructor(patterns: Patterns) {
    this.#patterns = patterns;
    this.#next = new Int32Array(patterns.count).fill(EMPTY);
    const groups = new Map<number, number[]>();
    for (let i = 0; i < patterns.count; i++) {
      const src = prefixBits(patterns.srcFirst[i]!, patterns.srcLast[i]!);
      const dst = prefixBits(patterns.dstFirst[i]!, patterns.dstLast[i]!);
      const byProtocol = patterns.protocol[i] === ANY_PROTOCOL ? 0 : 1;
      const byPort = patterns.dportFirst[i] === patterns.dportLast[i] ? 1 : 0;
      const key = ((src * 33 + dst) * 2 + byProtocol) * 2 + byPort;
      const group = groups.get(key);
      if (group) group.push(i);
      else groups.set(key, [i]);
    }
    this.#tables = [...groups]
      .map(([key, members]) => this.#table(key, members))
      .sort((a, b) => a.lowest - b.lowest);
  }

  /** The first pattern of rules that are switched on which names the packet, or -1. */
  find(
    src: number,
    dst: number,
    sport: number,
    dport: number,
    protocol: number,
    flags: number,
    asked: number,
  ): number {
    const patterns = this.#patterns;
    const next = this.#next;
    let best = patterns.count;
    for (const table of this.#tables) {
      if (table.lowest >= best) break;
      const at = hash(
        src & table.srcMask,
        dst & table.dstMask,
        table.byProtocol ? protocol : 0,
        table.byPort ? dport : 0,
      );
      // Chains of one hash hold whatever falls there: each pattern is looked at whole.
      for (let i = table.heads[at & (table.heads.length - 1)]!; i !== EMPTY && i < best; i = next[i]!)
        if (patterns.names(i, src, dst, sport, dport, protocol, flags, asked, 1)) best = i;
    }
    return best < patterns.count ? best : -1;
  }

  #table(key: number, members: readonly number[]): Table {
    const byPort = (key & 1) === 1;
    const byProtocol = ((key >> 1) & 1) === 1;
    const dst = (key >> 2) % 33;
    const src = Math.floor((key >> 2) / 33);
    let size = 4;
    while (size < members.length * 2) size *= 2;
    const heads = new Int32Array(size).fill(EMPTY);
    const table = {
      srcMask: maskOf(src),
      dstMask: maskOf(dst),
      byProtocol,
      byPort,
      lowest: members[0]!,
      heads,
    };
    const { srcFirst, dstFirst, protocol, dportFirst } = this.#patterns;
    for (let m = members.length - 1; m >= 0; m--) {
      const i = members[m]!;
      const at =
        hash(
          srcFirst[i]! & table.srcMask,
          dstFirst[i]! & table.dstMask,
          byProtocol ? protocol[i]! : 0,
          byPort ? dportFirst[i]! : 0,
        ) &
        (size - 1);
      this.#next[i] = heads[at]!;
      heads[at] = i;
    }
    return table;
  }
}

/** How many leading bits all addresses of a range share, rounded down to a step. */
function prefixBits(first: number, last: number): number {
  const shared = Math.clz32(first ^ last);
  return shared - (shared % STEP);
}

function maskOf(bits: number): number {
  return bits === 0 ? 0 : -1 << (32 - bits);
}

function hash(src: number, dst: number, protocol: number, port: number): number {
  let h = Math.imul(src, 0x9e3779b1) ^ Math.imul(dst, 0x85ebca77) ^ Math.imul(port, 0xc2b2ae3d) ^ protocol;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return h ^ (h >>> 13);
}
