import type { Design, DesignHost } from '../../model/design.ts';
import { quote } from '../quote.ts';
import type { Room } from './room.ts';
import { findThing } from '../forms/things.ts';

/** A design after an edit, or the reason against it. */
export type Placed = { readonly design: Design } | { readonly problem: string };

/**
 * The design with a host's interface in another zone, at a free address there. A host with one interface asks the name
 * servers of its new neighbours, as if it were told so there.
 */
export function moveHost(design: Design, room: Room, host: string, at: string, zone: string): Placed {
  const address = freeIn(design, room, zone);
  if ('problem' in address) return address;
  const found = findThing(design, { kind: 'host', id: host });
  const before = found?.interfaces.find(({ id }) => id === at);
  if (!found || !before) return { problem: `"${host}.${at}" does not exist: must be an interface of a host` };
  const moved = { ...before, zone, address: address.text };
  const dns = found.interfaces.length === 1 ? dnsIn(design, zone, host) : null;
  const next: DesignHost = {
    ...found,
    interfaces: found.interfaces.map((one) => (one === before ? moved : one)),
    ...(dns && { dns }),
  };
  const firewalls = design.firewalls.map((wall) =>
    wall.inside === before.zone && wall.nat.some(({ inside }) => inside === before.address)
      ? { ...wall, nat: wall.nat.filter(({ inside }) => inside !== before.address) }
      : wall,
  );
  return { design: { ...design, hosts: design.hosts.map((one) => (one === found ? next : one)), firewalls } };
}

/** The design whose host stands in one more zone, by a new interface at a free address there. */
export function connectHost(design: Design, room: Room, host: string, zone: string): Placed {
  const address = freeIn(design, room, zone);
  if ('problem' in address) return address;
  const found = findThing(design, { kind: 'host', id: host });
  if (!found) return { problem: `host ${quote(host)} does not exist: must be the id of a host` };
  const taken = new Set(found.interfaces.map(({ id }) => id));
  let id = 'lan';
  for (let number = 2; taken.has(id); number++) id = `lan-${number}`;
  const link = found.interfaces[0]!.link;
  const next = { ...found, interfaces: [...found.interfaces, { id, zone, address: address.text, link }] };
  return { design: { ...design, hosts: design.hosts.map((one) => (one === found ? next : one)) } };
}

/** The first free address of a zone, from those of the hosts that are there already. */
export function freeIn(
  design: Design,
  room: Room,
  zone: string,
): { readonly text: string } | { readonly problem: string } {
  const found = findThing(design, { kind: 'zone', id: zone });
  if (!found) return { problem: `zone ${quote(zone)} does not exist: must be the id of a zone` };
  const there = design.hosts.flatMap(({ interfaces }) => interfaces.filter((one) => one.zone === zone));
  const near = there.at(-1)?.address ?? (found.prefixes.length === 0 ? '203.0.113.1' : '');
  const text = room.address(zone, near);
  return text === null
    ? { problem: `zone ${quote(zone)} has no free address: must have a larger prefix` }
    : { text };
}

/** The name servers that most hosts of a zone ask, or that stand there when none asks any; null when none does. */
export function dnsIn(design: Design, zone: string, but = ''): string[] | null {
  const counts = new Map<string, { readonly dns: string[]; times: number }>();
  for (const { id, interfaces, dns } of design.hosts) {
    if (id === but || dns.length === 0 || !interfaces.some((one) => one.zone === zone)) continue;
    const key = dns.join();
    const entry = counts.get(key) ?? { dns, times: 0 };
    entry.times++;
    counts.set(key, entry);
  }
  let most: { readonly dns: string[]; readonly times: number } | null = null;
  for (const entry of counts.values()) if (entry.times > (most?.times ?? 0)) most = entry;
  if (most) return [...most.dns];
  const servers = design.hosts.filter(({ roles }) => roles.some(({ role }) => role === 'dns-server'));
  const there = servers.flatMap(({ interfaces }) => interfaces.filter((one) => one.zone === zone));
  return there.length > 0 ? there.map(({ address }) => address) : null;
}
