import { EventKind } from '../../simulator/model/trace.ts';
import type { TraceReader } from '../../simulator/model/trace-reader.ts';

/** A name that both directions of one conversation share, on whichever side of a NAT they were sent. */
export function conversationOf(reader: TraceReader, packet: number): string {
  const { events } = reader.trace;
  const steps = reader.eventsOfPacket(packet);
  const inward = steps.some((event) => events.kind[event] === EventKind.translate && events.c[event] === 1);
  const { src, sport, dst, dport, protocol } = inward ? reader.tuple(packet) : reader.tupleAt(steps.at(-1)!);
  const ends = [`${src}:${sport}`, `${dst}:${dport}`];
  return `${protocol}/${ends[0]! < ends[1]! ? ends.join('/') : ends.reverse().join('/')}`;
}
