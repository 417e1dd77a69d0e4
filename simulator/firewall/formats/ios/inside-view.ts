import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS } from '../../../model/address.ts';
import type { Forward, Rule } from '../../../model/policy.ts';
import { ConnectionStates } from '../../../model/policy.ts';
import { ANY_PORT } from '../../../model/ports.ts';
import { complement, intersection, isAny, union } from '../ranges.ts';
import type { Way } from './inspection.ts';
import type { Translations } from './nat.ts';

/*
 * Lists at the outer interface are asked about packets as they look outside, those at the inner one as they look inside
 * (Cisco, "NAT order of operation"); rules here name addresses inside.
 */

/** Packets of connections that are known, to or from addresses that nothing can begin with. */
const KNOWN = { states: ConnectionStates.established | ConnectionStates.related };

interface Hidden {
  /** Everything but the inner addresses of one-to-one NAT. */
  readonly rest: readonly AddressRange[];
  /** And but the outer addresses, which nobody inside has. */
  readonly unnamed: readonly AddressRange[];
  /** Sources of each masquerade that have no other address outside. */
  readonly own: readonly { readonly inside: readonly AddressRange[]; readonly outside: number }[];
}

/** Rules of lists at the outer interface, turned into those that name addresses inside. */
export class InsideView {
  readonly #to: Translations;
  readonly #remembers: boolean;
  readonly #hidden: Readonly<Record<Way, Hidden>>;

  /** @param remembers do answers pass without being asked about? */
  constructor(to: Translations, remembers: boolean) {
    this.#to = to;
    this.#remembers = remembers;
    this.#hidden = { in: hiddenOf(to, 'in'), out: hiddenOf(to, 'out') };
  }

  /**
   * Whoever has an address outside is taken to be reached by it only.
   * @param way in: its destinations are translated later; out: its sources have been translated
   * @returns one rule for what has one address for another, and one for each port that goes elsewhere; the same rule
   *   when nothing is different
   */
  of(rule: Partial<Rule>, way: Way): readonly Partial<Rule>[] {
    const end = way === 'in' ? 'destinations' : 'sources';
    const named = rule[end] ?? [ANY_ADDRESS];
    const holds = (address: number) => named.some(({ first, last }) => address >= first && address <= last);
    const { rest, unnamed, own } = this.#hidden[way];
    const shown = this.#to.nat.filter(({ outside }) => holds(outside)).map(({ inside }) => single(inside));
    const extra: Partial<Rule>[] = [];
    const gone: AddressRange[] = [];
    for (const forward of way === 'out' && this.#remembers ? [] : this.#to.forwards) {
      const { outside, outsidePort, inside, insidePort, transport } = forward;
      const before = names(rule, way, forward, outside, outsidePort);
      const after = names(rule, way, forward, inside, insidePort);
      if (after && !before && way === 'in') gone.push(single(inside));
      if (after || !before) continue;
      const ports = [{ first: insidePort, last: insidePort }];
      extra.push({
        ...rule,
        transport,
        [end]: [single(inside)],
        ...(way === 'in' ? { destinationPorts: ports } : { sourcePorts: ports, ...KNOWN }),
      });
    }
    for (const { inside, outside } of own) {
      if (!holds(outside)) continue;
      // Out, all of these have the outer address; in, it is theirs in answers only.
      if (way === 'out') shown.push(...inside);
      else if (!this.#remembers && intersection(inside, complement(named, 0xffffffff)).length > 0)
        extra.push({ ...rule, [end]: inside, ...KNOWN });
    }
    const kept = intersection(named, isAny(named) ? rest : unnamed);
    const left = union([
      ...(gone.length === 0 ? kept : intersection(kept, complement(gone, 0xffffffff))),
      ...shown,
    ]);
    if (extra.length === 0 && same(left, union(named))) return [rule];
    return [...extra, ...(left.length > 0 ? [{ ...rule, [end]: left }] : [])];
  }
}

function hiddenOf({ nat, forwards, masquerades }: Translations, way: Way): Hidden {
  let hidden = union(nat.map(({ inside }) => single(inside)));
  const own = masquerades.map(({ inside, outside }) => {
    const mine = intersection(inside, complement(hidden, 0xffffffff));
    if (way === 'out') hidden = union([...hidden, ...mine]);
    return { inside: mine, outside };
  });
  const outer = [...nat, ...forwards, ...masquerades].map(({ outside }) => single(outside));
  return {
    rest: complement(hidden, 0xffffffff),
    unnamed: complement([...hidden, ...outer], 0xffffffff),
    own: own.filter(({ inside }) => inside.length > 0),
  };
}

/** Does a rule name packets of a forward to that address and port (out: from them)? */
function names(
  rule: Partial<Rule>,
  way: Way,
  { transport }: Forward,
  address: number,
  port: number,
): boolean {
  const { transport: asked = 'any' } = rule;
  if (asked !== transport && asked !== 'any' && asked !== 'tcp-udp') return false;
  const { destinations, sources, destinationPorts, sourcePorts } = rule;
  const [addresses, ports] = way === 'in' ? [destinations, destinationPorts] : [sources, sourcePorts];
  const holds = (value: number) => (range: AddressRange) => value >= range.first && value <= range.last;
  return (addresses ?? [ANY_ADDRESS]).some(holds(address)) && (ports ?? [ANY_PORT]).some(holds(port));
}

const single = (address: number): AddressRange => ({ first: address, last: address });

const same = (a: readonly AddressRange[], b: readonly AddressRange[]) =>
  a.length === b.length && a.every(({ first, last }, at) => b[at]!.first === first && b[at]!.last === last);
