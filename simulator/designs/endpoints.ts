import type { AddressRange } from '../model/address.ts';
import { ANY_ADDRESS, parseAddress, parseRange } from '../model/address.ts';
import type { Design } from '../model/design.ts';

/** What a rule's source or destination names, or the part of it that names nothing. */
export type Endpoints = { readonly ranges: readonly AddressRange[] } | { readonly unknown: string };

/**
 * The addresses behind "any", addresses, prefixes, ranges, hosts ("edge": all its addresses) and interfaces
 * ("edge.access"), separated by commas.
 */
export function resolveEndpoints(text: string, design: Pick<Design, 'hosts' | 'nats'>): Endpoints {
  const ranges: AddressRange[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    const range = part === 'any' ? ANY_ADDRESS : parseRange(part);
    const found = range ? [range] : named(part, design);
    if (found.length === 0) return { unknown: part };
    ranges.push(...found);
  }
  return { ranges };
}

function named(name: string, design: Pick<Design, 'hosts' | 'nats'>): AddressRange[] {
  const single = (address: string): AddressRange => {
    const value = parseAddress(address)!;
    return { first: value, last: value };
  };
  const out: AddressRange[] = [];
  for (const host of design.hosts)
    for (const one of host.interfaces)
      if (name === host.id || name === `${host.id}.${one.id}`) out.push(single(one.address));
  for (const nat of design.nats) if (nat.id === name) out.push(single(nat.address));
  return out;
}
