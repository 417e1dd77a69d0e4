import { Protocol } from '../../model/packet.ts';

/** Sides that a packet can come from, in a pattern's word of sides and states. */
export const IN = 1;
export const OUT = 2;
export const ANY_PROTOCOL = 256;

/**
 * What rules ask, as flat typed arrays: in each pattern one range of each kind. "Asked" is a packet's side and, four
 * times, its connection state: it fits when it has a bit in common with the pattern in both parts.
 */
export class Patterns {
  readonly count: number;
  readonly protocol: Uint16Array;
  readonly srcFirst: Uint32Array;
  readonly srcLast: Uint32Array;
  readonly dstFirst: Uint32Array;
  readonly dstLast: Uint32Array;
  readonly dportFirst: Uint16Array;
  readonly dportLast: Uint16Array;
  readonly #sportFirst: Uint16Array;
  readonly #sportLast: Uint16Array;
  readonly #asked: Uint8Array;
  readonly #flags: Int32Array;
  readonly #flagged: Uint8Array;
  readonly #ruleOf: Int32Array;
  readonly #enabled: Uint8Array;

  /** @param enabled which rules are switched on; read at each search */
  constructor(patterns: Iterable<readonly number[]>, enabled: Uint8Array) {
    const all = [...patterns];
    const column = (index: number) => all.map((pattern) => pattern[index]!);
    this.count = all.length;
    this.#enabled = enabled;
    this.#ruleOf = Int32Array.from(column(0));
    this.protocol = Uint16Array.from(column(1));
    this.#asked = Uint8Array.from(column(2));
    this.#flagged = Uint8Array.from(column(3));
    this.#flags = Int32Array.from(column(4));
    this.srcFirst = Uint32Array.from(column(5));
    this.srcLast = Uint32Array.from(column(6));
    this.dstFirst = Uint32Array.from(column(7));
    this.dstLast = Uint32Array.from(column(8));
    this.#sportFirst = Uint16Array.from(column(9));
    this.#sportLast = Uint16Array.from(column(10));
    this.dportFirst = Uint16Array.from(column(11));
    this.dportLast = Uint16Array.from(column(12));
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
    const wanted = this.protocol[i]!;
    if (wanted !== ANY_PROTOCOL && wanted !== protocol) return false;
    const both = this.#asked[i]! & asked;
    if ((both & 3) === 0 || both < 4) return false;
    if (sport < this.#sportFirst[i]! || sport > this.#sportLast[i]!) return false;
    if (
      this.#flagged[i] === 1 &&
      (protocol !== Protocol.tcp || ((this.#flags[i]! >>> (flags & 31)) & 1) === 0)
    )
      return false;
    return this.#enabled[this.#ruleOf[i]!] === enabled;
  }

  /** The first pattern that names the packet, of rules that are switched on (1) or off (0); or -1. */
  find(
    src: number,
    dst: number,
    sport: number,
    dport: number,
    protocol: number,
    flags: number,
    asked: number,
    enabled: number,
  ): number {
    for (let i = 0; i < this.count; i++)
      if (this.names(i, src, dst, sport, dport, protocol, flags, asked, enabled)) return i;
    return -1;
  }
}
