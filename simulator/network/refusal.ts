import type { IcmpError } from '../model/icmp.ts';
import { IcmpType, isIcmpError, UnreachableCode } from '../model/icmp.ts';
import type { Draft, Packet } from '../model/packet.ts';
import { Flag, packetLength, Protocol, SINGLE } from '../model/packet.ts';
import type { RejectWith } from '../model/policy.ts';

const CODE: Readonly<Record<Exclude<RejectWith, 'reset'>, number>> = {
  'port-unreachable': UnreachableCode.port,
  'host-unreachable': UnreachableCode.host,
  'net-unreachable': UnreachableCode.network,
  'admin-prohibited': UnreachableCode.prohibited,
};

/** ICMP header and what it quotes: the IP header and eight bytes (RFC 792). */
export const ICMP_ERROR_SIZE = 8 + 20 + 8;

/**
 * What tells a sender that its packet is refused.
 * @param how null: a RST for TCP, "port unreachable" for the rest
 * @returns null where nothing may be said: about a RST (RFC 793 3.4) and about an ICMP error (RFC 1122 3.2.2)
 */
export function refusal(packet: Packet, how: RejectWith | null): Draft | null {
  if (packet.protocol === Protocol.icmp && isIcmpError(packet.dport)) return null;
  if (packet.protocol === Protocol.tcp && (how === null || how === 'reset'))
    return packet.flags & Flag.rst ? null : reset(packet);
  return unreachable(packet, CODE[how === null || how === 'reset' ? 'port-unreachable' : how]);
}

/** RFC 793 3.4: a segment that is refused is answered with a reset. */
export function reset(packet: Packet): Draft {
  const acknowledged = (packet.flags & Flag.ack) !== 0;
  return {
    src: packet.dst,
    dst: packet.src,
    protocol: Protocol.tcp,
    sport: packet.dport,
    dport: packet.sport,
    flags: acknowledged ? Flag.rst : Flag.rst | Flag.ack,
    seq: acknowledged ? packet.ack : 0,
    ack: acknowledged
      ? 0
      : (packet.seq + (packet.payload?.length ?? 0) + (packet.flags & (Flag.syn | Flag.fin) ? 1 : 0)) >>> 0,
    payload: null,
  };
}

/** RFC 792: "destination unreachable", with the packet that it is about. */
export function unreachable(packet: Packet, code: number): Draft {
  const { id, src, dst, sport, dport, protocol, seq, payload } = packet;
  const message: IcmpError = {
    protocol: 'icmp',
    quoted: {
      src,
      dst,
      sport,
      dport,
      protocol,
      length: packetLength(packet),
      identification: id & 0xffff,
      seq,
      carried: payload,
    },
  };
  const size = ICMP_ERROR_SIZE - 8;
  return {
    src: dst,
    dst: src,
    protocol: Protocol.icmp,
    sport: 0,
    dport: IcmpType.unreachable * 256 + code,
    flags: 0,
    seq: 0,
    ack: 0,
    payload: { message, offset: 0, length: size, size, counted: SINGLE },
  };
}
