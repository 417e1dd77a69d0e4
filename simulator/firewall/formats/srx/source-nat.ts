import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS } from '../../../model/address.ts';
import type { Masquerade } from '../../../model/policy.ts';
import { complement, intersection, union } from '../ranges.ts';
import { prefix } from './address-books.ts';
import type { Statement } from './configuration.ts';
import { UNKNOWN } from './configuration.ts';
import { mark } from './marks.ts';
import type { NatContext } from './nat-rules.ts';
import { hostOf, strangeMatch, values, zonesOf } from './nat-rules.ts';
import { quoted, Unclear } from './words.ts';

/** Ranges of sources that rules may except from others. */
const MOST_EXCEPTIONS = 1000;

/**
 * NAT of sources (Junos CLI reference, [edit security nat source]). Sources are translated after the policies, whose
 * verdicts do not depend on it: what is not understood leaves them as they are.
 */
export class SourceNat {
  readonly #context: NatContext;
  readonly #masquerades: { inside: AddressRange[]; outside: number }[] = [];
  /** Sources that earlier rules leave as they are. */
  readonly #left: AddressRange[] = [];

  constructor(context: NatContext) {
    this.#context = context;
  }

  get masquerades(): readonly Masquerade[] {
    return this.#masquerades.map(({ inside, outside }) => ({ inside: union(inside), outside }));
  }

  read(source: Statement): void {
    for (const one of source.live(UNKNOWN))
      mark(this.#context.ledger, one, 'ignored', 'which address or port is taken does not depend on it here');
    const pools = new Map(source.live('pool').map((pool) => [pool.value, pool]));
    for (const set of source.live('rule-set')) this.#ruleSet(set, pools);
  }

  #ruleSet(set: Statement, pools: ReadonlyMap<string, Statement>): void {
    const { interfaces, zoneOf } = this.#context;
    const from = zonesOf(set, 'from', zoneOf);
    const to = zonesOf(set, 'to', zoneOf);
    const problem =
      from instanceof Unclear
        ? from.why
        : to instanceof Unclear
          ? to.why
          : !from.includes(interfaces.inside) || !to.includes(interfaces.outside)
            ? 'NAT of sources from inside to outside only is modelled'
            : null;
    for (const rule of set.live('rule')) {
      const found = problem ?? this.#rule(rule, pools);
      if (found !== null) mark(this.#context.ledger, rule, 'ignored', `${found}: sources stay as they are`);
    }
  }

  /** @returns what is wrong, or null */
  #rule(rule: Statement, pools: ReadonlyMap<string, Statement>): string | null {
    const asked = strangeMatch(rule, ['source-address', 'source-address-name']);
    if (asked !== null) return asked;
    const sources = this.#sources(rule);
    if (sources instanceof Unclear) return sources.why;
    if (this.#left.length > MOST_EXCEPTIONS) return 'it comes after too many exceptions';
    const outside = this.#translated(rule, pools);
    // Of several that name a source, the first decides.
    if (typeof outside !== 'number') for (const each of sources) this.#left.push(each);
    if (outside === null) return null;
    if (outside instanceof Unclear) return outside.why;
    const inside =
      this.#left.length === 0 ? sources : intersection(sources, complement(this.#left, ANY_ADDRESS.last));
    const last = this.#masquerades.at(-1);
    if (last?.outside === outside) {
      for (const each of inside) last.inside.push(each);
    } else if (inside.length > 0) this.#masquerades.push({ inside: [...inside], outside });
    return null;
  }

  /** Which address sources get, or null when they keep their own. */
  #translated(rule: Statement, pools: ReadonlyMap<string, Statement>): number | Unclear | null {
    const actions = rule.live('then').flatMap((then) => then.live('source-nat').flatMap((one) => one.live()));
    const [action] = actions;
    if (!action || actions.length > 1) return new Unclear('it must say interface, pool or off');
    if (action.name === 'off') return null;
    for (const more of action.live())
      mark(this.#context.ledger, more, 'approximated', 'that others may come back in by it is not modelled');
    return action.name === 'interface' ? this.#own() : poolAddress(action.value, pools);
  }

  #sources(rule: Statement): readonly AddressRange[] | Unclear {
    const all: AddressRange[] = [];
    const [prefixes, names] = [values(rule, 'source-address'), values(rule, 'source-address-name')];
    if (prefixes.length + names.length === 0) return [ANY_ADDRESS];
    for (const text of prefixes) {
      const found = prefix(text, rule.value);
      if (found instanceof Unclear) return found;
      for (const each of found) all.push(each);
    }
    for (const name of names) {
      const found = this.#context.books.addresses(name, null);
      if (found instanceof Unclear) return found;
      for (const each of found) all.push(each);
    }
    return union(all);
  }

  #own(): number | Unclear {
    const { own, interfaces } = this.#context;
    return own.length === 1
      ? own[0]!
      : new Unclear(`which address the interface of ${interfaces.outside} has is not known`);
  }
}

/** Of a pool, what does not change which address packets leave with. */
const HARMLESS = new Set([
  'pool-utilization-alarm',
  'address-pooling',
  'overflow-pool',
  'address-persistent',
]);

function poolAddress(name: string, pools: ReadonlyMap<string, Statement>): number | Unclear {
  const pool = pools.get(name);
  if (!pool) return new Unclear(`the pool ${name} is not defined`);
  const strange = pool.live(UNKNOWN).find((one) => !HARMLESS.has(one.value));
  if (strange) return new Unclear(`${quoted(strange.values.join(' '))} of the pool ${name} is not modelled`);
  const addresses = pool.live('address');
  const host = addresses.length === 1 ? hostOf(addresses[0]!.value) : null;
  return host ?? new Unclear(`the pool ${name} must be one address`);
}
