import { EventKind } from '../../simulator/model/trace.ts';
import type { TraceReader } from '../../simulator/model/trace-reader.ts';

/** A name that both directions of one conversation share, on whichever side of a NAT they were sent. */
export function conversationOf(reader: TraceReader, packet: number): string {
  const { events } = reader.trace;
  const { dst, dport, protocol, ...sender } = reader.tuple(packet);
  let { src, sport } = sender;
  // Outside of every NAT a packet has the last of its sources, and the destination that it was sent to.
  for (const event of reader.eventsOfPacket(packet))
    if (events.kind[event] === EventKind.translate && events.c[event] === 0) {
      src = events.a[event]! >>> 0;
      sport = events.b[event]!;
    }
  const ends = [`${src}:${sport}`, `${dst}:${dport}`];
  return `${protocol}/${ends[0]! < ends[1]! ? ends.join('/') : ends.reverse().join('/')}`;
}
