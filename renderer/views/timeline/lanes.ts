import { DISPOSITIONS } from '../../../simulator/model/disposition.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import { conversationOf } from '../../draw/conversation.ts';
import { familyOf } from '../../../simulator/protocols/registry.ts';

export interface Tick {
  readonly time: number;
  readonly packet: number;
  readonly event: number;
  readonly lost: boolean;
}

/** The packets of one pair of hosts in one protocol. */
export interface Lane {
  readonly title: string;
  readonly family: Family;
  readonly ticks: readonly Tick[];
  readonly lost: number;
}

/** A change that people remember: a state reached, a deed, a change of the design. */
export interface Flag {
  readonly time: number;
  readonly text: string;
  readonly kind: 'state' | 'act' | 'change';
}

/** Groups a run's packets into lanes: those with losses first, then in the order of their first packet. */
export function lanesOf(reader: TraceReader): readonly Lane[] {
  const { trace } = reader;
  const beginnings = new Map<string, string>();
  const lanes = new Map<string, { title: string; family: Family; ticks: Tick[]; lost: number }>();
  for (let packet = 0; packet < reader.packetCount; packet++) {
    const sent = trace.packets.sent[packet]!;
    const message = reader.message(packet);
    const end = reader.eventsOfPacket(packet).at(-1) ?? sent;
    const family = message ? familyOf(message) : 'tls';
    const from = reader.node(trace.events.node[sent]!).title;
    const transport = trace.packets.protocol[packet] === 6 ? 'TCP' : 'UDP';
    const conversation = conversationOf(reader, packet);
    // The first packet says who began; questions of one host to one server share a lane.
    const begun = beginnings.get(conversation) ?? `${from}, ${transport} ${trace.packets.dport[packet]!}`;
    beginnings.set(conversation, begun);
    let lane = lanes.get(begun);
    if (!lane) {
      lane = { title: begun, family, ticks: [], lost: 0 };
      lanes.set(begun, lane);
    }
    if (lane.family === 'tls') lane.family = family;
    const lost = DISPOSITIONS[trace.packets.disposition[packet]!]!.lost;
    if (lost) lane.lost++;
    lane.ticks.push({ time: trace.events.time[lost ? end : sent]!, packet, event: lost ? end : sent, lost });
  }
  return [...lanes.values()].sort(
    (a, b) => Number(b.lost > 0) - Number(a.lost > 0) || a.ticks[0]!.time - b.ticks[0]!.time,
  );
}

/** The flags of a run: where registrations came to rest, and what people did. */
export function flagsOf(reader: TraceReader): readonly Flag[] {
  const { trace } = reader;
  const flags: Flag[] = [];
  for (let event = 0; event < reader.length; event++) {
    const kind = trace.events.kind[event];
    const time = trace.events.time[event]!;
    if (kind === EventKind.act)
      flags.push({ time, text: reader.string(trace.events.a[event]!), kind: 'act' });
    else if (kind === EventKind.intervention)
      flags.push({ time, text: reader.string(trace.events.a[event]!), kind: 'change' });
    else if (kind === EventKind.state && trace.actors[trace.events.a[event]!]!.machine === 'registration') {
      const state = reader.string(trace.events.b[event]!);
      if (state === 'registered' || state === 'failed')
        flags.push({
          time,
          text: `${trace.actors[trace.events.a[event]!]!.title.split(':')[0]}: ${state}`,
          kind: 'state',
        });
    }
  }
  return flags;
}
