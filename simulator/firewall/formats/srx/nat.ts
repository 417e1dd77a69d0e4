import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS, formatRange, inRange } from '../../../model/address.ts';
import type { Forward, Policy, Rule, StaticMapping } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { MOST_TRANSLATED, Steps } from '../limits.ts';
import { isAny, union } from '../ranges.ts';
import { prefix } from './address-books.ts';
import { portsOf } from './applications.ts';
import type { Statement } from './configuration.ts';
import { UNKNOWN } from './configuration.ts';
import { mark, markRest } from './marks.ts';
import type { NatContext } from './nat-rules.ts';
import { hostOf, strangeMatch, values, zonesOf } from './nat-rules.ts';
import { SourceNat } from './source-nat.ts';
import type { Stop } from './surroundings.ts';
import { quoted, Unclear } from './words.ts';

/*
 * NAT (Junos CLI reference, [edit security nat]): static rules come before those of the destination, policies see
 * addresses inside, and sources are translated last.
 */

/** Addresses or ports in a row that one rule may translate. */
const MOST_MAPPINGS = 1024;

export class Nat {
  readonly #context: NatContext;
  readonly #statics: StaticMapping[] = [];
  readonly #forwards: Forward[] = [];
  readonly #taken = new Set<string>();
  readonly #source: SourceNat;
  /** Each direction with its addresses once. */
  readonly #stops = new Map<string, Stop>();
  readonly #steps = new Steps('its rules of NAT');
  #pools: ReadonlyMap<string, Statement> = new Map();

  constructor(context: NatContext) {
    this.#context = context;
    this.#source = new SourceNat(context);
  }

  /** Takes up [edit security nat]. */
  read(nat: Statement): void {
    for (const part of nat.live()) {
      if (part.name === 'source') this.#source.read(part);
      else if (part.name === 'proxy-arp')
        mark(this.#context.ledger, part, 'understood', 'ARP is answered for these addresses');
      else if (part.name === UNKNOWN) this.#unknown(part);
      else {
        this.#pools = new Map(part.live('pool').map((pool) => [pool.value, pool]));
        for (const more of part.live(UNKNOWN))
          this.#stop(more, `${quoted(more.value)} is not modelled`, 'in');
        for (const set of part.live('rule-set')) this.#ruleSet(set, part.name === 'static');
      }
      markRest(this.#context.ledger, part, 'NAT');
    }
  }

  policy(): Pick<Policy, 'nat' | 'forwards' | 'masquerades' | 'hairpin'> {
    return {
      nat: this.#statics,
      forwards: this.#forwards,
      masquerades: this.#source.masquerades,
      hairpin: false,
    };
  }

  /** What lines that were not understood name: their addresses outside, and inside as other rules translate them. */
  stops(): readonly Stop[] {
    const pairs = [...this.#statics, ...this.#forwards];
    return [...this.#stops.values()].map(({ line, direction, destinations }) => {
      if (isAny(destinations)) return { line, direction, destinations };
      this.#steps.take((pairs.length * destinations.length) / 20);
      const inner = pairs
        .filter(({ outside }) => destinations.some((range) => inRange(range, outside)))
        .map(({ inside }) => ({ first: inside, last: inside }));
      return { line, direction, destinations: union([...destinations, ...inner]) };
    });
  }

  #unknown(part: Statement): void {
    if (/^(proxy-ndp|natv6v4|traceoptions|allow-overlapping-pools)$/.test(part.value))
      mark(
        this.#context.ledger,
        part,
        'ignored',
        `${quoted(part.value)} decides nothing about packets between the two sides`,
      );
    else this.#stop(part, `${quoted(part.value)} is not modelled`, 'both');
  }

  #ruleSet(set: Statement, fixed: boolean): void {
    const { outside, inside } = this.#context.interfaces;
    const zones = zonesOf(set, 'from', this.#context.zoneOf);
    const strange = set.one(UNKNOWN);
    const problem =
      zones instanceof Unclear
        ? zones.why
        : strange
          ? `${quoted(strange.value)} is not modelled`
          : zones.includes(outside)
            ? null
            : 'NAT of the destination of what begins inside is not modelled';
    if (!(zones instanceof Unclear) && !zones.includes(outside) && !zones.includes(inside))
      return mark(
        this.#context.ledger,
        set,
        'ignored',
        `from ${zones.join(', ').slice(0, 60)}, not between the two sides`,
      );
    const direction = zones instanceof Unclear ? 'both' : zones.includes(outside) ? 'in' : 'out';
    for (const rule of set.live('rule')) {
      const found = problem ?? (fixed ? this.#static(rule) : this.#destination(rule));
      if (found !== null) this.#stop(rule, found, direction);
    }
  }

  /** @returns what is wrong, or null */
  #static(rule: Statement): string | null {
    const to = single(rule.one('then')?.one('static-nat')?.live() ?? []);
    if (to?.name !== 'prefix' || to.live().length > 0) return 'static NAT to a prefix only is modelled';
    const asked = strangeMatch(rule, ['destination-address', 'destination-address-name']);
    if (asked !== null) return asked;
    const from = this.#destinations(rule);
    const inside = prefix(to.value, rule.value);
    if (from instanceof Unclear) return from.why;
    if (inside instanceof Unclear) return inside.why;
    const [[a, more], [b]] = [from, inside];
    if (!a || !b || more || a.last - a.first !== b.last - b.first)
      return 'static NAT of one prefix to another as long only is modelled';
    if (a.last - a.first >= MOST_MAPPINGS)
      return `static NAT of at most ${MOST_MAPPINGS} addresses is modelled`;
    return this.#each(a.first, a.last, (outside) =>
      this.#take(`${outside}`, () => this.#statics.push({ outside, inside: b.first + outside - a.first })),
    );
  }

