import type { Policy, RejectWith, Rule } from '../../../model/policy.ts';
import { ConnectionStates } from '../../../model/policy.ts';
import { Steps } from '../limits.ts';
import { namesEverything, RuleList } from '../rule-list.ts';
import type { Ledger } from '../ledger.ts';
import type { Match } from './match.ts';
import { both, EVERY_PACKET, rulesOf, stepsOf, without } from './match.ts';

/** What a statement does with the packets that it names. */
export type Effect =
  | { readonly kind: 'permit' | 'drop' | 'return' | 'log' | 'nothing' | 'unclear' }
  | { readonly kind: 'reject'; readonly rejectWith: RejectWith | null }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string };

/** One line of a chain. */
export interface Statement {
  /** From 1. */
  readonly line: number;
  /** At least the packets that it names; null: none that there are here. */
  readonly match: Match | null;
  /** What of it could not be understood, so that it may name fewer packets; null: nothing. */
  readonly unclear: string | null;
  readonly effect: Effect;
  readonly remark: string;
  readonly enabled: boolean;
}

/** Pieces that a "return" may cut packets into, and jumps into each other. */
const MOST_PIECES = 32;
const DEEPEST = 16;

/** Turns chains that jump into each other into one list of rules in which the first match decides. */
export class Chains {
  readonly #chains: ReadonlyMap<string, readonly Statement[]>;
  readonly #ledger: Ledger;
  readonly #reached = new Set<string>();
  readonly #list = new RuleList();
  /** What a chain that is asked before others has permitted so far; null in the last one. */
  #accepted: Match[] | null = null;
  readonly #steps = new Steps('its chains');

  constructor(chains: ReadonlyMap<string, readonly Statement[]>, ledger: Ledger) {
    this.#chains = chains;
    this.#ledger = ledger;
  }

  /**
   * Adds the rules of a chain in which packets begin.
   * @param doubt why nobody knows which packets come there, or null
   */
  add(chain: string, doubt: string | null = null): void {
    this.#accepted = null;
    this.#walk(chain, [EVERY_PACKET], doubt, []);
  }

