import type { Codec } from '../codec/codec.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import type { Writer } from '../codec/writer.ts';
import type { ReportBlock, RtcpMessage, RtpMessage } from './message.ts';
import { FORMATS } from './message.ts';

const HEADER = 12;
/** RFC 3711 4.2: HMAC-SHA1-80. */
const TAG = 10;
/** RFC 3711 3.4: the E bit and the index in front of the tag. */
const INDEX = 4;

/** Filler that is the same for the same packet: nobody can read what is encrypted, and nothing hangs on it. */
function filler(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed | 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

const NAMES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.values(FORMATS).map(({ type, name }) => [type, name]),
);

/** Payload types in a word. */
const KINDS: Readonly<Record<number, string>> = {
  [FORMATS.audio.type]: 'audio',
  [FORMATS.video.type]: 'video',
  [FORMATS.sharing.type]: 'data',
};

/** RFC 3550 5.1, with the tag of RFC 3711 behind it. Left out: CSRCs, padding, header extensions. */
export const rtpCodec: Codec<RtpMessage> = {
  id: 'rtp',
  title: 'Real-time Transport Protocol',
  family: 'rtp',
  write(message, writer) {
    writer.u8(0x80, 'Version, padding, extension, sources', 'version 2');
    const { payloadType, marker } = message;
    const format = NAMES[payloadType] ?? 'unknown format';
    writer.u8(
      (marker ? 0x80 : 0) | payloadType,
      'Marker, payload type',
      `${payloadType} ${format}${marker ? ', first of a talk spurt' : ''}`,
    );
    writer.u16(message.sequence, 'Sequence number').u32(message.timestamp, 'Timestamp');
    writer.u32(message.ssrc, 'Synchronization source', hex(message.ssrc));
    const what = message.encrypted ? 'Payload (encrypted)' : 'Payload';
    writer.bytes(filler(message.payload, message.sequence), what);
    if (message.encrypted)
      writer.bytes(filler(TAG, message.sequence + 1), 'Authentication tag', 'HMAC-SHA1-80 (RFC 3711 4.2)');
  },
  read(bytes) {
    const reader = new Reader(bytes);
    if (reader.u8() !== 0x80) throw new DecodeError('RTP of version 2 without extras begins with 0x80', 0);
    const second = reader.u8();
    const [sequence, timestamp, ssrc] = [reader.u16(), reader.u32(), reader.u32()];
    // Whether there is a tag is agreed in signalling and nowhere in the packet.
    const encrypted = reader.left >= TAG;
    const payload = encrypted ? reader.left - TAG : reader.left;
    return {
      protocol: 'rtp',
      payloadType: second & 127,
      marker: second > 127,
      sequence,
      timestamp,
      ssrc,
      payload,
      encrypted,
      count: 1,
      spacing: 0,
    };
  },
  size: ({ payload, encrypted }) => HEADER + payload + (encrypted ? TAG : 0),
  label({ payloadType, sequence, count }) {
    const kind = KINDS[payloadType] ?? 'media';
    return count > 1
      ? `RTP ${kind} ${sequence} to ${(sequence + count - 1) & 0xffff} (${count} packets)`
      : `RTP ${kind} ${sequence}`;
  },
};

const SENDER_REPORT = 200;
const SOURCE_DESCRIPTION = 202;
const BYE = 203;
const BLOCK = 24;
/** Bytes of a goodbye. */
const GOODBYE = 8;
/** The item of a source description that must be there (RFC 3550 6.5.1). */
const CNAME = 1;
/** Microseconds to the fraction part of an NTP time. */
const FRACTION = 4294.967296;

