import type { Codec } from '../codec/codec.ts';
import { fromHex, toHex } from '../codec/hex.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import { Writer } from '../codec/writer.ts';
import { filler, TAG } from './filler.ts';
import type { RtcpMessage, RtcpPacket, RtcpTrailer } from './message.ts';
import { rtcpNotes } from './notes.ts';
import { numberOf, readPacket, writePacket } from './rtcp-packets.ts';

const HEADER = 4;
const PADDING = 0x20;
/** RFC 3711 3.4: the E bit and the index in front of the tag. */
const INDEX = 4;
const ENCRYPTED = 0x80000000;

/** RFC 3550 6.1: a compound of reports, descriptions and goodbyes; SRTCP's trailer behind it. */
export const rtcpCodec: Codec<RtcpMessage> = {
  id: 'rtcp',
  title: 'RTP Control Protocol',
  family: 'rtp',
  notes: rtcpNotes,
  write({ packets, padding, trailer }, writer) {
    packets.forEach((packet, index) => {
      writePacket(packet, index === packets.length - 1 ? padding : '', writer);
    });
    if (trailer) writeTrailer(trailer, writer);
  },
  read(bytes) {
    // A compound is whole words, the tag of SRTCP is not.
    const secured = bytes.length % 4 === TAG % 4;
    const end = bytes.length - (secured ? INDEX + TAG : 0);
    if (end < HEADER) throw new DecodeError(`${bytes.length} bytes are no RTCP`, 0);
    const trailer = secured ? readTrailer(new Reader(bytes, end)) : null;
    if (trailer?.encrypted && trailer.tag !== undefined) return readSealed(bytes.subarray(0, end), trailer);
    const packets: RtcpPacket[] = [];
    const reader = new Reader(bytes, 0, end);
    let padding = '';
    while (reader.left > 0) {
      if (padding !== '') throw new DecodeError('only the last packet may have padding', reader.at);
      const { packet, filled } = readOne(reader);
      packets.push(packet);
      padding = filled;
    }
    return { protocol: 'rtcp', packets, padding, trailer };
  },
  size(message) {
    const writer = new Writer(false);
    rtcpCodec.write(message, writer);
    return writer.length;
  },
  label({ packets }) {
    if (packets.some(({ type }) => type === 'goodbye')) return 'RTCP goodbye';
    const first = packets[0]!;
    const lost = 'reports' in first && first.reports[0] ? `, ${first.reports[0].lost} lost` : '';
    if (first.type === 'sender-report') return `RTCP report: ${first.packets} sent${lost}`;
    return first.type === 'receiver-report' ? `RTCP report: nothing sent${lost}` : `RTCP ${numberOf(first)}`;
  },
};

/** Header and body of the next packet (RFC 3550 6.4.1, A.2). */
function readOne(reader: Reader): { packet: RtcpPacket; filled: string } {
  const at = reader.at;
  const first = reader.u8();
  const number = reader.u8();
  if (first >> 6 !== 2) throw new DecodeError(`RTCP version ${first >> 6}, 2 expected`, at);
  if (number < 192 || number > 223) throw new DecodeError(`${number} is no type of RTCP`, at + 1);
  const body = reader.bytes(4 * reader.u16());
  const filling = first & PADDING ? (body.at(-1) ?? 0) : 0;
  if (first & PADDING && (filling === 0 || filling > body.length || filling % 4 !== 0))
    throw new DecodeError(`padding of ${filling} bytes, whole words expected`, reader.at - 1);
  const kept = body.length - filling;
  return {
    packet: readPacket(number, first & 31, body.subarray(0, kept)),
    filled: toHex(body.subarray(kept)),
  };
}

/** What another program encrypted: its header alone can be read (RFC 3711 3.4). */
function readSealed(bytes: Uint8Array, trailer: RtcpTrailer): RtcpMessage {
  const [first, number] = [bytes[0]!, bytes[1]!];
  if (first >> 6 !== 2 || number < 192 || number > 223) throw new DecodeError('no header of RTCP', 0);
  const length = new Reader(bytes, 2).u16();
  const packet: RtcpPacket = { type: 'sealed', first, number, length, data: toHex(bytes.subarray(4)) };
  return { protocol: 'rtcp', packets: [packet], padding: '', trailer };
}

function writeTrailer({ index, encrypted, tag }: RtcpTrailer, writer: Writer): void {
  const word = ((encrypted ? ENCRYPTED : 0) | index) >>> 0;
  writer.u32(word, 'SRTCP index', encrypted ? `${index}, encrypted` : String(index));
  const bytes = tag === undefined ? filler(TAG, index) : fromHex(tag);
  writer.bytes(bytes, 'Authentication tag', 'HMAC-SHA1-80 (RFC 3711 4.2)');
}

function readTrailer(reader: Reader): RtcpTrailer {
  const word = reader.u32();
  const trailer = { index: word & 0x7fffffff, encrypted: word >= ENCRYPTED };
  const tag = toHex(reader.bytes(TAG));
  return tag === toHex(filler(TAG, trailer.index)) ? trailer : { ...trailer, tag };
}
