import type { AddressRange } from '../model/address.ts';
import { ANY_ADDRESS, parseAddress, parseRange } from '../model/address.ts';
import type { Design } from '../model/design.ts';

type Places = Pick<Design, 'hosts' | 'nats'>;

/** What a rule's source or destination names, or the part of it that names nothing. */
export type Endpoints = { readonly ranges: readonly AddressRange[] } | { readonly unknown: string };

/** The addresses of hosts ("edge": all of them), interfaces ("edge.access") and NATs, by name. */
export type EndpointNames = ReadonlyMap<string, readonly AddressRange[]>;

/**
 * The addresses behind "any", addresses, prefixes, ranges, hosts ("edge": all its addresses) and interfaces
 * ("edge.access"), separated by commas.
 * @param names what `endpointNames` gives, and groups
 */
export function resolveEndpoints(text: string, names: EndpointNames): Endpoints {
  const ranges: AddressRange[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    const range = part === 'any' ? ANY_ADDRESS : parseRange(part);
    const found = range ? [range] : names.get(part);
    if (!found) return { unknown: part };
    ranges.push(...found);
  }
  return { ranges };
}

const known = new WeakMap<
  Places['hosts'],
  { readonly nats: Places['nats']; readonly names: EndpointNames }
>();

/** Every name that a rule may use; the same map for all designs that share their hosts and NATs. */
export function endpointNames({ hosts, nats }: Places): EndpointNames {
  const kept = known.get(hosts);
  if (kept?.nats === nats) return kept.names;
  const names = namesOf(hosts, nats);
  known.set(hosts, { nats, names });
  return names;
}

function namesOf(hosts: Places['hosts'], nats: Places['nats']): EndpointNames {
  const names = new Map<string, AddressRange[]>();
  const add = (name: string, address: string) => {
    const value = parseAddress(address)!;
    const ranges = names.get(name) ?? [];
    ranges.push({ first: value, last: value });
    names.set(name, ranges);
  };
  for (const host of hosts)
    for (const one of host.interfaces) {
      add(host.id, one.address);
      add(`${host.id}.${one.id}`, one.address);
    }
  for (const nat of nats) add(nat.id, nat.address);
  return names;
}
