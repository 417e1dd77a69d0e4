import { Protocol } from '../../model/packet.ts';
import { CutTrees, LIST } from './cut-trees.ts';

/** Sides that a packet can come from, in a pattern's word of sides and states. */
export const IN = 1;
export const OUT = 2;
export const ANY_PROTOCOL = 256;

/** Patterns that are looked at one after the other before the trees are asked: the first decide most. */
const FEW = 24;

/**
 * What rules ask, as flat typed arrays: in each pattern one range of each kind. "Asked" is a packet's side and, four
 * times, its connection state: it fits when it has a bit in common with the pattern in both parts.
 */
export class Patterns {
  readonly count: number;
  readonly protocolFirst: Uint16Array;
  readonly protocolLast: Uint16Array;
  readonly srcFirst: Uint32Array;
  readonly srcLast: Uint32Array;
  readonly dstFirst: Uint32Array;
  readonly dstLast: Uint32Array;
  readonly sportFirst: Uint16Array;
  readonly sportLast: Uint16Array;
  readonly dportFirst: Uint16Array;
  readonly dportLast: Uint16Array;
  readonly #asked: Uint8Array;
  readonly #flags: Int32Array;
  readonly #flagged: Uint8Array;
  readonly #ruleOf: Int32Array;
  readonly #enabled: Uint8Array;
  readonly #few: number;
  readonly #trees: CutTrees | null;

  /** @param enabled which rules are switched on; read at each search */
  constructor(patterns: Iterable<readonly number[]>, enabled: Uint8Array) {
    const all = [...patterns];
    const column = (index: number) => all.map((pattern) => pattern[index]!);
    this.count = all.length;
    this.#enabled = enabled;
    this.#ruleOf = Int32Array.from(column(0));
    this.protocolFirst = Uint16Array.from(column(1), (protocol) =>
      protocol === ANY_PROTOCOL ? 0 : protocol,
    );
    this.protocolLast = Uint16Array.from(column(1), (protocol) =>
      protocol === ANY_PROTOCOL ? 255 : protocol,
    );
    this.#asked = Uint8Array.from(column(2));
    this.#flagged = Uint8Array.from(column(3));
    this.#flags = Int32Array.from(column(4));
    this.srcFirst = Uint32Array.from(column(5));
    this.srcLast = Uint32Array.from(column(6));
    this.dstFirst = Uint32Array.from(column(7));
    this.dstLast = Uint32Array.from(column(8));
    this.sportFirst = Uint16Array.from(column(9));
    this.sportLast = Uint16Array.from(column(10));
    this.dportFirst = Uint16Array.from(column(11));
    this.dportLast = Uint16Array.from(column(12));
    this.#few = this.count > 2 * FEW ? FEW : this.count;
    // The order of parts is the one in which `find` asks for them.
    this.#trees =
      this.#few < this.count
        ? new CutTrees(
            [
              { first: this.dstFirst, last: this.dstLast },
              { first: this.dportFirst, last: this.dportLast },
              { first: this.srcFirst, last: this.srcLast },
              { first: this.sportFirst, last: this.sportLast },
              { first: this.protocolFirst, last: this.protocolLast },
            ],
            this.#few,
            this.count,
          )
        : null;
  }

  ruleOf(pattern: number): number {
    return this.#ruleOf[pattern]!;
  }

  /** Does one pattern name the packet? */
  names(
    i: number,
    src: number,
    dst: number,
    sport: number,
    dport: number,
    protocol: number,
    flags: number,
    asked: number,
    enabled: number,
  ): boolean {
    if (dport < this.dportFirst[i]! || dport > this.dportLast[i]!) return false;
    if (dst < this.dstFirst[i]! || dst > this.dstLast[i]!) return false;
    if (src < this.srcFirst[i]! || src > this.srcLast[i]!) return false;
    if (protocol < this.protocolFirst[i]! || protocol > this.protocolLast[i]!) return false;
    const both = this.#asked[i]! & asked;
    if ((both & 3) === 0 || both < 4) return false;
    if (sport < this.sportFirst[i]! || sport > this.sportLast[i]!) return false;
    if (
      this.#flagged[i] === 1 &&
      (protocol !== Protocol.tcp || ((this.#flags[i]! >>> (flags & 31)) & 1) === 0)
    )
      return false;
    return this.#enabled[this.#ruleOf[i]!] === enabled;
  }

  /** The first pattern that names the packet, of rules that are switched on (1) or off (0); or -1. */
  first(
    src: number,
    dst: number,
    sport: number,
    dport: number,
    protocol: number,
    flags: number,
    asked: number,
    enabled: number,
    end = this.count,
  ): number {
    for (let i = 0; i < end; i++)
      if (this.names(i, src, dst, sport, dport, protocol, flags, asked, enabled)) return i;
    return -1;
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
    const early = this.first(src, dst, sport, dport, protocol, flags, asked, 1, this.#few);
    if (early >= 0 || !this.#trees) return early;
    const { roots, part, value, below, above, lowest, listed } = this.#trees;
    let best = this.count;
    for (const root of roots) {
      let node = root;
      // Once something lower is found, a node need not be searched.
      while (lowest[node]! < best && part[node]! !== LIST) {
        const cut = part[node]!;
        const at = cut === 0 ? dst : cut === 1 ? dport : cut === 2 ? src : cut === 3 ? sport : protocol;
        node = at < value[node]! ? below[node]! : above[node]!;
      }
      if (lowest[node]! >= best) continue;
      for (let at = below[node]!, end = above[node]!; at < end; at++) {
        const i = listed[at]!;
        if (i >= best) break;
        if (this.names(i, src, dst, sport, dport, protocol, flags, asked, 1)) best = i;
      }
    }
    return best < this.count ? best : -1;
  }
}
