import { decodeBody, encodeBody } from '../codec/body.ts';
import { fromHex, toHex } from '../codec/hex.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import { Writer } from '../codec/writer.ts';
import type { ReportBlock, RtcpPacket, SourceChunk } from './message.ts';

/** RFC 3550 12.1 */
const TYPES = {
  'sender-report': 200,
  'receiver-report': 201,
  description: 202,
  goodbye: 203,
  application: 204,
} as const;

/** RFC 3550 12.2; 1 is the one that must be there (6.5.1). */
const ITEMS: Readonly<Record<number, string>> = {
  1: 'CNAME',
  2: 'NAME',
  3: 'EMAIL',
  4: 'PHONE',
  5: 'LOC',
  6: 'TOOL',
  7: 'NOTE',
  8: 'PRIV',
};

const TITLES: Readonly<Record<RtcpPacket['type'], string>> = {
  'sender-report': 'Sender report',
  'receiver-report': 'Receiver report',
  description: 'Source description',
  goodbye: 'Goodbye',
  application: 'Application-defined',
  other: 'Other packet',
  sealed: 'Encrypted report',
};

const NAMES: Readonly<Record<number, string>> = { 200: 'SR', 201: 'RR', 202: 'SDES', 203: 'BYE', 204: 'APP' };

/** The number of a packet's type. */
export function numberOf(packet: RtcpPacket): number {
  return packet.type === 'other' || packet.type === 'sealed' ? packet.number : TYPES[packet.type];
}

/**
 * Writes one packet of a compound.
 * @param padding bytes behind it that belong to it, in hexadecimal
 */
export function writePacket(packet: RtcpPacket, padding: string, writer: Writer): void {
  writer.group(TITLES[packet.type], summary(packet), () => {
    const number = numberOf(packet);
    const first =
      packet.type === 'sealed' ? packet.first : 0x80 | (padding === '' ? 0 : 0x20) | countOf(packet);
    writer.u8(first, 'Version, count', `2, ${first & 31}`).u8(number, 'Type', NAMES[number]);
    if (packet.type === 'sealed') writer.u16(packet.length, 'Length').bytes(fromHex(packet.data), 'Data');
    else
      writer.counted(
        'Length',
        () => {
          writeBody(packet, writer);
          if (padding !== '') writer.bytes(fromHex(padding), 'Padding');
        },
        4,
      );
  });
}

function summary(packet: RtcpPacket): string {
  switch (packet.type) {
    case 'sender-report':
      return `${packet.packets} packets`;
    case 'description':
      return packet.chunks[0]?.items[0]?.text ?? '';
    case 'goodbye':
      return packet.reason ?? '';
    case 'application':
      return packet.name;
    default:
      return '';
  }
}

function countOf(packet: Exclude<RtcpPacket, { type: 'sealed' }>): number {
  switch (packet.type) {
    case 'sender-report':
    case 'receiver-report':
      return packet.reports.length;
    case 'description':
      return packet.chunks.length;
    case 'goodbye':
      return packet.sources.length;
    case 'application':
      return packet.subtype;
    case 'other':
      return packet.count;
  }
}

function writeBody(packet: Exclude<RtcpPacket, { type: 'sealed' }>, writer: Writer): void {
  switch (packet.type) {
    case 'sender-report':
      writer.u32(packet.ssrc, 'Sender', hex(packet.ssrc));
      writer.u32(packet.ntp.seconds, 'NTP seconds').u32(packet.ntp.fraction, 'NTP fraction');
      writer.u32(packet.timestamp, 'RTP timestamp');
      writer.u32(packet.packets, 'Packets sent').u32(packet.octets, 'Octets sent');
      writeReports(packet, writer);
      return;
    case 'receiver-report':
      writer.u32(packet.ssrc, 'Sender', hex(packet.ssrc));
      writeReports(packet, writer);
      return;
    case 'description':
      for (const chunk of packet.chunks) writeChunk(chunk, writer);
      return;
    case 'goodbye': {
      for (const one of packet.sources) writer.u32(one, 'Source', hex(one));
      if (packet.reason === null) return;
      const reason = encodeBody(packet.reason);
      writer.u8(reason.length, 'Reason length').bytes(reason, 'Reason', packet.reason);
      const zeros = -(1 + reason.length) & 3;
      if (zeros > 0) writer.bytes(new Uint8Array(zeros), 'Fill');
      return;
    }
    case 'application':
      writer.u32(packet.ssrc, 'Source', hex(packet.ssrc)).ascii(packet.name, 'Application');
      writer.bytes(fromHex(packet.data), 'Data');
      return;
    case 'other':
      writer.bytes(fromHex(packet.data), 'Data');
  }
}

