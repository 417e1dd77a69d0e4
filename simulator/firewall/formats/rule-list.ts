import { ANY_ADDRESS } from '../../model/address.ts';
import type { Rule } from '../../model/policy.ts';
import { ANY_STATE } from '../../model/policy.ts';
import { ANY_PORT } from '../../model/ports.ts';

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
const JOINED = ['sources', 'destinations', 'sourcePorts', 'destinationPorts', 'icmp'] as const;

/**
 * Collects the rules of a file in order. Files that we wrote carry each rule's id in a remark; one that took several
 * lines becomes one again, so that it is closed as one.
 */
export class RuleList {
  readonly #rules: Rule[] = [];
  readonly #ids = new Set<string>();
  #named: string | null = null;

  /** The number of rules so far. */
  get length(): number {
    return this.#rules.length;
  }

  /**
   * Adds a rule.
   * @param line where it stands in the file, from 1
   * @param remark what the file says about it, from which come purpose and, if it has one, id
   */
  add(line: number, rule: Partial<Omit<Rule, 'id' | 'line'>>, remark = ''): void {
    const { id, purpose } = readRemark(remark);
    const next = { ...EVERYTHING, line, ...rule, purpose: rule.purpose ?? purpose };
    if (id !== null && id === this.#named && this.#join(next)) return;
    this.#named = id;
    this.#rules.push({ id: this.#fresh(id ?? `L${line}`), ...next });
  }

  all(): readonly Rule[] {
    return this.#rules;
  }

  /** Joins a rule with the one before when they differ in one thing only. */
  #join(next: Omit<Rule, 'id'>): boolean {
    const last = this.#rules.at(-1)!;
    const parts = ({ id: _id, line: _line, ...rest }: Rule | (Omit<Rule, 'id'> & { id?: string })) => rest;
    const [a, b] = [parts(last), parts(next)];
    const different = (Object.keys(a) as (keyof typeof a)[]).filter(
      (key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]),
    );
    const field = JOINED.find((one) => one === different[0]);
    if (different.length === 0) return true;
    if (different.length > 1 || !field) return false;
    this.#rules[this.#rules.length - 1] = { ...last, [field]: [...last[field], ...next[field]] };
    return true;
  }

  #fresh(wanted: string): string {
    let id = wanted;
    for (let count = 2; this.#ids.has(id); count++) id = `${wanted.slice(0, 56)}.${count}`;
    this.#ids.add(id);
    return id;
  }
}

/** Ids that a file may give to our rules; as a design has them. */
const REMARK = /^\s*([A-Za-z0-9][A-Za-z0-9._-]{0,55}):\s*(.*?)\s*$/s;

/** "E3: remote users' SIP": the remark that a writer gives to a rule, so that a reader finds its id again. */
export function remarkOf({ id, purpose }: Pick<Rule, 'id' | 'purpose'>): string {
  return purpose === '' ? `${id}:` : `${id}: ${purpose}`;
}

/** What a remark says: an id of ours when it begins with one, and what the rule is for. */
export function readRemark(remark: string): { readonly id: string | null; readonly purpose: string } {
  const match = REMARK.exec(remark);
  return match && !/^(default|null|https?)$/i.test(match[1]!)
    ? { id: match[1]!, purpose: oneLine(match[2]!) }
    : { id: null, purpose: oneLine(remark) };
}

function oneLine(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 1000);
}
