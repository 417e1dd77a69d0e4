import { bisectRight, bisector } from 'd3';
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
  /** Events at which a packet of it passed, in order, with their times. */
  readonly events: readonly number[];
  readonly times: readonly number[];
  /** How many packets went each way up to and with each event. */
  readonly sent: readonly number[];
  readonly answered: readonly number[];
  /** When it was forgotten before its time, microseconds; Infinity: not. */
  readonly forgotten: number;
}

export interface WallSessions {
  readonly firewall: string;
  readonly title: string;
  readonly sessions: readonly Session[];
  /** What it wrote to its log: packets about which a rule was asked that wants it. */
  readonly log: readonly LogLine[];
}

export interface LogLine {
  readonly event: number;
  readonly at: number;
  readonly text: string;
}

/** Every connection that the firewalls with rules of their own ever had, in the order of their beginning. */
export function sessionsOf(reader: TraceReader, design: Design): readonly WallSessions[] {
  return design.firewalls
    .filter(({ rules }) => rules.length > 0)
    .map((wall) => {
      const node = reader.trace.nodes.findIndex(({ kind, id }) => kind === 'firewall' && id === wall.id);
      const rule = (index: number) => wall.rules[index]?.id ?? 'default';
      return {
        firewall: wall.id,
        title: wall.title,
        sessions: node < 0 ? [] : atNode(reader, node, rule),
        log: node < 0 ? [] : logOf(reader, node),
      };
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
        times: [],
        sent: [],
        answered: [],
        forgotten: Infinity,
      };
      found.set(connection, session);
    }
    // What an ICMP error brings belongs to whoever it goes to; the rest is told by its sender.
    const answer = tuple.src !== session.tuple.src || tuple.sport !== session.tuple.sport;
    // A packet of a steady stream may stand for several.
    const several = reader.trace.packets.count[packet]!;
    session.events.push(event);
    session.times.push(events.time[event]!);
    session.sent.push((session.sent.at(-1) ?? 0) + (answer ? 0 : several));
    session.answered.push((session.answered.at(-1) ?? 0) + (answer ? several : 0));
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
  const { b } = reader.trace.events;
  return sessions.flatMap((session): SessionRow[] => {
    const { events, times, tuple } = session;
    const last = bisectRight(times, time) - 1;
    const event = events[last];
    if (event === undefined || session.forgotten <= time) return [];
    const idle = (time - times[last]!) / 1e6;
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
        sent: session.sent[last]!,
        answered: session.answered[last]!,
        began: times[0]!,
        idle,
        left,
        event,
      },
    ];
  });
}

function logOf(reader: TraceReader, node: number): readonly LogLine[] {
  const { kind, time, a } = reader.trace.events;
  return [...reader.eventsOfNode(node)]
    .filter((event) => kind[event] === EventKind.log)
    .map((event) => ({ event, at: time[event]!, text: reader.string(a[event]!) }));
}

const byTime = bisector(({ at }: LogLine) => at);

/** What a firewall has written to its log by a time. */
export function logAt({ log }: Pick<WallSessions, 'log'>, time: number): readonly LogLine[] {
  return log.slice(0, byTime.right(log, time));
}