function writeReports(
  { reports, extension }: { readonly reports: readonly ReportBlock[]; readonly extension: string },
  writer: Writer,
): void {
  for (const block of reports)
    writer.group('Report', hex(block.ssrc), () => {
      writer.u32(block.ssrc, 'Source', hex(block.ssrc)).u8(block.fraction, 'Fraction lost');
      writer.u24(block.lost & 0xffffff, 'Packets lost', String(block.lost));
      writer.u32(block.highest, 'Highest sequence').u32(block.jitter, 'Jitter');
      writer.u32(block.lastReport, 'Last report', hex(block.lastReport));
      writer.u32(block.delay, 'Delay since last report', `${(block.delay / 65536).toFixed(3)} s`);
    });
  if (extension !== '') writer.bytes(fromHex(extension), 'Extension of the profile');
}

/** A source, its items, at least one zero, and more up to whole words (RFC 3550 6.5). */
function writeChunk({ ssrc, items }: SourceChunk, writer: Writer): void {
  const start = writer.length;
  writer.u32(ssrc, 'Source', hex(ssrc));
  for (const { item, text } of items) {
    const bytes = encodeBody(text);
    writer.u8(item, 'Item', ITEMS[item]).u8(bytes.length, 'Item length');
    writer.bytes(bytes, item === 1 ? 'Name' : 'Text', text);
  }
  writer.bytes(new Uint8Array(4 - ((writer.length - start) % 4)), 'End and padding');
}

/**
 * Reads the body of one packet of a compound. What would not be written so again stays as it is, under `other`.
 * @param count the five bits beside the version
 */
export function readPacket(number: number, count: number, body: Uint8Array): RtcpPacket {
  const other: RtcpPacket = { type: 'other', number, count, data: toHex(body) };
  try {
    const packet = readForm(number, count, new Reader(body));
    if (packet === null) return other;
    const same = new Writer(false);
    writePacket(packet, '', same);
    return toHex(same.view(4)) === other.data && (same.view()[0]! & 31) === count ? packet : other;
  } catch (error) {
    if (error instanceof DecodeError) return other;
    throw error;
  }
}

function readForm(number: number, count: number, reader: Reader): RtcpPacket | null {
  switch (number) {
    case TYPES['sender-report']: {
      const ssrc = reader.u32();
      const ntp = { seconds: reader.u32(), fraction: reader.u32() };
      const [timestamp, packets, octets] = [reader.u32(), reader.u32(), reader.u32()];
      return { type: 'sender-report', ssrc, ntp, timestamp, packets, octets, ...readReports(count, reader) };
    }
    case TYPES['receiver-report']:
      return { type: 'receiver-report', ssrc: reader.u32(), ...readReports(count, reader) };
    case TYPES.description:
      return { type: 'description', chunks: Array.from({ length: count }, () => readChunk(reader)) };
    case TYPES.goodbye: {
      const sources = Array.from({ length: count }, () => reader.u32());
      const reason = reader.left > 0 ? decodeBody(reader.bytes(reader.u8())) : null;
      return { type: 'goodbye', sources, reason };
    }
    case TYPES.application: {
      const [ssrc, name] = [reader.u32(), reader.ascii(4)];
      return { type: 'application', subtype: count, ssrc, name, data: toHex(reader.bytes(reader.left)) };
    }
    default:
      return null;
  }
}

function readReports(count: number, reader: Reader): { reports: ReportBlock[]; extension: string } {
  const reports = Array.from({ length: count }, () => readBlock(reader));
  return { reports, extension: toHex(reader.bytes(reader.left)) };
}

function readBlock(reader: Reader): ReportBlock {
  const [ssrc, fraction, lost] = [reader.u32(), reader.u8(), reader.u24()];
  const [highest, jitter, lastReport, delay] = [reader.u32(), reader.u32(), reader.u32(), reader.u32()];
  // Packets that come twice can make it less than nothing: 24 bits with a sign.
  return { ssrc, fraction, lost: (lost << 8) >> 8, highest, jitter, lastReport, delay };
}

function readChunk(reader: Reader): SourceChunk {
  const start = reader.at;
  const ssrc = reader.u32();
  const items: { item: number; text: string }[] = [];
  for (;;) {
    const item = reader.u8();
    if (item === 0) break;
    items.push({ item, text: decodeBody(reader.bytes(reader.u8())) });
  }
  reader.bytes(-(reader.at - start) & 3);
  return { ssrc, items };
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
