import type { LedgerLine, Policy, Rule } from '../../../model/policy.ts';
import { ANY_ADDRESS } from '../../../model/address.ts';
import type { Interfaces, Reading, Refusal } from '../format.ts';
import { strayInterfaces } from '../interfaces.ts';
import type { Ledger } from '../ledger.ts';
import { complement, intersection, union } from '../ranges.ts';
import { RuleList } from '../rule-list.ts';
import type { Configuration } from './configuration.ts';
import type { Line } from './bound.ts';
import { BoundLists } from './bound.ts';
import type { Known } from './entries.ts';
import { entryOf } from './entries.ts';
import { namesAll, othersAlike } from './inspection.ts';
import type { Applied, Interface, Side } from './interfaces.ts';
import { sideOf } from './interfaces.ts';
import type { AccessList } from './lists.ts';
import type { Translations } from './nat.ts';
import { InsideView } from './inside-view.ts';
import { translation } from './nat.ts';

/** Entries of a list that says which sources NAT takes. */
const MOST_ENTRIES = 256;

/** What the interfaces of the two sides do with what a file defines. */
export class Judge {
  readonly #has: Configuration;
  readonly #sides: Interfaces;
  readonly #ledger: Ledger;
  readonly #known: Known;
  readonly #bound: BoundLists;
  readonly #translations: Translations = { nat: [], forwards: [], masquerades: [] };
  /** Lines whose packets are undetermined. */
  readonly #stops: Line[] = [];
  readonly #used = new Set<string>();
  /** Sources that NAT takes, by the list that says so; or why that cannot be said. */
  readonly #taken = new Map<string, Rule['sources'] | string>();

  constructor(configuration: Configuration, sides: Interfaces) {
    this.#has = configuration;
    this.#sides = sides;
    this.#ledger = configuration.ledger;
    this.#known = { groups: configuration.groups, times: configuration.times() };
    this.#bound = new BoundLists(this.#ledger, this.#known);
  }

