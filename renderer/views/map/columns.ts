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
  const steps = stepsOf(design);
  // Column by column: the nearest first.
  const waiting: string[][] = [start ? [start.id] : []];
  for (let column = 0; column < waiting.length;) {
    const zone = waiting[column]!.pop();
    if (zone === undefined) column++;
    if (zone === undefined || depth.has(zone)) continue;
    depth.set(zone, column);
    const { beside, behind, before } = steps.get(zone)!;
    waiting[column]!.push(...beside);
    (waiting[column + 1] ??= []).push(...behind);
    column = Math.max(0, before.length > 0 ? column - 1 : column);
    waiting[column]!.push(...before);
  }
  for (const zone of design.zones) if (!depth.has(zone.id)) depth.set(zone.id, 0);
  return { depth, count: Math.max(...depth.values()) + 1 };
}

/** Zones that one comes to without a firewall between, those behind one, and those before one. */
interface Steps {
  readonly beside: string[];
  readonly behind: string[];
  readonly before: string[];
}

function stepsOf(design: Design): ReadonlyMap<string, Steps> {
  const steps = new Map<string, Steps>(
    design.zones.map(({ id }) => [id, { beside: [], behind: [], before: [] }]),
  );
  const join = (one: string, other: string) => {
    steps.get(one)!.beside.push(other);
    steps.get(other)!.beside.push(one);
  };
  for (const nat of design.nats) join(nat.outside, nat.inside);
  for (const { interfaces } of design.hosts)
    interfaces.forEach((one, i) => {
      for (const other of interfaces.slice(i + 1)) if (other.zone !== one.zone) join(one.zone, other.zone);
    });
  for (const { outside, inside } of design.firewalls) {
    steps.get(outside)!.behind.push(inside);
    steps.get(inside)!.before.push(outside);
  }
  return steps;
}
