import type { FiveTuple } from '../../model/packet.ts';
import { Protocol } from '../../model/packet.ts';
import type { Rule } from '../../model/policy.ts';
import { ANY_STATE, protocolNumbers } from '../../model/policy.ts';
import { ANY_PORT } from '../../model/ports.ts';
import { ANY_PROTOCOL, IN, OUT, Patterns } from './patterns.ts';

/** What a rule asks of a packet: its five-tuple (ICMP: identifier and type * 256 + code as ports) and its flags. */
export type Question = FiveTuple & { readonly flags: number };

/**
 * Ordered rules, first match decides. A rule with several ranges takes several patterns, of which the
 * first are looked at one after the other, and the rest by trees.
 */
export class RuleTable {
  readonly rules: readonly Rule[];
  readonly #patterns: Patterns;
  readonly #enabled: Uint8Array;
  readonly #notice: (rule: number) => void;
  readonly #noticed: Uint8Array;
  /** Rules that are switched off. */
  #off: number;

  /** @param notice hears, once for each rule, that an answer rested on whether it is switched on */
  constructor(rules: readonly Rule[], notice: (rule: number) => void = () => undefined) {
    this.rules = rules;
    this.#notice = notice;
    this.#noticed = new Uint8Array(rules.length);
    this.#enabled = Uint8Array.from(rules, (rule) => (rule.enabled ? 1 : 0));
    this.#off = rules.filter((rule) => !rule.enabled).length;
    this.#patterns = new Patterns(patternsOf(rules), this.#enabled);
  }

  /** Switches a rule on or off. */
  enable(rule: number, enabled: boolean): void {
    this.#off += this.#enabled[rule]! - (enabled ? 1 : 0);
    this.#enabled[rule] = enabled ? 1 : 0;
  }

  isEnabled(rule: number): boolean {
    return this.#enabled[rule] === 1;
  }

  /**
   * The first rule that is switched on and names a packet.
   * @param state one of `ConnectionStates`, or several
   * @returns its index, or -1
   */
  find(
    src: number,
    dst: number,
    sport: number,
    dport: number,
    protocol: number,
    flags: number,
    fromOutside: boolean,
    state: number,
  ): number {
    const asked = (fromOutside ? IN : OUT) | (state << 2);
    const found = this.#patterns.find(src, dst, sport, dport, protocol, flags, asked);
    return found < 0 ? -1 : this.#patterns.ruleOf(found);
  }

  /** The same for a packet as a whole; or, to learn what a closed one would have done, of rules that are switched off. */
  match(packet: Question, fromOutside: boolean, state: number = ANY_STATE, enabled = true): number {
    const { src, dst, sport, dport, protocol, flags } = packet;
    if (enabled) return this.find(src, dst, sport, dport, protocol, flags, fromOutside, state);
    const asked = (fromOutside ? IN : OUT) | (state << 2);
    const found = this.#patterns.first(src, dst, sport, dport, protocol, flags, asked, 0);
    return found < 0 ? -1 : this.#patterns.ruleOf(found);
  }

  /**
   * Takes down on which switches an answer rests: on those of all rules that name the packet, up to the one that was
   * found. With any other set of rules switched on that agrees in these, the answer is the same.
   * @param found index of the rule that was the answer, or -1
   */
  rests(packet: FiveTuple, flags: number, fromOutside: boolean, state: number, found: number): void {
    if (found >= 0 && this.#off === 0) return this.#mattered(found);
    const { src, dst, sport, dport, protocol } = packet;
    const asked = (fromOutside ? IN : OUT) | (state << 2);
    const patterns = this.#patterns;
    for (let i = 0; i < patterns.count; i++) {
      const rule = patterns.ruleOf(i);
      if (found >= 0 && rule > found) return;
      if (this.#noticed[rule] === 1) continue;
      if (patterns.names(i, src, dst, sport, dport, protocol, flags, asked, this.#enabled[rule]!))
        this.#mattered(rule);
    }
  }

  #mattered(rule: number): void {
    if (this.#noticed[rule] === 1) return;
    this.#noticed[rule] = 1;
    this.#notice(rule);
  }
}

/** Each rule as numbers in the order that `Patterns` reads them. */
function* patternsOf(rules: readonly Rule[]): Generator<readonly number[]> {
  for (const [index, rule] of rules.entries()) {
    const sides = rule.direction === 'in' ? IN : rule.direction === 'out' ? OUT : IN | OUT;
    const flags = flagSet(rule);
    for (const protocol of protocolNumbers(rule.transport) ?? [ANY_PROTOCOL]) {
      const icmp = protocol === Protocol.icmp;
      for (const src of rule.sources)
        for (const dst of rule.destinations)
          for (const sport of icmp ? [ANY_PORT] : rule.sourcePorts)
            for (const dport of icmp ? rule.icmp : rule.destinationPorts)
              yield [
                index,
                protocol,
                sides | (rule.states << 2),
                rule.flags.length > 0 ? 1 : 0,
                flags,
                ...[
                  src.first,
                  src.last,
                  dst.first,
                  dst.last,
                  sport.first,
                  sport.last,
                  dport.first,
                  dport.last,
                ],
              ];
    }
  }
}

/** Combinations of the five flags that a rule asks for, as bits of one number. */
function flagSet({ flags }: Rule): number {
  let set = 0;
  for (let combination = 0; combination < 32; combination++)
    if (flags.some((test) => (combination & test.mask) === test.set)) set |= 1 << combination;
  return set;
}
