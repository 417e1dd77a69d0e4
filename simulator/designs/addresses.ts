import type { AddressRange } from '../model/address.ts';
import { inRange, parseAddress, parseRange } from '../model/address.ts';
import type { Design, DesignZone } from '../model/design.ts';
import type { Path, Report } from './check.ts';

interface Prefix {
  readonly range: AddressRange;
  readonly text: string;
  readonly zone: DesignZone;
  readonly path: Path;
}

/** Zones that are not private share the world's addresses; one of them, the Internet, has what the others do not. */
export function checkZones(design: Design, report: Report): void {
  let open: string | null = null;
  design.zones.forEach((zone, z) => {
    if (zone.prefixes.length > 0) return;
    const other = open;
    if (other !== null)
      report(
        ['zones', z, 'prefixes'],
        () => `zone "${other}" has no prefixes already: only one zone, the Internet, must be without`,
      );
    open = zone.id;
  });
  // By their first addresses, a range overlaps one before it when it overlaps the one that reaches furthest.
  const order = worldPrefixes(design)
    .map((prefix, place) => ({ prefix, place }))
    .sort((a, b) => a.prefix.range.first - b.prefix.range.first || a.place - b.place);
  let furthest = order[0];
  for (const next of order.slice(1)) {
    if (furthest && next.prefix.range.first <= furthest.prefix.range.last) {
      const [earlier, later] =
        next.place < furthest.place ? [next.prefix, furthest.prefix] : [furthest.prefix, next.prefix];
      report(
        later.path,
        () =>
          `${later.text} overlaps ${earlier.text} of zone "${earlier.zone.id}": zones that are not private must not share addresses`,
      );
    }
    if (!furthest || next.prefix.range.last > furthest.prefix.range.last) furthest = next;
  }
}

function worldPrefixes(design: Design): Prefix[] {
  return design.zones.flatMap((zone, z) =>
    zone.private
      ? []
      : zone.prefixes.map((text, p) => ({
          range: parseRange(text)!,
          text,
          zone,
          path: ['zones', z, 'prefixes', p],
        })),
  );
}

/** Each interface, NAT and mapping of a firewall has an address of its own, and one of its zone's. */
export function checkAddresses(design: Design, report: Report): void {
  const zones = new Map<string, { readonly zone: DesignZone; readonly ranges: readonly AddressRange[] }>();
  for (const zone of design.zones)
    if (!zones.has(zone.id))
      zones.set(zone.id, { zone, ranges: zone.prefixes.map((text) => parseRange(text)!) });
  const world = worldPrefixes(design);
  const taken = new Map<string, string>();
  const check = (path: Path, zoneId: string, text: string, who: string) => {
    const found = zones.get(zoneId);
    if (!found) return;
    const { zone, ranges } = found;
    const address = parseAddress(text)!;
    // An address of a private zone may stand in another private one, which never meets it.
    const key = `${zone.private ? zone.id : ''}/${address}`;
    const other = taken.get(key);
    if (other !== undefined)
      report(
        path,
        () => `${text} is the address of "${other}" already: each interface and NAT must have its own`,
      );
    taken.set(key, other ?? who);
    if (ranges.length > 0) {
      if (!ranges.some((range) => inRange(range, address)))
        report(path, () => `${text} is not in zone "${zone.id}": must be in ${few(zone.prefixes)}`);
      return;
    }
    const owner = world.find(({ range }) => inRange(range, address))?.zone.id;
    if (owner !== undefined)
      report(path, () => `${text} belongs to zone "${owner}": must be an address that no other zone has`);
  };
  design.hosts.forEach((host, h) =>
    host.interfaces.forEach((one, i) =>
      check(['hosts', h, 'interfaces', i, 'address'], one.zone, one.address, `${host.id}.${one.id}`),
    ),
  );
  design.nats.forEach((nat, n) => check(['nats', n, 'address'], nat.outside, nat.address, nat.id));
  design.firewalls.forEach(({ id, outside, nat }, f) =>
    nat.forEach((mapping, m) => check(['firewalls', f, 'nat', m, 'outside'], outside, mapping.outside, id)),
  );
}

/** A firewall's one-to-one NAT leads to interfaces behind it, and one address outside to each. */
export function checkMappings(design: Design, report: Report): void {
  const key = (zone: string, address: string) => `${zone}/${address}`;
  const known = new Set(
    design.hosts.flatMap((host) => host.interfaces.map((one) => key(one.zone, one.address))),
  );
  design.firewalls.forEach((firewall, f) => {
    const mapped = new Set<string>();
    firewall.nat.forEach((mapping, m) => {
      const path = ['firewalls', f, 'nat', m, 'inside'];
      if (!known.has(key(firewall.inside, mapping.inside)))
        report(
          path,
          () =>
            `${mapping.inside} is nobody's in zone "${firewall.inside}": must be the address of an interface there`,
        );
      else if (mapped.has(mapping.inside))
        report(path, () => `${mapping.inside} has an outside address already: each must have one of its own`);
      mapped.add(mapping.inside);
    });
  });
}

function few(prefixes: readonly string[]): string {
  return prefixes.length > 4 ? `one of its ${prefixes.length} prefixes` : prefixes.join(' or ');
}
