import type { Trace } from '../../../simulator/model/trace.ts';
import { EventKind, NO_PACKET } from '../../../simulator/model/trace.ts';

/**
 * A run played several times over, one after the other: as many events as one likes. The machines are the same ones
 * each time, the packets are others.
 */
export function repeated(trace: Trace, times: number): Trace {
  const { events, packets } = trace;
  const [rows, own] = [events.time.length, packets.src.length];
  const length = events.time.at(-1)! + 1_000_000;
  const copies = <T extends Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array>(
    column: T,
    move: (value: number, row: number, copy: number) => number = (value) => value,
  ): T => {
    const long = new (column.constructor as new (length: number) => T)(column.length * times);
    for (let copy = 0; copy < times; copy++)
      for (let row = 0; row < column.length; row++)
        long[copy * column.length + row] = move(column[row]!, row, copy);
    return long;
  };
  return {
    ...trace,
    events: {
      ...events,
      time: copies(events.time, (time, _, copy) => time + copy * length),
      kind: copies(events.kind),
      node: copies(events.node),
      packet: copies(events.packet, (packet, _, copy) =>
        packet === NO_PACKET ? packet : packet + copy * own,
      ),
      cause: copies(events.cause, (cause, _, copy) => (cause < 0 ? cause : cause + copy * rows)),
      a: copies(events.a, (a, row, copy) =>
        (events.kind[row] === EventKind.send || events.kind[row] === EventKind.warn) && a >= 0
          ? a + copy * own
          : a,
      ),
      b: copies(events.b),
      c: copies(events.c),
    },
    packets: {
      ...packets,
      src: copies(packets.src),
      dst: copies(packets.dst),
      sport: copies(packets.sport),
      dport: copies(packets.dport),
      protocol: copies(packets.protocol),
      flags: copies(packets.flags),
      seq: copies(packets.seq),
      ack: copies(packets.ack),
      length: copies(packets.length),
      message: copies(packets.message),
      offset: copies(packets.offset),
      size: copies(packets.size),
      count: copies(packets.count),
      disposition: copies(packets.disposition),
      sent: copies(packets.sent, (event, _, copy) => event + copy * rows),
    },
  };
}
