import { IPV4_HEADER, Protocol } from '../../model/packet.ts';
import { checksum, sum16 } from '../../protocols/codec/checksum.ts';
import { DecodeError } from '../../protocols/codec/reader.ts';
import type { Headers } from '../../protocols/ip/headers.ts';
import { readHeaders } from '../../protocols/ip/headers.ts';

/** What an IPv4 packet of a file comes to. */
export interface Internet {
  /** Part of a packet that was sent in several (RFC 791 3.2)? */
  readonly fragment: boolean;
  readonly wrongChecksum: boolean;
  /** Headers and payload; or in words why there are none. */
  readonly content: Transport | string;
}

export interface Transport {
  readonly headers: Headers;
  /** A copy. */
  readonly payload: Uint8Array;
  /** Bytes of the payload that are not here. */
  readonly missing: number;
}

const MORE_FRAGMENTS = 0x2000;
const FRAGMENT_OFFSET = 0x1fff;

/** Protocols that one meets beside those that firewalls' rules name (IANA). */
const PROTOCOLS: ReadonlyMap<number, string> = new Map([
  [2, 'IGMP'],
  [4, 'IPv4 in IPv4'],
  [41, 'IPv6 in IPv4'],
  [47, 'GRE'],
  [50, 'ESP'],
  [51, 'AH'],
  [89, 'OSPF'],
  [103, 'PIM'],
  [112, 'VRRP'],
  [132, 'SCTP'],
]);

const CUT = 'IPv4, cut off before its content';
const MALFORMED = 'malformed IPv4';

/**
 * Reads an IPv4 packet as it was captured: perhaps cut off, with a trailer, or with fields that the network card was to
 * fill in.
 * @param bytes from its first byte
 * @param length how long the frame was on the wire, from there
 */
export function readInternet(bytes: Uint8Array, length: number): Internet {
  const refused = (content: string) => ({ fragment: false, wrongChecksum: false, content });
  if (bytes.length < IPV4_HEADER) return refused(length < IPV4_HEADER ? MALFORMED : CUT);
  const header = (bytes[0]! & 15) * 4;
  if (bytes[0]! >> 4 !== 4 || header < IPV4_HEADER) return refused(MALFORMED);
  // A packet that the card was to cut into segments says 0.
  const total = u16(bytes, 2) || length;
  if (bytes.length < header) return refused(CUT);
  const fragment = u16(bytes, 6) & (MORE_FRAGMENTS | FRAGMENT_OFFSET);
  return {
    fragment: fragment !== 0,
    wrongChecksum: !isSound(bytes, header),
    content: fragment & FRAGMENT_OFFSET ? 'later fragment' : readTransport(bytes, header, total),
  };
}

/**
 * @param header length of the IP header
 * @param total length of the IP packet, which may be more than the bytes that are here
 */
function readTransport(bytes: Uint8Array, header: number, total: number): Transport | string {
  const protocol = bytes[9]!;
  if (protocol !== Protocol.tcp && protocol !== Protocol.udp && protocol !== Protocol.icmp)
    return PROTOCOLS.get(protocol) ?? `IP protocol ${protocol}`;
  const packet = bytes.subarray(0, total);
  const failed = packet.length < total ? CUT : MALFORMED;
  const read = headersOf(packet);
  if (!read || (packet.length === total && read.body > total)) return failed;
  const whole = protocol === Protocol.udp ? endOfUdp(packet, header, total) : total;
  const payload = packet.slice(read.body, whole);
  return { headers: read.headers, payload, missing: Math.max(whole - read.body - payload.length, 0) };
}

function headersOf(packet: Uint8Array): ReturnType<typeof readHeaders> | null {
  try {
    return readHeaders(packet);
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

/** Where a datagram ends by its own length, which counts its later fragments in; one that says 0 goes to the packet's end. */
function endOfUdp(packet: Uint8Array, header: number, total: number): number {
  const length = header + 6 <= packet.length ? u16(packet, header + 4) : 0;
  return length >= 8 ? header + length : total;
}

/** RFC 1071: the checksum over a header that holds its own is 0. */
function isSound(bytes: Uint8Array, header: number): boolean {
  return checksum(sum16(bytes, 0, 0, header)) === 0;
}

function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! * 256 + bytes[at + 1]!;
}
