import type { Packet } from '../../../simulator/model/packet.ts';

/** A packet without content, with what is said of it. */
export function packetOf(over: Partial<Packet>): Packet {
  return {
    id: 0,
    src: 0,
    dst: 0,
    protocol: 6,
    sport: 0,
    dport: 0,
    flags: 0,
    seq: 0,
    ack: 0,
    payload: null,
    ...over,
  };
}
