import type { Address } from './address.ts';
import { formatAddress } from './address.ts';

/** IP protocol numbers (IANA). */
export const Protocol = { icmp: 1, tcp: 6, udp: 17 } as const;

/** TCP flags as they stand in the header (RFC 793 3.1). */
export const Flag = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const;

export const IPV4_HEADER = 20;
export const TCP_HEADER = 20;
/** A SYN carries options: maximum segment size, window scale, selective acknowledgement. */
export const TCP_SYN_HEADER = 32;
export const UDP_HEADER = 8;
export const ICMP_HEADER = 8;

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

/** A packet that has not got its number yet. */
export type Draft = Omit<Packet, 'id'>;

/** The packet that a draft becomes. Written out: engines are slow to copy an object and give it one property more. */
export function numbered(draft: Draft, id: number): Packet {
  const { src, dst, protocol, sport, dport, flags, seq, ack, payload } = draft;
  return { id, src, dst, protocol, sport, dport, flags, seq, ack, payload };
}

/** The five values that tell one conversation from another. */
export type FiveTuple = Pick<Packet, 'src' | 'dst' | 'protocol' | 'sport' | 'dport'>;

/** Length of the IP packet in bytes, without the link's frame. */
export function packetLength({
  protocol,
  flags,
  payload,
}: Pick<Packet, 'protocol' | 'flags' | 'payload'>): number {
  return headerLength(protocol, flags) + (payload?.length ?? 0);
}

/** Length of a packet's headers in bytes, IP and transport, as the simulated hosts write them. */
export function headerLength(protocol: number, flags: number): number {
  if (protocol !== Protocol.tcp) return IPV4_HEADER + UDP_HEADER;
  return IPV4_HEADER + (flags & Flag.syn ? TCP_SYN_HEADER : TCP_HEADER);
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
  if (tuple.protocol === Protocol.icmp)
    return `icmp ${formatAddress(tuple.src)} -> ${formatAddress(tuple.dst)} ${formatIcmp(tuple.dport)}`;
  const end = (address: Address, port: number) => `${formatAddress(address)}:${port}`;
  return `${protocolName(tuple.protocol)} ${end(tuple.src, tuple.sport)} -> ${end(tuple.dst, tuple.dport)}`;
}

const ICMP_NAMES: Readonly<Record<number, string>> = {
  0: 'echo reply',
  3: 'destination unreachable',
  4: 'source quench',
  5: 'redirect',
  8: 'echo request',
  11: 'time exceeded',
  12: 'parameter problem',
  13: 'timestamp request',
  14: 'timestamp reply',
};
const UNREACHABLE_NAMES: Readonly<Record<number, string>> = {
  0: 'network unreachable',
  1: 'host unreachable',
  2: 'protocol unreachable',
  3: 'port unreachable',
  13: 'administratively prohibited',
};

/** "port unreachable", "echo request", "type 40, code 2": what an ICMP packet is, by type * 256 + code. */
export function formatIcmp(typeAndCode: number): string {
  const [type, code] = [typeAndCode >>> 8, typeAndCode & 255];
  return (
    (type === 3 ? UNREACHABLE_NAMES[code] : undefined) ?? ICMP_NAMES[type] ?? `type ${type}, code ${code}`
  );
}

/** "TCP 443", "ICMP port unreachable": what a packet is for, by its protocol and where it goes. */
export function formatService({ protocol, dport }: Pick<FiveTuple, 'protocol' | 'dport'>): string {
  const name = protocolName(protocol).toUpperCase();
  if (protocol === Protocol.icmp) return `${name} ${formatIcmp(dport)}`;
  return protocol === Protocol.tcp || protocol === Protocol.udp ? `${name} ${dport}` : name;
}

/** Flags that no simulated host sets: urgent data, and congestion (RFC 793 3.1, RFC 3168 6.1). */
const RARE_FLAGS = { urg: 32, ece: 64, cwr: 128 };

/** "SYN, ACK" */
export function formatFlags(flags: number): string {
  return Object.entries({ ...Flag, ...RARE_FLAGS })
    .filter(([, bit]) => flags & bit)
    .map(([name]) => name.toUpperCase())
    .join(', ');
}
