import { formatAddress } from '../../model/address.ts';
import type { FiveTuple } from '../../model/packet.ts';
import {
  Flag,
  formatFlags,
  formatIcmp,
  ICMP_HEADER,
  IPV4_HEADER,
  Protocol,
  protocolName,
  TCP_HEADER,
  TCP_SYN_HEADER,
  UDP_HEADER,
} from '../../model/packet.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import type { Writer } from '../codec/writer.ts';

/** What the headers of a packet say. */
export interface Headers extends FiveTuple {
  /** Number in the IP header's identification field. */
  readonly identification: number;
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
}

const TIME_TO_LIVE = 128;
const WINDOW = 64240;
/** Option 2, length 4, 1460 bytes. */
const MSS_OPTION = 0x020405b4;

/** RFC 791 3.1, 20 bytes: don't fragment, no options. */
export function writeIpv4(headers: Headers, bodyLength: number, writer: Writer): void {
  const start = writer.length;
  const length = IPV4_HEADER + bodyLength;
  writer.u8(0x45, 'Version and header length', '4, 20 bytes');
  writer.u8(0, 'Differentiated services', '0');
  writer.u16(length, 'Total length');
  writer.u16(headers.identification & 0xffff, 'Identification');
  writer.u16(0x4000, 'Flags and fragment offset', "don't fragment");
  writer.u8(TIME_TO_LIVE, 'Time to live');
  writer.u8(headers.protocol, 'Protocol', protocolName(headers.protocol).toUpperCase());
  writer.u16(0, 'Header checksum', '');
  writer.u32(headers.src, 'Source', formatAddress(headers.src));
  writer.u32(headers.dst, 'Destination', formatAddress(headers.dst));
  writer.patchU16(start + 10, checksum(writer.result().subarray(start, start + IPV4_HEADER), 0));
}

/** RFC 793 3.1; a SYN carries the maximum segment size (RFC 793 3.1, option 2). */
export function writeTcp(headers: Headers, body: Uint8Array, writer: Writer): void {
  const start = writer.length;
  const syn = (headers.flags & Flag.syn) !== 0;
  const length = syn ? TCP_SYN_HEADER : TCP_HEADER;
  writer.u16(headers.sport, 'Source port');
  writer.u16(headers.dport, 'Destination port');
  writer.u32(headers.seq, 'Sequence number');
  writer.u32(headers.ack, 'Acknowledgement number');
  writer.u8((length / 4) << 4, 'Header length', `${length} bytes`);
  writer.u8(headers.flags, 'Flags', formatFlags(headers.flags));
  writer.u16(WINDOW, 'Window');
  writer.u16(0, 'Checksum', '');
  writer.u16(0, 'Urgent pointer');
  if (syn) writer.u32(MSS_OPTION, 'Maximum segment size', '1460');
  writer.patchU16(
    start + 16,
    withPseudoHeader(headers, writer.result().subarray(start, start + length), body),
  );
}

/** RFC 768. */
export function writeUdp(headers: Headers, body: Uint8Array, writer: Writer): void {
  const start = writer.length;
  writer.u16(headers.sport, 'Source port');
  writer.u16(headers.dport, 'Destination port');
  writer.u16(UDP_HEADER + body.length, 'Length');
  writer.u16(0, 'Checksum', '');
  const sum = withPseudoHeader(headers, writer.result().subarray(start, start + UDP_HEADER), body);
  // A checksum of 0 would mean "none".
  writer.patchU16(start + 6, sum === 0 ? 0xffff : sum);
}

/** RFC 792: type, code, checksum, and an identifier where it is a question or its answer. */
export function writeIcmp(headers: Headers, body: Uint8Array, writer: Writer): void {
  const start = writer.length;
  writer.u8(headers.dport >>> 8, 'Type', formatIcmp(headers.dport));
  writer.u8(headers.dport & 255, 'Code');
  writer.u16(0, 'Checksum', '');
  writer.u16(headers.sport, 'Identifier');
  writer.u16(0, 'Sequence number');
  const whole = new Uint8Array(ICMP_HEADER + body.length);
  whole.set(writer.result().subarray(start, start + ICMP_HEADER));
  whole.set(body, ICMP_HEADER);
  writer.patchU16(start + 2, checksum(whole, 0));
}

/**
 * Reads the headers of an IPv4 packet.
 * @returns them and where the body begins
 * @throws DecodeError
 */
export function readHeaders(bytes: Uint8Array): { readonly headers: Headers; readonly body: number } {
  const reader = new Reader(bytes);
  const first = reader.u8();
  if (first >> 4 !== 4) throw new DecodeError(`IP version ${first >> 4}, 4 expected`, 0);
  const start = (first & 15) * 4;
  if (start < IPV4_HEADER) throw new DecodeError(`an IP header of ${start} bytes`, 0);
  reader.bytes(3);
  const identification = reader.u16();
  reader.bytes(3);
  const protocol = reader.u8();
  reader.u16();
  const src = reader.u32();
  const dst = reader.u32();
  const transport = new Reader(bytes, start);
  const sport = transport.u16();
  const dport = transport.u16();
  const shared = { src, dst, protocol, sport, dport, identification };
  if (protocol === Protocol.udp)
    return { headers: { ...shared, flags: 0, seq: 0, ack: 0 }, body: start + UDP_HEADER };
  if (protocol === Protocol.icmp) {
    // Type and code stand where the source port would be, the identifier behind the checksum.
    const rest = { sport: transport.u16(), dport: sport, flags: 0, seq: 0, ack: 0 };
    return { headers: { ...shared, ...rest }, body: start + ICMP_HEADER };
  }
  if (protocol !== Protocol.tcp)
    throw new DecodeError(`protocol ${protocol} is neither TCP, UDP nor ICMP`, 9);
  const seq = transport.u32();
  const ack = transport.u32();
  const length = (transport.u8() >> 4) * 4;
  if (length < TCP_HEADER) throw new DecodeError(`a TCP header of ${length} bytes`, start + 12);
  return { headers: { ...shared, flags: transport.u8() & 0x1f, seq, ack }, body: start + length };
}

/** RFC 1071: the ones' complement of the ones' complement sum. */
function checksum(bytes: Uint8Array, from: number): number {
  let sum = from;
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i]! << 8) | (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 65536);
  return ~sum & 0xffff;
}

function withPseudoHeader({ src, dst, protocol }: FiveTuple, header: Uint8Array, body: Uint8Array): number {
  const whole = new Uint8Array(header.length + body.length);
  whole.set(header);
  whole.set(body, header.length);
  const pseudo = (src >>> 16) + (src & 0xffff) + (dst >>> 16) + (dst & 0xffff) + protocol + whole.length;
  return checksum(whole, pseudo);
}