/** RFC 3550 6: a compound of report, source description and, at the end, goodbye; SRTCP's trailer behind it. */
export const rtcpCodec: Codec<RtcpMessage> = {
  id: 'rtcp',
  title: 'RTP Control Protocol',
  family: 'rtp',
  write(message, writer) {
    const { ssrc, reports, cname } = message;
    writer.group('Sender report', `${message.packets} packets`, () => {
      writer.u8(0x80 | reports.length, 'Version, count').u8(SENDER_REPORT, 'Type', 'SR');
      writer.u16(6 + 6 * reports.length, 'Length').u32(ssrc, 'Sender', hex(ssrc));
      const seconds = Math.floor(message.time / 1_000_000);
      writer.u32(seconds, 'NTP seconds');
      writer.u32(Math.floor((message.time % 1_000_000) * FRACTION), 'NTP fraction');
      writer.u32(message.timestamp, 'RTP timestamp');
      writer.u32(message.packets, 'Packets sent').u32(message.octets, 'Octets sent');
      for (const block of reports) writeBlock(block, writer);
    });
    writer.group('Source description', cname, () => {
      const words = sdesWords(cname);
      writer.u8(0x81, 'Version, count').u8(SOURCE_DESCRIPTION, 'Type', 'SDES').u16(words, 'Length');
      writer.u32(ssrc, 'Source', hex(ssrc)).u8(CNAME, 'Item', 'CNAME').u8(cname.length, 'Length');
      writer.ascii(cname, 'Name');
      writer.bytes(new Uint8Array(words * 4 - 4 - 2 - cname.length), 'End and padding');
    });
    if (message.bye)
      writer.group('Goodbye', '', () => {
        writer.u8(0x81, 'Version, count').u8(BYE, 'Type', 'BYE').u16(1, 'Length');
        writer.u32(ssrc, 'Source', hex(ssrc));
      });
    if (message.encrypted) {
      writer.u32((0x80000000 | message.packets) >>> 0, 'SRTCP index', 'encrypted');
      writer.bytes(filler(TAG, message.packets), 'Authentication tag', 'HMAC-SHA1-80 (RFC 3711 4.2)');
    }
  },
  read(bytes) {
    const reader = new Reader(bytes);
    const first = reader.u8();
    if (first >> 5 !== 4)
      throw new DecodeError('RTCP of version 2 without padding begins with 0x80 to 0x9f', 0);
    if (reader.u8() !== SENDER_REPORT)
      throw new DecodeError('here an RTCP compound begins with a sender report', 1);
    const count = first & 31;
    if (reader.u16() !== 6 + 6 * count) throw new DecodeError('a report of another length', 2);
    const ssrc = reader.u32();
    const [ntp, fraction, timestamp] = [reader.u32(), reader.u32(), reader.u32()];
    const [packets, octets] = [reader.u32(), reader.u32()];
    const reports = Array.from({ length: count }, () => readBlock(reader));
    if (reader.u8() !== 0x81 || reader.u8() !== SOURCE_DESCRIPTION)
      throw new DecodeError('a report is followed by a source description', reader.at);
    const words = reader.u16();
    const description = reader.part(words * 4);
    description.u32();
    if (description.u8() !== CNAME) throw new DecodeError('the name comes first', description.at - 1);
    const cname = description.ascii(description.u8());
    if (words !== sdesWords(cname)) throw new DecodeError('more than a name', description.at);
    // By its length: the index of SRTCP may look like anything.
    const bye = reader.left === GOODBYE || reader.left === GOODBYE + INDEX + TAG;
    if (bye && new Reader(reader.bytes(GOODBYE), 1).u8() !== BYE)
      throw new DecodeError('only a goodbye follows the name', reader.at - GOODBYE);
    const encrypted = reader.left === INDEX + TAG;
    if (reader.left > 0 && !encrypted) throw new DecodeError('neither goodbye nor tag', reader.at);
    const time = Math.round(ntp * 1_000_000 + fraction / FRACTION);
    return {
      protocol: 'rtcp',
      ssrc,
      time,
      timestamp,
      packets,
      octets,
      reports,
      cname,
      bye,
      encrypted,
    };
  },
  size: ({ reports, cname, bye, encrypted }) =>
    28 +
    BLOCK * reports.length +
    4 +
    4 * sdesWords(cname) +
    (bye ? GOODBYE : 0) +
    (encrypted ? INDEX + TAG : 0),
  label: ({ bye, packets, reports }) =>
    bye ? 'RTCP goodbye' : `RTCP report: ${packets} sent${reports[0] ? `, ${reports[0].lost} lost` : ''}`,
};

/** Length of a source description in words, less one: source, item, at least one zero, and padding. */
function sdesWords(cname: string): number {
  return Math.ceil((4 + 2 + cname.length + 1) / 4);
}

function writeBlock(block: ReportBlock, writer: Writer): void {
  writer.group('Report', hex(block.ssrc), () => {
    writer.u32(block.ssrc, 'Source', hex(block.ssrc));
    writer.u8(block.fraction, 'Fraction lost').u24(block.lost & 0xffffff, 'Packets lost', String(block.lost));
    writer.u32(block.highest, 'Highest sequence').u32(block.jitter, 'Jitter');
    writer.u32(0, 'Last report').u32(0, 'Delay since last report');
  });
}

function readBlock(reader: Reader): ReportBlock {
  const [ssrc, fraction, lost, highest, jitter] = [
    reader.u32(),
    reader.u8(),
    reader.u24(),
    reader.u32(),
    reader.u32(),
  ];
  reader.bytes(8);
  // Packets that come twice can make it less than nothing: 24 bits with a sign.
  return { ssrc, fraction, lost: (lost << 8) >> 8, highest, jitter };
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
