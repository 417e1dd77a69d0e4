import type { IcmpError, QuotedPacket } from '../../model/icmp.ts';
import type { Message } from '../../model/packet.ts';
import { formatIcmp, formatService, IPV4_HEADER, Protocol } from '../../model/packet.ts';
import type { Codec } from '../codec/codec.ts';
import { fromHex, toHex } from '../codec/hex.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import { Writer } from '../codec/writer.ts';
import { DONT_FRAGMENT, TIME_TO_LIVE, writeIcmp, writeIpv4, writeUdp } from '../ip/write.ts';
import { icmpNotes } from './notes.ts';

/** Of a quoted datagram's data, as RFC 792 has it (Windows and Linux quote more). */
const QUOTED = 8;

/**
 * What an ICMP error carries (RFC 792): the IP header of the packet that it is about and its first eight bytes. A quote
 * whose IP header has options is not read.
 * @param bytesOf makes the bytes of any message: the quoted packet's checksum is over them
 */
export function icmpCodecOf(bytesOf: (message: Message) => Uint8Array): Codec<IcmpError> {
  return {
    id: 'icmp',
    title: 'Quoted packet',
    family: 'tls',
    notes: icmpNotes,
    write({ quoted }, writer) {
      writeIpv4({ ...quoted, flags: 0, ack: 0 }, quoted.length - IPV4_HEADER, writer);
      if (quoted.protocol === Protocol.udp) {
        writer.u16(quoted.sport, 'Source port').u16(quoted.dport, 'Destination port');
        writer.u16(quoted.length - IPV4_HEADER, 'Length');
        writeChecksum(quoted, bytesOf, writer);
      } else if (quoted.protocol === Protocol.icmp) {
        writer.u8(quoted.dport >>> 8, 'Type', formatIcmp(quoted.dport)).u8(quoted.dport & 255, 'Code');
        writeChecksum(quoted, bytesOf, writer);
        writer.u16(quoted.sport, 'Identifier').u16(quoted.seq, 'Sequence number');
      } else {
        writer.u16(quoted.sport, 'Source port').u16(quoted.dport, 'Destination port');
        writer.u32(quoted.seq, 'Sequence number');
      }
      if (quoted.more !== undefined) writer.bytes(fromHex(quoted.more), 'More of the packet');
    },
    read: (bytes) => ({ protocol: 'icmp', quoted: readQuoted(bytes) }),
    size: ({ quoted }) => IPV4_HEADER + QUOTED + (quoted.more?.length ?? 0) / 2,
    label: ({ quoted }) => `about ${formatService(quoted)}`,
  };
}

function writeChecksum(
  quoted: QuotedPacket,
  bytesOf: (message: Message) => Uint8Array,
  writer: Writer,
): void {
  const { carried } = quoted;
  const sum =
    carried && 'checksum' in carried
      ? carried.checksum
      : checksumOf(quoted, carried ? bytesOf(carried.message) : new Uint8Array());
  writer.u16(sum, 'Checksum', `0x${sum.toString(16).padStart(4, '0')}`);
}

/** The checksum of a UDP or ICMP packet, taken from the header that it is sent with. */
function checksumOf(quoted: QuotedPacket, body: Uint8Array): number {
  const header = new Writer();
  const udp = quoted.protocol === Protocol.udp;
  (udp ? writeUdp : writeIcmp)({ ...quoted, flags: 0, ack: 0 }, body, header);
  return new Reader(header.result(), udp ? 6 : 2).u16();
}

function readQuoted(bytes: Uint8Array): QuotedPacket {
  const reader = new Reader(bytes);
  if (reader.u8() !== 0x45) throw new DecodeError('the quote is no IPv4 header of 20 bytes', 0);
  const service = reader.u8();
  const [length, identification, fragment] = [reader.u16(), reader.u16(), reader.u16()];
  if (length < IPV4_HEADER + QUOTED)
    throw new DecodeError(`the quoted packet has ${length} bytes, at least 28 expected`, 2);
  const timeToLive = reader.u8();
  const protocol = reader.u8();
  reader.u16();
  const [src, dst] = [reader.u32(), reader.u32()];
  const more = bytes.subarray(IPV4_HEADER + QUOTED);
  const ip = {
    src,
    dst,
    protocol,
    length,
    identification,
    ...(service !== 0 && { service }),
    ...(fragment !== DONT_FRAGMENT && { fragment }),
    ...(timeToLive !== TIME_TO_LIVE && { timeToLive }),
    ...(more.length > 0 && { more: toHex(more) }),
  };
  const [first, second] = [reader.u16(), reader.u16()];
  if (protocol === Protocol.icmp)
    return { ...ip, dport: first, carried: { checksum: second }, sport: reader.u16(), seq: reader.u16() };
  const ports = { ...ip, sport: first, dport: second };
  if (protocol !== Protocol.udp) return { ...ports, seq: reader.u32(), carried: null };
  reader.u16();
  return { ...ports, seq: 0, carried: { checksum: reader.u16() } };
}
