import { parseAddress } from '../../../model/address.ts';
import type { Interfaces } from '../format.ts';
import type { Ledger } from '../ledger.ts';
import type { AddressBooks } from './address-books.ts';
import type { Statement } from './configuration.ts';
import { UNKNOWN } from './configuration.ts';
import { quoted, Unclear } from './words.ts';

/*
 * What rules of all kinds of NAT have in common.
 */

export interface NatContext {
  readonly interfaces: Interfaces;
  readonly books: AddressBooks;
  readonly ledger: Ledger;
  /** In which zone an interface is. */
  readonly zoneOf: ReadonlyMap<string, string>;
  /** Addresses of the interfaces of the outer zone. */
  readonly own: readonly number[];
}

/** The zones that a rule-set is for. */
export function zonesOf(
  set: Statement,
  end: 'from' | 'to',
  zoneOf: ReadonlyMap<string, string>,
): readonly string[] | Unclear {
  const named = set.live(end).flatMap((one) => one.live());
  const zones = named.map((one) =>
    one.name === 'zone' ? one.value : one.name === 'interface' ? zoneOf.get(one.value) : undefined,
  );
  return zones.length === 0 || zones.includes(undefined)
    ? new Unclear('for which zones it is cannot be told')
    : zones.map((zone) => zone!);
}

/** Values of one condition of a rule. */
export function values(rule: Statement, name: string): string[] {
  return rule.live('match').flatMap((match) => match.live(name).map(({ value }) => value));
}

/** A condition that is not among these and may leave out packets, in words, or null. */
export function strangeMatch(rule: Statement, allowed: readonly string[]): string | null {
  const strange = rule
    .live('match')
    .flatMap((match) => match.live())
    .find(
      (one) => !allowed.includes(one.name) && !(one.name.endsWith('-address') && one.value === '0.0.0.0/0'),
    );
  if (!strange) return null;
  return `${quoted(strange.name === UNKNOWN ? strange.value : strange.name)} in a rule of NAT is not modelled`;
}

/** "131.107.155.10/32" or without a length. */
export function hostOf(text: string): number | null {
  return parseAddress(text.endsWith('/32') ? text.slice(0, -3) : text);
}
