import { waivedEvents } from '../../../simulator/analysis/causes.ts';
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

/** A change that people remember: a state reached, a change of the design. */
export interface Flag {
  readonly time: number;
  readonly text: string;
  readonly kind: 'state' | 'change';
}

/** Groups a run's packets into lanes: those with losses first, then in the order of their first packet. */
export function lanesOf(reader: TraceReader): readonly Lane[] {
  const { trace } = reader;
  const hoped = waivedEvents(trace);
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
    const lost = DISPOSITIONS[trace.packets.disposition[packet]!]!.lost && hoped[end] === 0;
    if (lost) lane.lost++;
    lane.ticks.push({ time: trace.events.time[lost ? end : sent]!, packet, event: lost ? end : sent, lost });
  }
  return [...lanes.values()].sort(
    (a, b) => Number(b.lost > 0) - Number(a.lost > 0) || a.ticks[0]!.time - b.ticks[0]!.time,
  );
}

/** What a person did or saw, until the next such thing. */
export interface Sentence {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly kind: 'act' | 'see';
}

export interface Band {
  readonly person: string;
  readonly sentences: readonly Sentence[];
}

/** People's deeds and sights, a band for each; those with the most to tell first. */
export function bandsOf(reader: TraceReader): readonly Band[] {
  const { events } = reader.trace;
  const end = events.time.at(-1) ?? 0;
  const bands = new Map<string, Sentence[]>();
  for (let event = 0; event < reader.length; event++) {
    const kind = events.kind[event];
    if (kind !== EventKind.act && kind !== EventKind.see) continue;
    const person = reader.node(events.node[event]!).title;
    const own = bands.get(person) ?? [];
    const from = events.time[event]!;
    const last = own.pop();
    // Of several at one instant, each is told.
    if (last && last.from === from) own.push({ ...last, text: `${last.text} ${text(reader, event)}` });
    else {
      if (last) own.push({ ...last, to: from });
      own.push({ from, to: end, text: text(reader, event), kind: kind === EventKind.act ? 'act' : 'see' });
    }
    bands.set(person, own);
  }
  return [...bands]
    .map(([person, sentences]) => ({ person, sentences }))
    .sort((a, b) => b.sentences.length - a.sentences.length);
}

function text(reader: TraceReader, event: number): string {
  return reader.string(reader.trace.events.a[event]!);
}

/** The flags of a run: where registrations came to rest, and what was changed meanwhile. */
export function flagsOf(reader: TraceReader): readonly Flag[] {
  const { trace } = reader;
  const flags: Flag[] = [];
  for (let event = 0; event < reader.length; event++) {
    const kind = trace.events.kind[event];
    const time = trace.events.time[event]!;
    if (kind === EventKind.intervention) flags.push({ time, text: text(reader, event), kind: 'change' });
    else if (kind === EventKind.state && TOLD.includes(trace.actors[trace.events.a[event]!]!.machine)) {
      const state = reader.string(trace.events.b[event]!);
      if (RESTS.includes(state))
        flags.push({ time, text: `${reader.node(trace.events.node[event]!).title} ${state}`, kind: 'state' });
    }
  }
  return flags;
}

/** Machines whose changes people talk about, and the states in which these come to rest. */
const TOLD: readonly string[] = ['registration', 'call', 'host', 'firewall', 'zone', 'service'];
const RESTS: readonly string[] = [
  'registered',
  'failed',
  'down',
  'cut off',
  'open',
  'stopped',
  'established',
];
