import type { Design } from '../../../simulator/model/design.ts';
import { columnsOf } from '../map/columns.ts';

/**
 * How far right each zone stands, in steps: what lies behind the Internet's other firewalls is on its left, the
 * deepest first; then homes and the Internet; then our own side, inwards. Zones that lead into each other without the
 * Internet between them are one site; the site with the most hosts is ours.
 */
export function wayOf(design: Design): ReadonlyMap<string, number> {
  const { depth, count } = columnsOf(design);
  const sites = sitesOf(design, depth);
  const sizes = sites.map((zones) =>
    design.hosts.reduce((sum, host) => sum + Number(host.interfaces.some((one) => zones.has(one.zone))), 0),
  );
  const own = sizes.indexOf(Math.max(...sizes));
  const way = new Map<string, number>();
  for (const zone of design.zones) {
    const site = sites.findIndex((zones) => zones.has(zone.id));
    const inwards = depth.get(zone.id) ?? 0;
    way.set(zone.id, site < 0 || site === own ? inwards : -(sites.length - site) * count + (count - inwards));
  }
  return way;
}

function sitesOf(design: Design, depth: ReadonlyMap<string, number>): readonly ReadonlySet<string>[] {
  const sites: Set<string>[] = [];
  const join = (zones: readonly string[]) => {
    const inside = zones.filter((zone) => (depth.get(zone) ?? 0) > 0);
    if (inside.length === 0) return;
    const touched = sites.filter((site) => inside.some((zone) => site.has(zone)));
    const joined = touched[0] ?? new Set<string>();
    if (touched.length === 0) sites.push(joined);
    for (const zone of [...inside, ...touched.flatMap((site) => [...site])]) joined.add(zone);
    for (const site of touched.slice(1)) sites.splice(sites.indexOf(site), 1);
  };
  for (const firewall of design.firewalls) join([firewall.outside, firewall.inside]);
  for (const nat of design.nats) join([nat.outside, nat.inside]);
  for (const host of design.hosts) join(host.interfaces.map((one) => one.zone));
  return sites;
}
