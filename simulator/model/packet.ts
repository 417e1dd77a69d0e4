import type { Address } from './address.ts';
import { formatAddress } from './address.ts';

/** IP protocol numbers (IANA). */
export const Protocol = { icmp: 1, tcp: 6, udp: 17 } as const;

/** TCP flags as they stand in the header (RFC 793 3.1). */
export const Flag = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const;

export const IPV4_HEADER = 20;
export const TCP_HEADER = 20;
/** A SYN carries the option "maximum segment size". */
export const TCP_SYN_HEADER = 24;
export const UDP_HEADER = 8;

/**
 * A message of some protocol, as plain data that can be sent to another thread. `protocol` names the codec that
 * turns it into bytes; each protocol's folder narrows this type.
 */
export interface Message {
  readonly protocol: string;
}

/** What a packet carries: some bytes of a message. A message longer than one segment travels in several. */
export interface Payload {
  readonly message: Message;
  /** First byte of the message in this packet, and how many. */
  readonly offset: number;
  readonly length: number;
  /** Size of the whole message in bytes. */
  readonly size: number;
  readonly counted: Counted;
}

/**
 * How many packets one stands for: more than one where a stream is advanced in bulk. All that passes one step on shares
 * this, so that all of it is shortened when the stream ends in the middle of the step.
 */
export interface Counted {
  readonly count: number;
}

/** A packet that stands for itself. */
export const SINGLE: Counted = { count: 1 };

/**
 * One IP packet. Left out on purpose: IP options, fragmentation, IPv6, checksums (a packet is never damaged, it is
 * lost), time to live. Immutable: a NAT makes a copy with the same id.
 */
export interface Packet {
  /** Index in the run's packet table. */
  readonly id: number;
  readonly src: Address;
  readonly dst: Address;
  readonly protocol: number;
  readonly sport: number;
  readonly dport: number;
  /** TCP only, else 0. */
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  readonly payload: Payload | null;
}

/** The five values that tell one conversation from another. */
export type FiveTuple = Pick<Packet, 'src' | 'dst' | 'protocol' | 'sport' | 'dport'>;

/** Length of the IP packet in bytes, without the link's frame. */
export function packetLength(packet: Pick<Packet, 'protocol' | 'flags' | 'payload'>): number {
  const body = packet.payload?.length ?? 0;
  if (packet.protocol === Protocol.tcp)
    return IPV4_HEADER + (packet.flags & Flag.syn ? TCP_SYN_HEADER : TCP_HEADER) + body;
  return IPV4_HEADER + UDP_HEADER + body;
}

export function protocolName(protocol: number): string {
  return protocol === Protocol.tcp
    ? 'tcp'
    : protocol === Protocol.udp
      ? 'udp'
      : protocol === Protocol.icmp
        ? 'icmp'
        : `ip-${protocol}`;
}

/** "udp 198.51.100.7:50012 -> 10.45.16.30:3478" */
export function formatFlow(tuple: FiveTuple): string {
  const end = (address: Address, port: number) => `${formatAddress(address)}:${port}`;
  return `${protocolName(tuple.protocol)} ${end(tuple.src, tuple.sport)} -> ${end(tuple.dst, tuple.dport)}`;
}

/** "SYN, ACK" */
export function formatFlags(flags: number): string {
  return Object.entries(Flag)
    .filter(([, bit]) => flags & bit)
    .map(([name]) => name.toUpperCase())
    .join(', ');
}
