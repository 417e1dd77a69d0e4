import type { AddressRange } from '../../model/address.ts';
import type { FiveTuple } from '../../model/packet.ts';
import { Protocol } from '../../model/packet.ts';

/** A rule in neutral form: what every vendor's file is turned into, and the only thing that is evaluated. */
export interface Rule {
  readonly id: string;
  readonly sources: readonly AddressRange[];
  readonly destinations: readonly AddressRange[];
  readonly sourcePorts: AddressRange;
  readonly destinationPorts: AddressRange;
  readonly transport: 'tcp' | 'udp' | 'icmp' | 'any';
  /** Who may begin: in = the less trusted side, out = the more trusted one. */
  readonly direction: 'in' | 'out' | 'both';
  readonly action: 'permit' | 'drop' | 'reject';
  readonly enabled: boolean;
}

const IN = 1;
const OUT = 2;
const ANY_PROTOCOL = 0;
/** Numbers of one pattern in the flat table. */
const WIDTH = 10;

/**
 * Ordered rules, first match decides, as flat typed arrays: a rule with several source or destination ranges takes
 * several patterns. Searched from the first to the last, which is the fastest way for tens of rules.
 */
export class RuleTable {
  readonly rules: readonly Rule[];
  readonly #patterns: Float64Array;
  readonly #ruleOf: Int32Array;
  readonly #enabled: Uint8Array;

  constructor(rules: readonly Rule[]) {
    this.rules = rules;
    const patterns: number[] = [];
    const ruleOf: number[] = [];
    rules.forEach((rule, index) => {
      for (const source of rule.sources)
        for (const destination of rule.destinations) {
          ruleOf.push(index);
          patterns.push(
            rule.transport === 'any' ? ANY_PROTOCOL : Protocol[rule.transport],
            rule.direction === 'in' ? IN : rule.direction === 'out' ? OUT : IN | OUT,
            source.first,
            source.last,
            destination.first,
            destination.last,
            rule.sourcePorts.first,
            rule.sourcePorts.last,
            rule.destinationPorts.first,
            rule.destinationPorts.last,
          );
        }
    });
    this.#patterns = Float64Array.from(patterns);
    this.#ruleOf = Int32Array.from(ruleOf);
    this.#enabled = Uint8Array.from(rules, (rule) => (rule.enabled ? 1 : 0));
  }

  /** Switches a rule on or off. */
  enable(rule: number, enabled: boolean): void {
    this.#enabled[rule] = enabled ? 1 : 0;
  }

  isEnabled(rule: number): boolean {
    return this.#enabled[rule] === 1;
  }

  /**
   * The first rule that is switched on (or, to learn what a closed one would have done, off) and names the packet.
   * @returns its index, or -1
   */
  match(packet: FiveTuple, fromOutside: boolean, enabled = true): number {
    const want = enabled ? 1 : 0;
    const direction = fromOutside ? IN : OUT;
    const { src, dst, protocol, sport, dport } = packet;
    const p = this.#patterns;
    for (let i = 0, at = 0; i < this.#ruleOf.length; i++, at += WIDTH) {
      if (this.#enabled[this.#ruleOf[i]!] !== want) continue;
      const wanted = p[at]!;
      if (wanted !== ANY_PROTOCOL && wanted !== protocol) continue;
      if ((p[at + 1]! & direction) === 0) continue;
      if (dport < p[at + 8]! || dport > p[at + 9]!) continue;
      if (dst < p[at + 4]! || dst > p[at + 5]!) continue;
      if (src < p[at + 2]! || src > p[at + 3]!) continue;
      if (sport < p[at + 6]! || sport > p[at + 7]!) continue;
      return this.#ruleOf[i]!;
    }
    return -1;
  }
}
