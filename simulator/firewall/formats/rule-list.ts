import { ANY_ADDRESS } from '../../model/address.ts';
import type { Policy, Rule } from '../../model/policy.ts';
import { ANY_STATE } from '../../model/policy.ts';
import { ANY_PORT } from '../../model/ports.ts';
import { MOST_COMBINATIONS, MOST_RULES, TooMuch } from './limits.ts';
import { isAny } from './ranges.ts';

/** A rule that names every packet; readers say what of it is different. */
const EVERYTHING: Omit<Rule, 'id' | 'line'> = {
  purpose: '',
  enabled: true,
  direction: 'both',
  sources: [ANY_ADDRESS],
  destinations: [ANY_ADDRESS],
  transport: 'any',
  sourcePorts: [ANY_PORT],
  destinationPorts: [ANY_PORT],
  icmp: [ANY_PORT],
  states: ANY_STATE,
  flags: [],
  action: 'permit',
  rejectWith: null,
  log: false,
};

/** What rules of one id may differ in and still be one rule that was written in several lines. */
const JOINED = ['sources', 'destinations', 'sourcePorts', 'destinationPorts', 'icmp', 'flags'] as const;

type Unnamed = Omit<Rule, 'id'>;

/**
 * Collects the rules of a file in order. Files that we wrote carry each rule's id in a remark; one that took several
 * lines becomes one again, so that it is closed as one.
 */
export class RuleList {
  readonly #rules: { id: string | null; rule: Unnamed }[] = [];
  #combinations = 0;
  /** Lists that were made here, of rules of several lines: they grow in place, since there may be thousands of lines. */
  readonly #grown = new Grown();

  /**
   * Adds a rule.
   * @param line where it stands in the file, from 1
   * @param remark what the file says about it, from which come purpose and, if it has one, id
   * @throws TooMuch
   */
  add(line: number, rule: Partial<Omit<Rule, 'id' | 'line'>>, remark = ''): void {
    const { id, purpose } = readRemark(remark);
    const whole = { ...EVERYTHING, line, ...rule, purpose: rule.purpose ?? purpose };
    this.#combinations += combinationsOf(whole);
    if (this.#combinations > MOST_COMBINATIONS)
      throw new TooMuch(
        `its rules name more than ${MOST_COMBINATIONS} combinations of addresses and ports: must be at most that many`,
      );
    if (this.#rules.length >= MOST_RULES)
      throw new TooMuch(`it comes to more than ${MOST_RULES} rules: must be at most that many`);
    this.#rules.push({ id, rule: whole });
    if (id === null) return;
    for (;;) {
      const [before, last] = [this.#rules.at(-2), this.#rules.at(-1)!];
      const joined = before?.id === id ? join(before.rule, last.rule, this.#grown) : null;
      if (!joined) return;
      this.#rules.pop();
      before!.rule = joined;
    }
  }

  /**
   * Takes away the last rule when our writer put it there for what becomes of packets that no rule names.
   * @returns its action, or null
   */
  takeDefault(): Policy['default'] | null {
    const last = this.#rules.at(-1);
    if (last?.id !== DEFAULT_ID || !last.rule.enabled || !namesEverything(last.rule)) return null;
    const { action, states } = last.rule;
    if (action === 'undetermined' || states !== ANY_STATE) return null;
    this.#rules.pop();
    return action;
  }

  /** The rules, each with an id of its own. */
  all(): readonly Rule[] {
    const taken = new Set<string>();
    // A file without line breaks has all its rules in one line: each number is tried once.
    const counts = new Map<string, number>();
    return this.#rules.map(({ id: wanted, rule }) => {
      const base = wanted === null || wanted === DEFAULT_ID ? `L${rule.line}` : wanted;
      let id = base;
      let count = counts.get(base) ?? 2;
      for (; taken.has(id); count++) id = `${base.slice(0, 56)}.${count}`;
      counts.set(base, count);
      taken.add(id);
      return { id, ...rule };
    });
  }
}

/** Does it name every packet, of the states that it asks for, and keep quiet about them? */
export function namesEverything(rule: Unnamed): boolean {
  return (
    rule.transport === 'any' &&
    rule.direction === 'both' &&
    isAny(rule.sources) &&
    isAny(rule.destinations) &&
    !rule.log
  );
}

/** Each takes a pattern of the engine. */
function combinationsOf({
  sources,
  destinations,
  transport,
  sourcePorts,
  destinationPorts,
  icmp,
}: Unnamed): number {
  const ports = transport === 'icmp' ? icmp.length : sourcePorts.length * destinationPorts.length;
  return sources.length * destinations.length * ports;
}

/** One rule that says what two in a row say, or null. */
function join(a: Unnamed, b: Unnamed, grown: Grown): Unnamed | null {
  const different = (Object.keys(a) as (keyof Unnamed)[]).filter(
    (key) => key !== 'line' && !same(a[key], b[key]),
  );
  if (different.length === 0) return a;
  const only = different[0]!;
  if (different.length === 1) {
    const field = JOINED.find((one) => one === only);
    // Flags ask for any of several; no test at all is no question, which takes in every other.
    if (field === 'flags' && (a.flags.length === 0 || b.flags.length === 0)) return { ...a, flags: [] };
    if (field) return { ...a, [field]: grown.append(a[field], b[field]) };
    if (only === 'direction' && a.direction !== 'both' && b.direction !== 'both')
      return { ...a, direction: 'both' };
    if (only === 'transport' && a.transport === 'tcp' && b.transport === 'udp')
      return { ...a, transport: 'tcp-udp' };
  }
  // Forms that can send a RST to TCP only say "reject" in two lines.
  if (
    different.every((key) => key === 'transport' || key === 'rejectWith') &&
    a.transport === 'tcp' &&
    a.rejectWith === 'reset' &&
    b.rejectWith === 'port-unreachable' &&
    (b.transport === 'udp' || b.transport === 'any')
  )
    return { ...a, transport: b.transport === 'udp' ? 'tcp-udp' : 'any', rejectWith: null };
  return null;
}

class Grown {
  readonly #made = new WeakSet<readonly unknown[]>();

  /** A list with another behind it; the first is of no more use. */
  append(list: readonly unknown[], more: readonly unknown[]): readonly unknown[] {
    const own = this.#made.has(list) ? (list as unknown[]) : [...list];
    for (const one of more) own.push(one);
    this.#made.add(own);
    return own;
  }
}

/** Lists of different length are not compared further: a rule of many lines grows with each. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) return false;
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The id in remarks of rules that stand for the firewall's default, and the remark as a whole. */
const DEFAULT_ID = 'default';
export const DEFAULT_REMARK = `${DEFAULT_ID}:`;

/** Ids that a file may give to our rules; as a design has them. */
const REMARK = /^\s*([A-Za-z0-9][A-Za-z0-9._-]{0,55}):(.*)$/s;

/** "E3: remote users' SIP": the remark that a writer gives to a rule, so that a reader finds its id again. */
export function remarkOf({ id, purpose }: Pick<Rule, 'id' | 'purpose'>): string {
  return purpose === '' ? `${id}:` : `${id}: ${purpose}`;
}

/** What a remark says: an id of ours when it begins with one, and what the rule is for. */
export function readRemark(remark: string): { readonly id: string | null; readonly purpose: string } {
  const match = REMARK.exec(remark);
  return match && !/^(null|https?)$/i.test(match[1]!)
    ? { id: match[1]!, purpose: oneLine(match[2]!) }
    : { id: null, purpose: oneLine(remark) };
}

function oneLine(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 1000);
}
