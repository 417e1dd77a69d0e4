import { cameFromOutside } from '../../../simulator/model/connection.ts';
import { Disposition } from '../../../simulator/model/disposition.ts';
import type { FiveTuple, Message } from '../../../simulator/model/packet.ts';
import { MINUTE, SECOND } from '../../../simulator/model/time.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { RtpMessage } from '../../../simulator/protocols/rtp/message.ts';
import type { StunMessage } from '../../../simulator/protocols/stun/message.ts';

/** A packet that must be in the capture of a place, worked out from the trace alone. */
export interface Expected {
  /** Which of the runs in the file, and its trace. */
  readonly run: number;
  readonly reader: TraceReader;
  readonly packet: number;
  /** Which of the packets that it stands for. */
  readonly nth: number;
  /** Microseconds since 1970. */
  readonly time: number;
  readonly tuple: FiveTuple;
  readonly outbound: boolean;
  readonly dropped: boolean;
  /** The firewall's decision about it, at a firewall; else -1. */
  readonly verdict: number;
}

/** When each run begins in a file that holds several: at a whole minute, ten seconds or more after the one before. */
function beginnings(readers: readonly TraceReader[], date: string): number[] {
  let begin = Date.parse(date) * 1000;
  return readers.map(({ trace }) => {
    const own = begin;
    begin = Math.ceil((begin + (trace.events.time.at(-1) ?? 0) + 10 * SECOND) / MINUTE) * MINUTE;
    return own;
  });
}

/** All that must be seen at a place ("alice-pc", "external/outside") in runs that follow each other in one file. */
export function expectedAt(readers: readonly TraceReader[], place: string, date: string): Expected[] {
  const begins = beginnings(readers, date);
  const [id, side] = place.split('/');
  return readers.flatMap((reader, run) => {
    const node = reader.trace.nodes.findIndex((one) => one.id === id);
    const seen =
      side === undefined ? seenByHost(reader, node) : seenByFirewall(reader, node, side === 'outside');
    return seen.flatMap((one) => repeated({ ...one, run, reader }, begins[run]!));
  });
}

type Seen = Omit<Expected, 'run' | 'reader' | 'nth' | 'time'> & { readonly event: number };

/** A packet that stands for several is seen as often, at even distances. */
function repeated({ event, ...seen }: Seen & Pick<Expected, 'run' | 'reader'>, begin: number): Expected[] {
  const { packets, events } = seen.reader.trace;
  const count = packets.count[seen.packet]!;
  const spacing = count > 1 ? (innerRtp(seen.reader.message(seen.packet)!) as RtpMessage).spacing : 0;
  return Array.from({ length: count }, (_, nth) => ({
    ...seen,
    nth,
    time: begin + events.time[event]! + nth * spacing,
  }));
}

/** What a message of MS-TURN carries, or the message itself. */
export function innerRtp(message: Message): Message {
  return message.protocol === 'stun' ? ((message as StunMessage).attributes.data ?? message) : message;
}

function seenByHost(reader: TraceReader, node: number): Seen[] {
  const { events } = reader.trace;
  return Array.from(reader.eventsOfNode(node)).flatMap((event): Seen[] => {
    const kind = events.kind[event];
    const packet = events.packet[event]!;
    // What a host says to itself never comes to a wire.
    if (packet < reader.packetCount && reader.tuple(packet).src === reader.tuple(packet).dst) return [];
    const sent = kind === EventKind.send && !neverLeft(reader, packet, node);
    const came =
      kind === EventKind.deliver ||
      (kind === EventKind.lose && events.a[event] === Disposition['no-listener']);
    if (!sent && !came) return [];
    return [
      {
        event,
        packet,
        tuple: reader.tupleAt(event),
        outbound: sent,
        dropped: kind === EventKind.lose,
        verdict: -1,
      },
    ];
  });
}

/** The sender had no power or no way: the packet's end follows its beginning, at the same place. */
function neverLeft(reader: TraceReader, packet: number, node: number): boolean {
  const { kind, node: where } = reader.trace.events;
  const [, next] = reader.eventsOfPacket(packet);
  return next !== undefined && kind[next] === EventKind.lose && where[next] === node;
}

function seenByFirewall(reader: TraceReader, node: number, outside: boolean): Seen[] {
  const packets = new Set(
    Array.from(reader.eventsOfNode(node), (event) => reader.trace.events.packet[event]!),
  );
  return [...packets]
    .filter((packet) => packet < reader.packetCount)
    .flatMap((packet) => passages(reader, packet, node).filter((one) => one.outside === outside));
}

/** A packet as it comes to a firewall and as it leaves it. */
function passages(reader: TraceReader, packet: number, node: number): (Seen & { outside: boolean })[] {
  const { events } = reader.trace;
  const all = Array.from(reader.eventsOfPacket(packet));
  const here = all.filter((event) => events.node[event] === node);
  const first = here[0]!;
  if (events.kind[first] === EventKind.send) return own(reader, packet, first);
  const verdicts = here.filter((event) => events.kind[event] === EventKind.verdict);
  const end = here.find((event) => events.kind[event] === EventKind.lose);
  const judged = verdicts[0] ?? end;
  if (judged === undefined || (end !== undefined && events.a[end] !== Disposition.nat)) return [];
  const fromOutside = verdicts[0] === undefined ? events.b[judged] === 1 : cameFromOutside(events.b[judged]!);
  const last = all.at(-1) === here.at(-1) && reader.disposition(packet).lost;
  const before = all[all.indexOf(first) - 1]!;
  const came = {
    event: judged,
    packet,
    tuple: reader.tupleAt(before),
    outbound: false,
    dropped: last,
    verdict: verdicts[0] ?? -1,
    outside: fromOutside,
  };
  if (last) return [came];
  // Two decisions: it was turned back to the side that it came from.
  const back = verdicts.length === 2;
  const leaving = verdicts.at(-1)!;
  return [
    came,
    {
      event: leaving,
      packet,
      tuple: reader.tupleAt(here.at(-1)!),
      outbound: true,
      dropped: false,
      verdict: leaving,
      outside: fromOutside === back,
    },
  ];
}

/** What the firewall itself says, to whom it refuses something. */
function own(reader: TraceReader, packet: number, event: number): (Seen & { outside: boolean })[] {
  const { events } = reader.trace;
  const refused = events.cause[event]!;
  const outside = cameFromOutside(events.b[refused]!);
  return [
    { event, packet, tuple: reader.tuple(packet), outbound: true, dropped: false, verdict: -1, outside },
  ];
}