  #destination(rule: Statement): string | null {
    const then = single(rule.one('then')?.one('destination-nat')?.live() ?? []);
    if (then?.name !== 'pool') return 'exceptions from NAT of the destination are not modelled';
    const asked = strangeMatch(rule, [
      'destination-address',
      'destination-address-name',
      'destination-port',
      'protocol',
    ]);
    if (asked !== null) return asked;
    const pool = this.#pool(then.value);
    const from = this.#destinations(rule);
    if (pool instanceof Unclear) return pool.why;
    if (from instanceof Unclear) return from.why;
    if (from.some(({ first, last }) => first !== last))
      return 'NAT of the destination of single addresses only is modelled';
    const ports = this.#ports(rule);
    if (ports instanceof Unclear) return ports.why;
    const protocols = values(rule, 'protocol');
    if (!protocols.every((one) => ['tcp', 'udp', '6', '17'].includes(one)))
      return 'only TCP and UDP can be forwarded';
    if (ports.length === 0) return this.#whole(rule, from, pool, protocols.length > 0);
    if (pool.port !== null && (ports.length > 1 || ports[0]!.first !== ports[0]!.last))
      return 'several ports cannot go to one';
    if (from.length * ports.reduce((sum, { first, last }) => sum + last - first + 1, 0) > MOST_MAPPINGS)
      return `at most ${MOST_MAPPINGS} ports can be forwarded`;
    const transports = (['tcp', 'udp'] as const).filter(
      (one) =>
        protocols.length === 0 || protocols.includes(one) || protocols.includes(one === 'tcp' ? '6' : '17'),
    );
    for (const { first: outside } of from)
      for (const { first, last } of ports)
        for (const transport of transports) {
          const problem = this.#each(first, last, (outsidePort) =>
            this.#take(`${transport} ${outside} ${outsidePort}`, () =>
              this.#forwards.push({
                transport,
                outside,
                outsidePort,
                inside: pool.address,
                insidePort: pool.port ?? outsidePort,
              }),
            ),
          );
          if (problem !== null) return problem;
        }
    return null;
  }

  /** Every port of an address. */
  #whole(
    rule: Statement,
    from: readonly AddressRange[],
    pool: { readonly address: number; readonly port: number | null },
    some: boolean,
  ): string | null {
    if (pool.port !== null || some || from.length > 1)
      return 'NAT of the destination needs a port, or must be of one whole address';
    mark(
      this.#context.ledger,
      rule,
      'approximated',
      'one-to-one: what the inner address begins is translated, too',
    );
    const outside = from[0]!.first;
    return this.#take(`${outside}`, () => this.#statics.push({ outside, inside: pool.address }));
  }

  #pool(name: string): { readonly address: number; readonly port: number | null } | Unclear {
    const pool = this.#pools.get(name);
    if (!pool) return new Unclear(`the pool ${name} is not defined`);
    const parts = pool.live().filter((one) => one.name !== 'description');
    const address = single(parts);
    const host = address?.name === 'address' ? hostOf(address.value) : null;
    const more = address ? single(address.live()) : undefined;
    if (!address || host === null || (address.live().length > 0 && more?.name !== 'port'))
      return new Unclear(`the pool ${name} must be one address`);
    const port = more ? portsOf(more.value, name) : null;
    if (port instanceof Unclear) return port;
    return port && port[0]!.first !== port[0]!.last
      ? new Unclear(`the pool ${name} must have one port`)
      : { address: host, port: port?.[0]?.first ?? null };
  }

  #destinations(rule: Statement): readonly AddressRange[] | Unclear {
    const all: AddressRange[] = [];
    for (const text of values(rule, 'destination-address')) {
      const found = prefix(text, rule.value);
      if (found instanceof Unclear) return found;
      for (const each of found) all.push(each);
    }
    for (const name of values(rule, 'destination-address-name')) {
      const found = this.#context.books.addresses(name, null);
      if (found instanceof Unclear) return found;
      for (const each of found) all.push(each);
    }
    return all.length === 0 ? new Unclear('it names no address') : union(all);
  }

  #ports(rule: Statement): readonly PortRange[] | Unclear {
    const all: PortRange[] = [];
    for (const text of values(rule, 'destination-port')) {
      const found = portsOf(text.replace(' to ', '-'), rule.value);
      if (found instanceof Unclear) return found;
      for (const each of found!) all.push(each);
    }
    return union(all);
  }

  #each(first: number, last: number, act: (one: number) => string | null): string | null {
    for (let one = first; one <= last; one++) {
      const problem = act(one);
      if (problem !== null) return problem;
    }
    return null;
  }

  /** What is translated twice is translated by whichever rule-set is nearer: too much to be sure of. */
  #take(key: string, push: () => unknown): string | null {
    if (this.#taken.has(key)) return 'another rule translates the same';
    if (this.#taken.size >= MOST_TRANSLATED)
      return `more than ${MOST_TRANSLATED} addresses and ports are translated before`;
    this.#taken.add(key);
    push();
    return null;
  }

  #stop(one: Statement, why: string, direction: Rule['direction']): void {
    mark(this.#context.ledger, one, 'ignored', `${why}: what becomes of its packets is undetermined`);
    const named = one.name === 'rule' ? this.#destinations(one) : null;
    const destinations = named === null || named instanceof Unclear ? [ANY_ADDRESS] : named;
    const key = `${direction} ${destinations.map(formatRange).join()}`;
    if (!this.#stops.has(key)) this.#stops.set(key, { line: one.line, direction, destinations });
  }
}

/** The only one. */
function single(all: readonly Statement[]): Statement | undefined {
  return all.length === 1 ? all[0] : undefined;
}