  read(): Reading | Refusal {
    const sided = this.#apply();
    if ('problem' in sided) return sided;
    const translates = this.#translate(sided);
    const { inspections } = this.#has;
    const view = new InsideView(this.#translations, inspections.full);
    const lines = this.#bound.lines((rule, way) => (translates ? view.of(rule, way) : [rule]));
    const rules = new RuleList();
    const last: Policy['default'] = this.#bound.size > 0 ? 'drop' : 'permit';
    const end = Math.max(1, this.#has.lines.length);
    const open = (['in', 'out'] as const).filter(
      (way) => !this.#stops.some(({ rule }) => rule.direction === way || rule.direction === 'both'),
    );
    const tail = this.#bound.size > 0 ? this.#bound.tail(lines, open, end) : [];
    const stateful =
      inspections.full &&
      othersAlike(
        [...lines, ...tail].map(({ rule }) => rule),
        last,
      );
    const answers = stateful
      ? []
      : inspections.answers().map(({ line, ...rule }) => ({ line, rule, remark: '' }));
    for (const { line, rule, remark } of [...this.#stops, ...answers, ...lines])
      rules.add(line, rule, remark);
    const named = rules.takeDefault();
    for (const { line, rule } of tail) rules.add(line, rule);
    inspections.explain(this.#ledger, stateful);
    this.#rest();
    return {
      policy: {
        rules: rules.all(),
        default: named ?? last,
        stateful,
        ...this.#has.settings.settings(),
        ...(translates && { ...this.#translations, hairpin: false }),
        ...(inspections.inspections().length > 0 && { inspections: inspections.inspections() }),
      } satisfies Partial<Policy> & Pick<Policy, 'rules'>,
      ledger: this.#ledger.all() satisfies LedgerLine[],
    };
  }

  /** Applies what stands below the interfaces of the two sides. */
  #apply(): (readonly [Interface, Side])[] | Refusal {
    const sided: (readonly [Interface, Side])[] = [];
    const seen = new Set<string>();
    for (const one of this.#has.interfaces.all()) {
      const side = sideOf(one, this.#sides);
      seen.add(side === null ? one.name : this.#sides[side]);
      if (side !== null) sided.push([one, side]);
      else this.#elsewhere(one);
    }
    const { outside, inside } = this.#sides;
    if (seen.size === 0)
      return {
        problem: `it has no interfaces: lists must be bound to "${outside}" and "${inside}" by "ip access-group"`,
        line: 1,
      };
    const stray = strayInterfaces(seen, this.#sides);
    if (stray) return stray;
    for (const [one, side] of sided) {
      for (const applied of one.lists) this.#bind(applied, one, side);
      for (const { line, name, way } of one.inspections)
        if (way === 'in' || way === 'out')
          this.#has.inspections.apply(line, name, (side === 'outside') === (way === 'in') ? 'in' : 'out');
        else this.#ledger.mark(line, 'ignored', 'it must say in or out: nothing is remembered');
      for (const { line, why, from } of one.stops)
        if (from === 'nowhere') this.#ledger.mark(line, 'approximated', why);
        else
          this.#stop(
            line,
            why,
            from === 'both' ? 'both' : from === 'outside' || side === 'outside' ? 'in' : 'out',
          );
      for (const { line, name, way } of one.policies)
        if (this.#has.dropping.has(name))
          this.#stop(
            line,
            `${name} drops what is not modelled`,
            (side === 'outside') === (way === 'input') ? 'in' : 'out',
          );
        else this.#ledger.mark(line, 'ignored', `${name} says how fast packets go, not which`);
    }
    return sided;
  }

  #elsewhere(one: Interface): void {
    const { outside, inside } = this.#sides;
    for (const { line } of [...one.lists, ...one.inspections, ...one.policies, ...one.stops])
      this.#ledger.mark(line, 'ignored', `${one.name} is neither ${outside} nor ${inside}`);
  }

  #stop(line: number, why: string, direction: Rule['direction'], stands = true): void {
    this.#ledger.mark(line, 'ignored', stands ? `${why}: what goes there is undetermined` : why);
    this.#stops.push({ line, rule: { direction, action: 'undetermined' }, remark: '' });
  }

  #bind({ line, name, way }: Applied, one: Interface, side: Side): void {
    // In at one interface is out at the other.
    const direction = (side === 'outside') === (way === 'in') ? 'in' : 'out';
    if (way !== 'in' && way !== 'out') return this.#stop(line, 'it must say in or out', 'both');
    if (this.#bound.has(direction))
      return this.#stop(line, 'several lists for the same packets are not modelled', direction);
    const list = this.#has.lists.get(name);
    if (!list || list.entries().length === 0)
      return this.#stop(line, `the list ${name} is not defined`, direction);
    this.#used.add(name);
    this.#bound.bind({
      list,
      way: direction,
      line,
      outer: side === 'outside',
      tells: one.unreachables,
    });
    this.#ledger.mark(line, 'understood', `binds the list ${name}`);
  }

  /** @returns whether addresses are translated between the two sides */
  #translate(sided: readonly (readonly [Interface, Side])[]): boolean {
    const { translations, pools, interfaces } = this.#has;
    const marked = (['outside', 'inside'] as const).every((wanted) =>
      sided.some(([{ nat }, side]) => side === wanted && nat === wanted),
    );
    const turned = (['outside', 'inside'] as const).every((one) =>
      sided.some(([{ nat }, side]) => side === one && nat !== ''),
    );
    const names = {
      sources: (list: string) => {
        const known = this.#taken.get(list) ?? this.#sources(list);
        this.#taken.set(list, known);
        return known;
      },
      addressOf: (name: string) => interfaces.find(name)?.address ?? null,
      pools,
    };
    for (const { line, words } of translations) {
      if (!marked && turned) {
        this.#stop(line, 'NAT from inside to outside only is modelled', 'both');
        continue;
      }
      if (!marked) {
        this.#ledger.mark(line, 'ignored', 'the two interfaces are not "ip nat inside" and "ip nat outside"');
        continue;
      }
      const inner = words[0] === 'inside' && words[1] === 'source';
      const problem = inner
        ? translation(words.slice(2), names, this.#translations)
        : 'this kind of NAT is not modelled';
      if (problem === null) this.#ledger.mark(line, 'understood', 'NAT');
      else if (inner && words[2] === 'list')
        this.#ledger.mark(line, 'ignored', `${problem}: sources stay as they are`);
      else this.#stop(line, `${problem}: what comes from outside is undetermined`, 'in', false);
    }
    return marked && translations.length > 0;
  }

  /** Sources that a list permits, for NAT. */
  #sources(name: string): Rule['sources'] | string {
    const list = this.#has.lists.get(name);
    if (!list) return `the list ${name} is not defined`;
    this.#used.add(name);
    let taken: Rule['sources'] = [];
    const left: Rule['sources'][number][] = [];
    let problem = list.entries().length > MOST_ENTRIES ? `the list ${name} is too long for NAT` : null;
    for (const { words } of problem === null ? list.entries() : []) {
      const { rules, unclear } = entryOf(list.kind, words, this.#known);
      if (unclear !== null || !rules.every((rule) => namesAll({ ...rule, sources: [ANY_ADDRESS] })))
        problem ??= `the list ${name} says more than sources`;
      for (const { action, sources = [], enabled } of rules)
        if (enabled === false) continue;
        else if (action === 'permit')
          taken = union([...taken, ...intersection(sources, complement(left, 0xffffffff))]);
        else left.push(...sources);
    }
    if (taken.length === 0) problem ??= `the list ${name} permits nothing`;
    this.#markList(list, problem === null ? 'understood' : 'ignored', problem ?? 'sources that NAT takes');
    return problem ?? taken;
  }

  #markList(list: AccessList, status: LedgerLine['status'], why: string): void {
    for (const { line } of list.entries()) this.#ledger.mark(line, status, why);
  }

  /** Lists that nobody asked. */
  #rest(): void {
    for (const [name, list] of this.#has.lists)
      if (!this.#used.has(name))
        this.#markList(list, 'ignored', `the list ${name} is bound to neither of the two interfaces`);
  }
}
