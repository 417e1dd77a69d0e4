import type { FiveTuple } from '../../model/packet.ts';
import { Protocol } from '../../model/packet.ts';
import type { Rule } from '../../model/policy.ts';
import { ANY_STATE, protocolNumbers } from '../../model/policy.ts';

const IN = 1;
const OUT = 2;
const ANY_PROTOCOL = 256;
/** Numbers of one pattern in the flat table. */
const WIDTH = 11;

/** What a rule asks of a packet: its five-tuple (ICMP: identifier and type * 256 + code as ports) and its flags. */
export type Question = FiveTuple & { readonly flags: number };

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
      for (const protocol of protocolNumbers(rule.transport) ?? [ANY_PROTOCOL])
        for (const source of rule.sources)
          for (const destination of rule.destinations)
            for (const sport of protocol === Protocol.icmp ? [{ first: 0, last: 65535 }] : rule.sourcePorts)
              for (const dport of protocol === Protocol.icmp ? rule.icmp : rule.destinationPorts) {
                ruleOf.push(index);
                patterns.push(
                  protocol,
                  rule.direction === 'in' ? IN : rule.direction === 'out' ? OUT : IN | OUT,
                  source.first,
                  source.last,
                  destination.first,
                  destination.last,
                  sport.first,
                  sport.last,
                  dport.first,
                  dport.last,
                  rule.states,
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
   * @param state one of `ConnectionStates`
   * @returns its index, or -1
   */
  match(packet: Question, fromOutside: boolean, state: number = ANY_STATE, enabled = true): number {
    const want = enabled ? 1 : 0;
    const direction = fromOutside ? IN : OUT;
    const { src, dst, protocol, sport, dport } = packet;
    const p = this.#patterns;
    for (let i = 0, at = 0; i < this.#ruleOf.length; i++, at += WIDTH) {
      if (this.#enabled[this.#ruleOf[i]!] !== want) continue;
      const wanted = p[at]!;
      if (wanted !== ANY_PROTOCOL && wanted !== protocol) continue;
      if ((p[at + 1]! & direction) === 0 || (p[at + 10]! & state) === 0) continue;
      if (dport < p[at + 8]! || dport > p[at + 9]!) continue;
      if (dst < p[at + 4]! || dst > p[at + 5]!) continue;
      if (src < p[at + 2]! || src > p[at + 3]!) continue;
      if (sport < p[at + 6]! || sport > p[at + 7]!) continue;
      const { flags } = this.rules[this.#ruleOf[i]!]!;
      if (
        flags.length > 0 &&
        !flags.some(({ set, mask }) => protocol === Protocol.tcp && (packet.flags & mask) === set)
      )
        continue;
      return this.#ruleOf[i]!;
    }
    return -1;
  }
}
