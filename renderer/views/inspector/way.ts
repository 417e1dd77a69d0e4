import { formatAddress } from '../../../simulator/model/address.ts';
import type { Design, DesignFirewall } from '../../../simulator/model/design.ts';
import type { TraceEvent, TraceReader } from '../../../simulator/model/trace-reader.ts';
import { firewallOf } from '../../stores/packets.ts';

/** One step of a packet's way: where, what happened there, when. */
export interface WayStep {
  readonly event: number;
  readonly time: number;
  readonly place: string;
  readonly text: string;
  readonly lost: boolean;
  readonly rule: { readonly firewall: string; readonly rule: string } | null;
}

export function wayOf(reader: TraceReader, design: Design, packet: number): readonly WayStep[] {
  const events = reader.eventsOfPacket(packet);
  const lost = reader.disposition(packet).lost;
  const steps: WayStep[] = [];
  events.forEach((index, i) => {
    const event = reader.event(index);
    const wall = firewallOf(reader, design, event.node);
    const last = lost && i === events.length - 1;
    const text = stepText(reader, event, packet, wall, last);
    if (text === null) return;
    const rule = wall && event.kind === 'verdict' ? wall.rules[event.a]?.id : undefined;
    steps.push({
      event: index,
      time: event.time,
      place: reader.node(event.node).title.replace(/ firewall$/i, ''),
      text,
      lost: last,
      rule: wall && rule ? { firewall: wall.id, rule } : null,
    });
  });
  return steps;
}

function stepText(
  reader: TraceReader,
  event: TraceEvent,
  packet: number,
  wall: DesignFirewall | null,
  last: boolean,
): string | null {
  const end = (address: number, port: number) => `${formatAddress(address >>> 0)}:${port}`;
  switch (event.kind) {
    case 'send':
      return `from ${end(reader.tuple(packet).src, reader.tuple(packet).sport)}`;
    case 'translate':
      return `${event.c === 1 ? 'to' : 'now'} ${end(event.a, event.b)}`;
    case 'verdict':
      return verdictText(reader, event, wall, last);
    case 'deliver': {
      const tuple = reader.tupleAt(event.index);
      return `delivered to ${end(tuple.dst, tuple.dport)}`;
    }
    case 'lose':
      return reader.disposition(packet).text;
    default:
      return null;
  }
}

function verdictText(
  reader: TraceReader,
  event: TraceEvent,
  wall: DesignFirewall | null,
  last: boolean,
): string {
  const rule = wall?.rules[event.a]?.id;
  const reason = reader.reason(event.index);
  if (!last) {
    if (reason === 'state') return rule ? `known conversation, ${rule}` : 'known conversation';
    return rule ? `rule ${rule} lets it pass` : 'lets it pass';
  }
  const how =
    event.packet !== null && reader.disposition(event.packet).id === 'rejected' ? 'reject' : 'silent drop';
  if (reason === 'no-state') return `no conversation, ${how}`;
  return `${rule ? `rule ${rule}` : 'default'}, ${how}`;
}
