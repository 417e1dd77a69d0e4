import { formatAddress } from '../../simulator/model/address.ts';
import type { Design, DesignFirewall, DesignRule } from '../../simulator/model/design.ts';
import type { DispositionId, VerdictReason } from '../../simulator/model/disposition.ts';
import { formatFlags, Protocol, formatService, protocolName } from '../../simulator/model/packet.ts';
import type { FiveTuple } from '../../simulator/model/packet.ts';
import type { TraceReader } from '../../simulator/model/trace-reader.ts';
import { EventKind } from '../../simulator/model/trace.ts';
import type { Family } from '../../simulator/protocols/codec/codec.ts';
import { familyOf, labelOf } from '../../simulator/protocols/registry.ts';

/** What a packet is about, in a few words: "REGISTER", "TCP SYN", "TLS Client Hello, part 2". */
export function packetLabel(reader: TraceReader, packet: number): string {
  const message = reader.message(packet);
  const { packets } = reader.trace;
  if (message) {
    const label = labelOf(message);
    return packets.offset[packet]! > 0 ? `${label}, continued` : label;
  }
  const name = protocolName(packets.protocol[packet]!).toUpperCase();
  return packets.protocol[packet] === Protocol.tcp ? `${name} ${formatFlags(packets.flags[packet]!)}` : name;
}

export function packetFamily(reader: TraceReader, packet: number): Family {
  const message = reader.message(packet);
  return message ? familyOf(message) : 'tls';
}

/** "TCP 443 to 10.45.16.10" */
export function destination(tuple: FiveTuple): string {
  return `${formatService(tuple)} to ${formatAddress(tuple.dst)}`;
}

/** Where a packet's way ended too soon. */
export interface Loss {
  readonly disposition: DispositionId;
  readonly text: string;
  readonly event: number;
  readonly node: number;
  /** The firewall that stopped it, with the rule that did and the closed one that would have let it pass. */
  readonly wall: {
    readonly firewall: DesignFirewall;
    readonly rule: DesignRule | null;
    readonly closed: DesignRule | null;
  } | null;
}

/** How a packet was lost; null when it was not. */
export function lossOf(reader: TraceReader, design: Design, packet: number): Loss | null {
  const disposition = reader.disposition(packet);
  const last = reader.eventsOfPacket(packet).at(-1);
  if (!disposition.lost || last === undefined) return null;
  const event = reader.event(last);
  const firewall = event.kind === 'verdict' ? firewallOf(reader, design, event.node) : null;
  const wall = firewall && {
    firewall,
    rule: firewall.rules[event.a] ?? null,
    closed: firewall.rules[event.c] ?? null,
  };
  return { disposition: disposition.id, text: disposition.text, event: last, node: event.node, wall };
}

export function firewallOf(reader: TraceReader, design: Design, node: number): DesignFirewall | null {
  const { kind, id } = reader.node(node);
  return kind === 'firewall' ? (design.firewalls.find((wall) => wall.id === id) ?? null) : null;
}

/** "external firewall" for one titled "External firewall" or "External". */
export function firewallName(firewall: DesignFirewall): string {
  const title = firewall.title.charAt(0).toLowerCase() + firewall.title.slice(1);
  return /firewall/i.test(title) ? title : `${title} firewall`;
}

/** Why a firewall stopped a packet, in few words: "no rule for UDP 3478". */
export function shortWhy(reason: VerdictReason, rule: DesignRule | null, what: string): string {
  switch (reason) {
    case 'rule':
      return rule?.action === 'undetermined'
        ? `rule ${rule.id} is not understood, ${what}`
        : `by ${rule ? `rule ${rule.id}` : 'a rule'}, ${what}`;
    case 'inspection':
      return `by inspection, ${what}`;
    case 'table-full':
      return `table full, ${what}`;
    case 'no-state':
      return `no session for ${what}`;
    default:
      return `no rule for ${what}`;
  }
}

/** What goes to the toast and the screen reader when a packet is lost. */
export function announcement(reader: TraceReader, design: Design, packet: number): string {
  const loss = lossOf(reader, design, packet);
  if (!loss) return '';
  const tuple = reader.tupleAt(loss.event);
  const port = formatService(tuple);
  if (loss.wall) {
    const did = loss.disposition === 'rejected' ? 'Refused' : 'Dropped';
    const why = shortWhy(reader.reason(loss.event), loss.wall.rule, port);
    return `${did} at the ${firewallName(loss.wall.firewall)}, ${why}`;
  }
  return `Lost at ${reader.node(loss.node).title}, ${port}: ${loss.text}`;
}

/** The packet that sends this one again, or null. */
export function repeatOf(reader: TraceReader, packet: number): number | null {
  const { kind, a, packet: packets } = reader.trace.events;
  for (let event = reader.trace.packets.sent[packet]! + 1; event < reader.length; event++)
    if (kind[event] === EventKind.send && a[event] === packet) return packets[event]!;
  return null;
}

export interface PacketCounts {
  readonly passed: number;
  readonly dropped: number;
}

/** A packet at a firewall's rule: let through by it, or kept out because it is closed. */
export interface AtRule {
  readonly rule: string;
  readonly packet: number;
  readonly event: number;
  readonly time: number;
  readonly dropped: boolean;
}

/** Every packet that a firewall judged, with the rule that it comes down to; "default" for the rest. */
export function packetsAtRules(reader: TraceReader, design: Design, firewall: string): readonly AtRule[] {
  const wall = design.firewalls.find(({ id }) => id === firewall);
  const node = reader.trace.nodes.findIndex(({ kind, id }) => kind === 'firewall' && id === firewall);
  if (!wall || node < 0) return [];
  return [...reader.eventsOfNode(node)].flatMap((index) => {
    const { kind, packet, time, a, c } = reader.event(index);
    if (kind !== 'verdict' || packet === null) return [];
    const dropped = reader.lostAt(index);
    if (!dropped && a < 0) return [];
    const rule = (dropped ? wall.rules[c]?.id : undefined) ?? wall.rules[a]?.id ?? 'default';
    return [{ rule, packet, event: index, time, dropped }];
  });
}

/** How many packets each rule of a firewall let pass, and how many its closing kept out. */
export function ruleCounts(
  reader: TraceReader,
  design: Design,
  firewall: string,
): ReadonlyMap<string, PacketCounts> {
  const counts = new Map<string, PacketCounts>();
  for (const { rule, dropped } of packetsAtRules(reader, design, firewall)) {
    const { passed, dropped: lost } = counts.get(rule) ?? { passed: 0, dropped: 0 };
    counts.set(rule, dropped ? { passed, dropped: lost + 1 } : { passed: passed + 1, dropped: lost });
  }
  return counts;
}
