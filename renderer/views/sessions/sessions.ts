import { lifeOf, phaseName, phaseOf } from '../../../simulator/model/connection.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { formatAddress } from '../../../simulator/model/address.ts';
import type { FiveTuple } from '../../../simulator/model/packet.ts';
import { Protocol, protocolName } from '../../../simulator/model/packet.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { EventKind, NO_PACKET } from '../../../simulator/model/trace.ts';

/** A connection of a firewall's table, with all that the trace says of it. */
export interface Session {
  readonly connection: number;
  /** As the firewall judged its first packet. */
  readonly tuple: FiveTuple;
  /** The rule that let it begin, or "default". */
  readonly rule: string;
  /** Events at which a packet of it passed, in order, and which of them went the way of answers. */
  readonly events: readonly number[];
  readonly answers: readonly boolean[];
  /** When it was forgotten before its time, microseconds; Infinity: not. */
  readonly forgotten: number;
}

export interface WallSessions {
  readonly firewall: string;
  readonly title: string;
  readonly sessions: readonly Session[];
}

/** Every connection that the firewalls with rules of their own ever had, in the order of their beginning. */
export function sessionsOf(reader: TraceReader, design: Design): readonly WallSessions[] {
  return design.firewalls
    .filter(({ rules }) => rules.length > 0)
    .map((wall) => {
      const node = reader.trace.nodes.findIndex(({ kind, id }) => kind === 'firewall' && id === wall.id);
      const rule = (index: number) => wall.rules[index]?.id ?? 'default';
      return { firewall: wall.id, title: wall.title, sessions: node < 0 ? [] : atNode(reader, node, rule) };
    });
}

type Draft = { -readonly [K in keyof Session]: Session[K] extends readonly (infer T)[] ? T[] : Session[K] };

function atNode(reader: TraceReader, node: number, ruleOf: (index: number) => string): readonly Session[] {
  const { events } = reader.trace;
  const found = new Map<number, Draft>();
  for (const event of reader.eventsOfNode(node)) {
    if (events.kind[event] === EventKind.forget) {
      const known = found.get(events.a[event]!);
      if (known) known.forgotten = events.time[event]!;
      continue;
    }
    const packet = events.packet[event]!;
    const connection = events.c[event]!;
    if (events.kind[event] !== EventKind.verdict || packet === NO_PACKET || connection < 0) continue;
    if (wasStopped(reader, packet, event)) continue;
    const tuple = reader.tupleAt(event);
    let session = found.get(connection);
    if (!session) {
      session = {
        connection,
        tuple,
        rule: ruleOf(events.a[event]!),
        events: [],
        answers: [],
        forgotten: Infinity,
      };
      found.set(connection, session);
    }
    session.events.push(event);
    // What an ICMP error brings belongs to whoever it goes to; the rest is told by its sender.
    session.answers.push(tuple.src !== session.tuple.src || tuple.sport !== session.tuple.sport);
  }
  return [...found.values()];
}

function wasStopped(reader: TraceReader, packet: number, event: number): boolean {
  const { id } = reader.disposition(packet);
  return (id === 'dropped' || id === 'rejected') && reader.eventsOfPacket(packet).at(-1) === event;
}

/** A connection as it stands at a time. */
export interface SessionRow {
  readonly session: Session;
  readonly protocol: string;
  readonly from: string;
  readonly to: string;
  readonly state: string;
  readonly sent: number;
  readonly answered: number;
  readonly began: number;
  /** Seconds since its last packet, and until it is forgotten without another. */
  readonly idle: number;
  readonly left: number;
  /** The event of its last packet. */
  readonly event: number;
}

/** The connections that a firewall knows at a time (microseconds), the oldest first. */
export function rowsAt(
  reader: TraceReader,
  sessions: readonly Session[],
  time: number,
): readonly SessionRow[] {
  const { time: times, packet: packets, b } = reader.trace.events;
  const { count: counts } = reader.trace.packets;
  return sessions.flatMap((session): SessionRow[] => {
    const { events, answers, tuple } = session;
    let passed = 0;
    let sent = 0;
    let answered = 0;
    for (; passed < events.length && times[events[passed]!]! <= time; passed++) {
      // A packet of a steady stream may stand for several.
      const several = counts[packets[events[passed]!]!]!;
      if (answers[passed]) answered += several;
      else sent += several;
    }
    const event = events[passed - 1];
    if (event === undefined || session.forgotten <= time) return [];
    const idle = (time - times[event]!) / 1e6;
    const left = lifeOf(b[event]!) - idle;
    if (left <= 0) return [];
    const end = (address: number, port: number) =>
      tuple.protocol === Protocol.icmp ? formatAddress(address) : `${formatAddress(address)}:${port}`;
    return [
      {
        session,
        protocol: protocolName(tuple.protocol).toUpperCase(),
        from: end(tuple.src, tuple.sport),
        to: end(tuple.dst, tuple.dport),
        state: phaseName(phaseOf(b[event]!), tuple.protocol === Protocol.tcp),
        sent,
        answered,
        began: times[events[0]!]!,
        idle,
        left,
        event,
      },
    ];
  });
}

/** What a firewall has written to its log by a time: packets about which a rule was asked that wants it. */
export function logAt(
  reader: TraceReader,
  firewall: string,
  time: number,
): readonly { readonly event: number; readonly at: number; readonly text: string }[] {
  const { events, nodes } = reader.trace;
  const node = nodes.findIndex(({ kind, id }) => kind === 'firewall' && id === firewall);
  if (node < 0) return [];
  return [...reader.eventsOfNode(node)].flatMap((event) =>
    events.kind[event] === EventKind.log && events.time[event]! <= time
      ? [{ event, at: events.time[event]!, text: reader.string(events.a[event]!) }]
      : [],
  );
}
