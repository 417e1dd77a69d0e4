import type { LedgerLine, Rule } from '../../../model/policy.ts';
import type { Ledger } from '../ledger.ts';
import { DEFAULT_REMARK } from '../rule-list.ts';
import type { Known } from './entries.ts';
import { entryOf } from './entries.ts';
import type { Way } from './inspection.ts';
import { namesAll } from './inspection.ts';
import type { AccessList, ListLine } from './lists.ts';
import { inOneOrder } from './lists.ts';

/** A list and the packets that it is asked about. */
export interface Binding {
  readonly list: AccessList;
  readonly way: Way;
  readonly line: number;
  /** Is it at the outer interface, where addresses look as they do outside? */
  readonly outer: boolean;
  /** Is the sender of what it denies told ("ip unreachables")? */
  readonly tells: boolean;
}

/** A rule before it has an id. */
export interface Line {
  readonly line: number;
  readonly rule: Partial<Rule>;
  readonly remark: string;
}

const REJECT = { action: 'reject', rejectWith: 'admin-prohibited' } as const;

/** The lists of the two directions. */
export class BoundLists {
  readonly #bound = new Map<Way, Binding>();
  readonly #ledger: Ledger;
  readonly #known: Known;

  constructor(ledger: Ledger, known: Known) {
    this.#ledger = ledger;
    this.#known = known;
  }

  get size(): number {
    return this.#bound.size;
  }

  has(way: Way): boolean {
    return this.#bound.has(way);
  }

  bind(binding: Binding): void {
    this.#bound.set(binding.way, binding);
  }

  /**
   * What the entries say, in order.
   * @param asInside a rule of the outer interface as those that name addresses inside
   */
  lines(asInside: (rule: Partial<Rule>, way: Way) => readonly Partial<Rule>[]): Line[] {
    const lines: Line[] = [];
    for (const { list: binding, entry } of inOneOrder([...this.#bound.values()])) {
      const judged = this.#entry(binding, entry);
      const named = judged.flatMap((rule) => (binding.outer ? asInside(rule, binding.way) : [rule]));
      if (named.length !== judged.length || named.some((rule, at) => rule !== judged[at]))
        this.#ledger.mark(
          entry.line,
          'approximated',
          'it names addresses outside of NAT: those inside stand for them',
        );
      for (const rule of named)
        lines.push({
          line: entry.line,
          rule: { ...rule, direction: binding.way },
          remark: entry.remark,
        });
    }
    return lines;
  }

  #entry({ tells, list }: Binding, { line, words, remark, taken, number }: ListLine): Partial<Rule>[] {
    const mark = (status: LedgerLine['status'], why = '') => {
      this.#ledger.mark(line, status, why);
    };
    const { rules, never, note, ...said } = entryOf(list.kind, words, this.#known);
    const unclear = taken ? `another entry has the number ${number}` : said.unclear;
    if (never !== null) mark('ignored', never);
    else if (unclear !== null) mark('ignored', `${unclear}: what it names is undetermined`);
    else if (note !== '') mark('approximated', note);
    else if (remark === DEFAULT_REMARK && !tells && rules.every(deniesAll)) {
      mark('understood', 'what no entry names');
      return [];
    } else
      mark('understood', rules.some(({ enabled }) => enabled === false) ? 'a rule that is switched off' : '');
    return rules.map((rule) => ({
      ...rule,
      ...(rule.action === 'drop' && tells && REJECT),
      ...(unclear !== null && { action: 'undetermined', rejectWith: null }),
    }));
  }

  /**
   * What stands behind the last entry of each list: that the rest is stopped, and how; or that there is no list, and
   * all may pass.
   * @param open directions that are not undetermined altogether
   * @param end the last line of the file
   */
  tail(lines: readonly Line[], open: readonly Way[], end: number): Line[] {
    const tail: Line[] = [];
    for (const direction of open) {
      const binding = this.#bound.get(direction);
      const ends = lines.some(
        ({ rule }) => rule.direction === direction && rule.enabled !== false && namesAll(rule),
      );
      if (!binding)
        tail.push({ line: end, rule: { direction, purpose: 'no list is asked this way' }, remark: '' });
      else if (binding.tells && !ends)
        tail.push({
          line: binding.line,
          rule: { direction, ...REJECT, purpose: 'what no entry of the list names' },
          remark: '',
        });
    }
    return tail;
  }
}

function deniesAll(rule: Partial<Rule>): boolean {
  return rule.action === 'drop' && rule.enabled !== false && namesAll(rule);
}
