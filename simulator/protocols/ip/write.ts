import { formatAddress } from '../../model/address.ts';
import type { FiveTuple } from '../../model/packet.ts';
import {
  Flag,
  formatFlags,
  formatIcmp,
  IPV4_HEADER,
  Protocol,
  protocolName,
  TCP_HEADER,
} from '../../model/packet.ts';
import type { Writer } from '../codec/writer.ts';
import { checksum, sum16 } from '../codec/checksum.ts';
import type { Headers } from './headers.ts';
import { writeOptions } from './options.ts';

/** Windows begins with 128. */
export const TIME_TO_LIVE = 128;
/** RFC 791 3.1: don't fragment. */
export const DONT_FRAGMENT = 0x4000;
/** What Windows of the time offers in a SYN, and afterwards in units of 256 bytes (RFC 1323 2.2). */
const SYN_WINDOW = 8192;
const SCALED_WINDOW = 258;
/** RFC 793 3.1, RFC 1323 2.2, RFC 2018 2: segments of 1460 bytes, window scale 8, selective acknowledgements. */
const SYN_OPTIONS = Uint8Array.of(2, 4, 5, 180, 1, 3, 3, 8, 1, 1, 4, 2);
const NO_OPTIONS = new Uint8Array(0);
const FLAG_TEXTS = Array.from({ length: 256 }, (_, flags) => formatFlags(flags));

const hex = (value: number) => `0x${value.toString(16).padStart(4, '0')}`;

/** RFC 791 3.1. */
export function writeIpv4(headers: Headers, bodyLength: number, writer: Writer): void {
  const { service = 0, fragment = DONT_FRAGMENT, ipOptions = NO_OPTIONS } = headers;
  const start = writer.length;
  const own = IPV4_HEADER + ipOptions.length;
  writer.u8(
    0x40 | (own / 4),
    'Version and header length',
    own === IPV4_HEADER ? '4, 20 bytes' : `4, ${own} bytes`,
  );
  writer.u8(service, 'Differentiated services');
  writer.u16(own + bodyLength, 'Total length');
  writer.u16(headers.identification & 0xffff, 'Identification');
  writer.u16(fragment, 'Flags and fragment offset', fragmentText(fragment));
  writer.u8(headers.timeToLive ?? TIME_TO_LIVE, 'Time to live');
  writer.u8(headers.protocol, 'Protocol', PROTOCOL_TEXTS[headers.protocol]);
  writer.u16(0, 'Header checksum', '');
  writer.u32(headers.src, 'Source', formatAddress).u32(headers.dst, 'Destination', formatAddress);
  if (ipOptions.length > 0) writer.bytes(ipOptions, 'Options');
  writer.patchU16(start + 10, checksum(writer.sum16(start, 0)), hex);
}

const PROTOCOL_TEXTS = Array.from({ length: 256 }, (_, one) => protocolName(one).toUpperCase());

function fragmentText(value: number): string {
  if (value === DONT_FRAGMENT) return "don't fragment";
  const words = [
    ...(value & DONT_FRAGMENT ? ["don't fragment"] : []),
    ...(value & 0x2000 ? ['more fragments'] : []),
  ];
  return [...words, `from byte ${(value & 0x1fff) * 8}`].join(', ');
}

/** The header of the transport: TCP, UDP or ICMP. */
export function writeTransport(headers: Headers, body: Uint8Array, writer: Writer): void {
  if (headers.protocol === Protocol.tcp) writeTcp(headers, body, writer);
  else if (headers.protocol === Protocol.icmp) writeIcmp(headers, body, writer);
  else writeUdp(headers, body, writer);
}

/** RFC 793 3.1; a SYN carries the options of its time. */
export function writeTcp(headers: Headers, body: Uint8Array, writer: Writer): void {
  const syn = (headers.flags & Flag.syn) !== 0;
  const { tcpOptions = syn ? SYN_OPTIONS : NO_OPTIONS, urgent = 0 } = headers;
  const { window = syn ? SYN_WINDOW : headers.flags & Flag.rst ? 0 : SCALED_WINDOW } = headers;
  const start = writer.length;
  const length = TCP_HEADER + tcpOptions.length;
  writer.u16(headers.sport, 'Source port').u16(headers.dport, 'Destination port');
  writer.u32(headers.seq, 'Sequence number').u32(headers.ack, 'Acknowledgement number');
  writer.u8((length / 4) << 4, 'Header length', length === TCP_HEADER ? '20 bytes' : `${length} bytes`);
  writer.u8(headers.flags, 'Flags', FLAG_TEXTS[headers.flags]);
  writer.u16(window, 'Window').u16(0, 'Checksum', '').u16(urgent, 'Urgent pointer');
  writeOptions(tcpOptions, writer);
  patchChecksum(headers, body, start, start + 16, writer);
}

/** RFC 768. */
export function writeUdp(headers: Headers, body: Uint8Array, writer: Writer): void {
  const start = writer.length;
  writer.u16(headers.sport, 'Source port').u16(headers.dport, 'Destination port');
  writer.u16(8 + body.length, 'Length').u16(0, 'Checksum', '');
  patchChecksum(headers, body, start, start + 6, writer);
}

/** RFC 792: type, code, checksum, and an identifier where it is a question or its answer. */
export function writeIcmp(headers: Headers, body: Uint8Array, writer: Writer): void {
  const start = writer.length;
  writer.u8(headers.dport >>> 8, 'Type', formatIcmp(headers.dport)).u8(headers.dport & 255, 'Code');
  writer
    .u16(0, 'Checksum', '')
    .u16(headers.sport, 'Identifier')
    .u16(headers.sequence ?? 0, 'Sequence number');
  writer.patchU16(start + 2, checksum(sum16(body, writer.sum16(start, 0))), hex);
}

/** Sums header, body and what RFC 793 3.1 calls the pseudo header. */
function patchChecksum(tuple: FiveTuple, body: Uint8Array, start: number, at: number, writer: Writer): void {
  const { src, dst, protocol } = tuple;
  const length = writer.length - start + body.length;
  const pseudo = (src >>> 16) + (src & 0xffff) + (dst >>> 16) + (dst & 0xffff) + protocol + length;
  const sum = checksum(sum16(body, writer.sum16(start, pseudo)));
  // RFC 768: a checksum of 0 would mean "none".
  writer.patchU16(at, sum === 0 && protocol === Protocol.udp ? 0xffff : sum, hex);
}
