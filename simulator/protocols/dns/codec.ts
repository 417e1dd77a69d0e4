import { formatAddress } from '../../model/address.ts';
import type { Codec } from '../codec/codec.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import { Writer } from '../codec/writer.ts';
import type { DnsMessage, DnsRecord } from './message.ts';
import { Rcode, RecordType } from './message.ts';

const INTERNET = 1;
const HEADER = 12;
const RESPONSE = 0x8000;
const AUTHORITATIVE = 0x0400;
const TRUNCATED = 0x0200;
const RECURSION_DESIRED = 0x0100;
const RECURSION_AVAILABLE = 0x0080;
const TYPE_NAMES = Object.fromEntries(
  Object.entries(RecordType).map(([name, number]) => [number, name]),
) as Record<number, DnsRecord['type'] | undefined>;

/** RFC 1035 4. Names are written whole; compressed ones are understood. */
export const dnsCodec: Codec<DnsMessage> = {
  id: 'dns',
  title: 'Domain Name System',
  family: 'dns',
  write(message, writer) {
    const flags =
      (message.response ? RESPONSE | AUTHORITATIVE | RECURSION_AVAILABLE : 0) |
      (message.truncated ? TRUNCATED : 0) |
      (message.recursionDesired ? RECURSION_DESIRED : 0) |
      message.rcode;
    writer.u16(message.id, 'Transaction ID', hex16(message.id));
    writer.u16(flags, 'Flags', message.response ? `response, ${rcodeName(message.rcode)}` : 'query');
    writer.u16(1, 'Questions');
    writer.u16(message.answers.length, 'Answer records');
    writer.u16(0, 'Authority records');
    writer.u16(message.additional.length, 'Additional records');
    const { name, type } = message.question;
    writer.group('Query', `${type} ${name}`, () => {
      writeName(writer, name, 'Name');
      writer.u16(RecordType[type], 'Type', type);
      writer.u16(INTERNET, 'Class', 'IN');
    });
    for (const record of message.answers) writeRecord(writer, record, 'Answer');
    for (const record of message.additional) writeRecord(writer, record, 'Additional');
  },
  read(bytes) {
    const reader = new Reader(bytes);
    const id = reader.u16();
    const flags = reader.u16();
    const counts = [reader.u16(), reader.u16(), reader.u16(), reader.u16()] as const;
    if (counts[0] !== 1) throw new DecodeError(`${counts[0]} questions, 1 expected`, 4);
    const name = readName(reader, bytes);
    const type = recordType(reader.u16(), reader);
    reader.u16();
    const records = (count: number) => Array.from({ length: count }, () => readRecord(reader, bytes));
    const answers = records(counts[1]);
    records(counts[2]);
    return {
      protocol: 'dns',
      id,
      response: (flags & RESPONSE) !== 0,
      truncated: (flags & TRUNCATED) !== 0,
      recursionDesired: (flags & RECURSION_DESIRED) !== 0,
      rcode: flags & 15,
      question: { name, type },
      answers,
      additional: records(counts[3]),
    };
  },
  size({ question, answers, additional }) {
    let size = HEADER + nameSize(question.name) + 4;
    for (const list of [answers, additional])
      for (const record of list) size += nameSize(record.name) + 10 + dataSize(record);
    return size;
  },
  label(message) {
    const { name, type } = message.question;
    if (!message.response) return `${type} ${name}?`;
    if (message.rcode !== Rcode.noError) return `${name}: ${rcodeName(message.rcode)}`;
    return message.answers.length === 0
      ? `${name}: no ${type} record`
      : `${name} is ${message.answers.map(value).join(', ')}`;
  },
};

function value(record: DnsRecord): string {
  switch (record.type) {
    case 'A':
      return formatAddress(record.address);
    case 'SRV':
      return `${record.target}:${record.port}`;
    case 'CNAME':
      return record.target;
  }
}

function rcodeName(rcode: number): string {
  return rcode === Rcode.noError
    ? 'no error'
    : rcode === Rcode.nameError
      ? 'no such name'
      : rcode === Rcode.serverFailure
        ? 'server failure'
        : `error ${rcode}`;
}

function hex16(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}

function nameSize(name: string): number {
  return name === '' ? 1 : name.length + 2;
}

function dataSize(record: DnsRecord): number {
  return record.type === 'A'
    ? 4
    : record.type === 'SRV'
      ? 6 + nameSize(record.target)
      : nameSize(record.target);
}

function writeName(writer: Writer, name: string, field: string): void {
  const inner = new Writer();
  for (const label of name === '' ? [] : name.split('.')) inner.u8(label.length, '').ascii(label, '');
  writer.bytes(inner.u8(0, '').result(), field, name);
}

function writeRecord(writer: Writer, record: DnsRecord, heading: string): void {
  writer.group(heading, `${record.name} is ${value(record)}`, () => {
    writeName(writer, record.name, 'Name');
    writer.u16(RecordType[record.type], 'Type', record.type);
    writer.u16(INTERNET, 'Class', 'IN');
    writer.u32(record.ttl, 'Time to live', `${record.ttl} s`);
    writer.u16(dataSize(record), 'Data length');
    if (record.type === 'A') writer.u32(record.address, 'Address', formatAddress(record.address));
    else if (record.type === 'CNAME') writeName(writer, record.target, 'CNAME');
    else {
      writer.u16(record.priority, 'Priority').u16(record.weight, 'Weight').u16(record.port, 'Port');
      writeName(writer, record.target, 'Target');
    }
  });
}

function recordType(number: number, reader: Reader): DnsRecord['type'] {
  const type = TYPE_NAMES[number];
  if (!type) throw new DecodeError(`record type ${number} is not known`, reader.at);
  return type;
}

function readRecord(reader: Reader, bytes: Uint8Array): DnsRecord {
  const name = readName(reader, bytes);
  const type = recordType(reader.u16(), reader);
  reader.u16();
  const ttl = reader.u32();
  const data = reader.part(reader.u16());
  if (type === 'A') return { name, type, ttl, address: data.u32() };
  if (type === 'CNAME') return { name, type, ttl, target: readName(data, bytes) };
  return {
    name,
    type,
    ttl,
    priority: data.u16(),
    weight: data.u16(),
    port: data.u16(),
    target: readName(data, bytes),
  };
}

/** RFC 1035 4.1.4: labels, and pointers that must lead backwards (so that they cannot go round). */
function readName(reader: Reader, bytes: Uint8Array): string {
  const labels: string[] = [];
  let from = reader;
  let before = reader.at;
  for (;;) {
    const length = from.u8();
    if (length === 0) break;
    if (length >= 0xc0) {
      const at = ((length & 0x3f) << 8) | from.u8();
      if (at >= before) throw new DecodeError('a name points forwards', from.at);
      before = at;
      from = new Reader(bytes, at);
    } else if (length > 63) throw new DecodeError('a label is longer than 63 bytes', from.at);
    else labels.push(from.ascii(length));
    if (labels.length > 127) throw new DecodeError('a name has more than 127 labels', from.at);
  }
  return labels.join('.');
}