  /**
   * Adds the rules of a chain after which others are asked: what it permits is only let through to them.
   * @param fallback what becomes of packets that no rule of it names
   */
  addBefore(chain: string, fallback: 'permit' | 'drop', line: number, doubt: string | null): void {
    this.#accepted = [];
    const left = this.#walk(chain, [EVERY_PACKET], doubt, []);
    if (fallback === 'drop')
      this.#put(
        { line, match: EVERY_PACKET, unclear: doubt, effect: { kind: 'drop' }, remark: '', enabled: true },
        left,
        {
          action: doubt === null ? 'drop' : 'undetermined',
        },
      );
  }

  /** Adds a rule that stops packets of which nobody can say what becomes of them. */
  addUnclear(line: number, match: Match, remark = ''): void {
    for (const piece of rulesOf(match) ?? rulesOf({ ...match, protocols: EVERY_PACKET.protocols })!)
      this.#list.add(line, { ...piece, action: 'undetermined' }, remark);
  }

  /**
   * The rules as a policy; lines of chains that nothing leads to are marked in the ledger.
   * @param fallback what becomes of packets that no rule names
   */
  policy(fallback: 'permit' | 'drop'): Pick<Policy, 'rules' | 'default' | 'stateful'> {
    for (const [name, statements] of this.#chains)
      if (!this.#reached.has(name))
        for (const { line } of statements)
          this.#ledger.mark(line, 'ignored', `no packet comes to the chain ${name}`);
    const named = this.#list.takeDefault();
    return { default: named ?? fallback, ...withState(this.#list.all()) };
  }

  /** @param doubt why nobody knows whether packets come here, or null */
  #walk(
    chain: string,
    packets: readonly Match[],
    doubt: string | null,
    path: readonly string[],
  ): readonly Match[] {
    this.#reached.add(chain);
    let live = packets;
    let unsure = doubt;
    let logged: Statement | null = null;
    for (const statement of this.#chains.get(chain) ?? []) {
      this.#steps.take(1 + stepsOf(live));
      const { line, match, effect, unclear, enabled } = statement;
      if (match === null) continue;
      const named = live.flatMap((one) => both(one, match) ?? []);
      const why = unclear ?? unsure;
      switch (effect.kind) {
        case 'nothing':
          break;
        case 'log':
          logged = unclear === null ? statement : null;
          continue;
        case 'return':
          if (why !== null) unsure = why;
          else live = live.flatMap((one) => without(one, match));
          break;
        case 'permit':
          if (this.#accepted && why === null && enabled) {
            this.#accepted.push(...named);
            live = live.flatMap((one) => without(one, match));
            break;
          }
          this.#decide(statement, named, why, logged);
          break;
        case 'jump':
        case 'goto': {
          const problem = this.#wrong(effect.chain, path);
          if (problem !== null) {
            this.#ledger.mark(line, 'ignored', problem);
            this.#put(statement, named, { action: 'undetermined' });
            break;
          }
          if (named.length > 0) this.#walk(effect.chain, named, why, [...path, effect.chain]);
          if (effect.kind === 'goto') {
            if (why !== null) unsure = why;
            else live = live.flatMap((one) => without(one, match));
          }
          break;
        }
        default:
          this.#decide(statement, named, why, logged);
      }
      logged = null;
      if (live.length > MOST_PIECES) {
        unsure ??= 'too many cases before it';
        live = packets;
      }
    }
    return live;
  }

  #decide(statement: Statement, named: readonly Match[], why: string | null, logged: Statement | null): void {
    const { effect, match } = statement;
    const sure =
      why === null && (effect.kind === 'permit' || effect.kind === 'drop' || effect.kind === 'reject');
    this.#put(statement, named, {
      action: sure ? effect.kind : 'undetermined',
      rejectWith: sure && effect.kind === 'reject' ? effect.rejectWith : null,
      log: logged !== null && JSON.stringify(logged.match) === JSON.stringify(match),
    });
  }

  #wrong(chain: string, path: readonly string[]): string | null {
    if (!this.#chains.has(chain)) return `the chain ${chain} is not in the file`;
    if (path.includes(chain)) return `the chain ${chain} leads back to itself`;
    return path.length >= DEEPEST ? `more than ${DEEPEST} chains lead into each other` : null;
  }

  #put(statement: Statement, packets: readonly Match[], what: Partial<Rule>): void {
    const { line, remark, enabled } = statement;
    const accepted = this.#accepted ?? [];
    this.#steps.take(accepted.length * stepsOf(packets));
    const asked = accepted.reduce<readonly Match[]>(
      (left, one) => (left.length > MOST_PIECES ? left : left.flatMap((piece) => without(piece, one))),
      packets,
    );
    if (asked.length > MOST_PIECES) {
      this.#ledger.mark(line, 'ignored', 'too many cases before it: what it names is undetermined');
      for (const match of packets) this.addUnclear(line, match, remark);
      return;
    }
    for (const match of asked) {
      const pieces = rulesOf(match);
      if (pieces) for (const piece of pieces) this.#list.add(line, { ...piece, ...what, enabled }, remark);
      else {
        this.#ledger.mark(line, 'ignored', 'it names "all but" some protocols, which is not modelled');
        this.addUnclear(line, match, remark);
      }
    }
  }
}

const { established, related, invalid } = ConnectionStates;

/** Rules, and whether those in front let pass what belongs to known connections and nothing that fits none. */
function withState(rules: readonly Rule[]): Pick<Policy, 'rules' | 'stateful'> {
  const asks = (rule: Rule | undefined, states: number, action: Rule['action']) =>
    rule?.enabled === true && rule.states === states && rule.action === action && namesEverything(rule);
  const known = (one: Rule | undefined, other: Rule | undefined) =>
    asks(one, established | related, 'permit') && asks(other, invalid, 'drop');
  const stateful = known(rules[0], rules[1]) || known(rules[1], rules[0]);
  return { rules: stateful ? rules.slice(2) : rules, stateful };
}
