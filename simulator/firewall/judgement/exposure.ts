import type { Address, AddressRange } from '../../model/address.ts';
import { ANY_ADDRESS, inRange } from '../../model/address.ts';
import { Protocol } from '../../model/packet.ts';
import type { Policy } from '../../model/policy.ts';
import type { PortRange } from '../../model/ports.ts';
import { Overlaps } from './overlaps.ts';
import { BEGINNING, boxesOf, EVERY_KIND, runsOf, translated } from './packets.ts';
import type { Box } from './space.ts';
import { common, DESTINATION, DPORT, outsideOf, overlap, uncovered } from './space.ts';

/** Addresses and ports that one rule lays open, and no other region has. */
export interface ExposedRegion {
  /** The first rule that lets them be reached, or "default". */
  readonly rule: string;
  readonly protocol: 'tcp' | 'udp';
  /** As the rules name them: inside the NAT. */
  readonly addresses: AddressRange;
  readonly ports: PortRange;
  /** Pairs of an address and a port. */
  readonly count: number;
  /** Addresses of the NAT that lead to some of them, in ascending order. */
  readonly outside: readonly Address[];
}

/** What can be reached from outside: pairs of an address and a port, by transport, and where they are. */
export interface Exposed {
  readonly tcp: number;
  readonly udp: number;
  readonly regions: readonly ExposedRegion[];
}

/** What decides about packets, with all that it names of one protocol. */
interface Place {
  readonly rule: string;
  readonly permits: boolean;
  readonly box: Box;
}

/**
 * What a firewall lays open: the pairs of a destination and its port to which somebody outside may begin a connection
 * from at least one of the sources, whatever the source port. Counted exactly over all packets, each pair once, however
 * many rules open it; a rule counts for what no earlier one stops or has opened already.
 *
 * Counted by the address inside, as the rules name it: what two outside addresses lead to counts once. Whether an
 * address inside can be reached without the NAT is the routers' business; here it can.
 * @param sources of those outside whom it concerns, such as the Internet
 * @param destinations that there are; else every address counts
 */
export function exposedBy(
  policy: Policy,
  sources: readonly AddressRange[] = [ANY_ADDRESS],
  destinations: readonly AddressRange[] = [ANY_ADDRESS],
): Exposed {
  const regions = (['tcp', 'udp'] as const).flatMap((protocol) =>
    open(placesOf(policy, Protocol[protocol], sources, destinations)).flatMap(({ rule, box }) =>
      rectangles(box).map(([addresses, ports]): ExposedRegion => ({
        rule,
        protocol,
        addresses,
        ports,
        count: (addresses.last - addresses.first + 1) * (ports.last - ports.first + 1),
        outside: leadingTo(policy, protocol, addresses, ports),
      })),
    ),
  );
  const sum = (protocol: ExposedRegion['protocol']) =>
    regions.reduce((total, region) => (region.protocol === protocol ? total + region.count : total), 0);
  return { tcp: sum('tcp'), udp: sum('udp'), regions };
}

/** What decides about packets of one protocol from outside that begin a connection, first to last. */
function placesOf(
  policy: Policy,
  protocol: number,
  sources: readonly AddressRange[],
  destinations: readonly AddressRange[],
): Place[] {
  const space: Box = {
    ...BEGINNING,
    parts: [[protocol, protocol], runsOf(sources), runsOf(destinations), [0, 65535], [0, 65535]],
    sides: 1,
  };
  const places = (rule: string, permits: boolean, boxes: readonly Box[]) =>
    boxes.flatMap((box): Place[] => {
      const shared = common(box, space);
      return shared ? [{ rule, permits, box: shared }] : [];
    });
  return [
    // Nobody reaches an address of the NAT behind which nobody stands.
    ...places('', false, translated(policy)),
    ...policy.rules.flatMap((rule) =>
      rule.enabled ? places(rule.id, rule.action === 'permit', boxesOf(rule)) : [],
    ),
    ...places('default', policy.default === 'permit', EVERY_KIND),
  ];
}

/** What each permitting place lays open beyond those before it; of the boxes, destinations and ports count. */
function open(places: readonly Place[]): { readonly rule: string; readonly box: Box }[] {
  // A pair is open when one packet to it comes through; permits are looked at for all senders.
  const areas = places.map(({ permits, box }) => (permits ? fromAnywhere(box) : box));
  const overlaps = new Overlaps(areas);
  const opened = new Map<number, Box[]>();
  return places.flatMap(({ rule, permits, box }, at) => {
    if (!permits) return [];
    const before = overlaps.of(areas[at]!, 0, at);
    // Of what never decides nothing needs to be worked out.
    if (
      uncovered(
        box,
        before.map((other) => places[other]!.box),
      ) === null
    )
      return [];
    const drops = before.filter((other) => !places[other]!.permits).map((other) => places[other]!.box);
    let left = [box];
    for (const area of before.flatMap((other) => opened.get(other) ?? []))
      left = left.flatMap((piece) => outsideOf(piece, area));
    // Earlier permits that open nothing here do not matter: what they would take is stopped before them.
    const found = left.flatMap((piece) => reachable(piece, drops));
    opened.set(at, found.map(fromAnywhere));
    return found.map((piece) => ({ rule, box: piece }));
  });
}

/** The parts of a box whose destinations and ports some packet of it reaches that is not dropped before. */
function reachable(box: Box, drops: readonly Box[]): Box[] {
  const left = drops.filter((drop) => overlap(box, drop));
  if (left.length === 0) return [box];
  if (uncovered(box, left) === null) return [];
  for (const drop of left) {
    const pieces = outsideOf(fromAnywhere(box), fromAnywhere(drop));
    if (pieces.length === 0) continue;
    return [...pieces, fromAnywhere(drop)].flatMap((piece) => reachable(common(box, piece)!, left));
  }
  return [box];
}

/** All packets to the same destinations and ports, whoever sends them. */
function fromAnywhere({ parts }: Box): Box {
  const [protocols, , destinations, , dports] = parts;
  return {
    ...BEGINNING,
    parts: [protocols, [0, 0xffffffff], destinations, [0, 65535], dports],
  };
}

/** A box's destinations and ports as products of one run each. */
function rectangles({ parts }: Box): [AddressRange, PortRange][] {
  const [addresses, ports] = [parts[DESTINATION], parts[DPORT]].map((runs) =>
    Array.from({ length: runs.length / 2 }, (_, at) => ({ first: runs[at * 2]!, last: runs[at * 2 + 1]! })),
  ) as [AddressRange[], PortRange[]];
  return addresses.flatMap((address) => ports.map((port): [AddressRange, PortRange] => [address, port]));
}

function leadingTo(
  { nat, forwards }: Policy,
  protocol: ExposedRegion['protocol'],
  addresses: AddressRange,
  ports: PortRange,
): Address[] {
  const leading = [
    ...nat.filter(({ inside }) => inRange(addresses, inside)),
    ...forwards.filter(
      ({ transport, inside, insidePort }) =>
        transport === protocol && inRange(addresses, inside) && inRange(ports, insidePort),
    ),
  ];
  return [...new Set(leading.map(({ outside }) => outside))].sort((a, b) => a - b);
}
