import type { Design } from '../../../simulator/model/design.ts';

/**
 * In which column each zone stands: how many firewalls lie between it and the Internet. A NAT, or a host with a foot
 * in two zones, does not make another column.
 */
export function columnsOf(design: Design): { depth: ReadonlyMap<string, number>; count: number } {
  const least = Math.min(...design.zones.map((zone) => zone.trust));
  const start =
    design.zones.find((zone) => zone.prefixes.length === 0) ??
    design.zones.find((zone) => zone.trust === least);
  const depth = new Map<string, number>();
  const queue: [zone: string, depth: number][] = start ? [[start.id, 0]] : [];
  const joined = joints(design);
  // Few zones: the shortest way is found by asking the nearest first.
  while (queue.length > 0) {
    queue.sort((a, b) => a[1] - b[1]);
    const [zone, own] = queue.shift()!;
    if (depth.has(zone)) continue;
    depth.set(zone, own);
    for (const [a, b] of joined) if (a === zone) queue.push([b, own]);
    for (const firewall of design.firewalls) {
      if (firewall.outside === zone) queue.push([firewall.inside, own + 1]);
      if (firewall.inside === zone) queue.push([firewall.outside, Math.max(0, own - 1)]);
    }
  }
  for (const zone of design.zones) if (!depth.has(zone.id)) depth.set(zone.id, 0);
  return { depth, count: Math.max(...depth.values()) + 1 };
}

function joints(design: Design): [string, string][] {
  const pairs: [string, string][] = design.nats.map((nat) => [nat.outside, nat.inside]);
  for (const host of design.hosts)
    for (const one of host.interfaces)
      for (const other of host.interfaces) if (one.zone !== other.zone) pairs.push([one.zone, other.zone]);
  return pairs.flatMap(([a, b]) => [
    [a, b],
    [b, a],
  ]);
}
