import type { Codec } from '../codec/codec.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import { Writer } from '../codec/writer.ts';
import type { Compression, DnsMessage } from './message.ts';
import { Rcode } from './message.ts';
import { NameTable, readName } from './names.ts';
import { INTERNET, readRecord, recordText, typeName, typeNumber, writeRecord } from './records.ts';
import { dnsNotes } from './notes.ts';

const RESPONSE = 0x8000;
const AUTHORITATIVE = 0x0400;
const TRUNCATED = 0x0200;
const RECURSION_DESIRED = 0x0100;
const RECURSION_AVAILABLE = 0x0080;
/** The ways of writing names, the most usual first. */
const COMPRESSIONS: readonly (Compression | undefined)[] = [undefined, 'all', 'owners', 'none'];

/**
 * RFC 1035 4, with EDNS (RFC 6891). What is read is written again byte for byte when its names were compressed in one of
 * the usual ways; messages with more or less than one question are refused.
 */
export const dnsCodec: Codec<DnsMessage> = {
  id: 'dns',
  title: 'Domain Name System',
  family: 'dns',
  notes: dnsNotes,
  write(message, writer) {
    const { question, answers, authority, additional, compression } = message;
    const names = new NameTable(writer.length);
    writer.u16(message.id, 'Transaction ID', hex16(message.id));
    writer.u16(flagsOf(message), 'Flags', flagsText(message));
    writer.u16(1, 'Questions');
    writer.u16(answers.length, 'Answer records');
    writer.u16(authority.length, 'Authority records');
    writer.u16(additional.length, 'Additional records');
    writer.group('Query', `${question.type} ${question.name}`, () => {
      names.write(writer, question.name, 'Name', false);
      writer.u16(typeNumber(question.type), 'Type', question.type);
      const its = question.class ?? INTERNET;
      writer.u16(its, 'Class', its === INTERNET ? 'IN' : `CLASS${its}`);
    });
    for (const record of answers) writeRecord(writer, record, 'Answer', names, compression);
    for (const record of authority) writeRecord(writer, record, 'Authority', names, compression);
    for (const record of additional) writeRecord(writer, record, 'Additional', names, compression);
  },
  read(bytes) {
    const message = readMessage(bytes);
    for (const compression of COMPRESSIONS) {
      const way = compression ? { ...message, compression } : message;
      const again = bytesOf(way);
      if (again.length === bytes.length && again.every((byte, at) => byte === bytes[at])) return way;
    }
    return message;
  },
  size: (message) => bytesOf(message).length,
  label(message) {
    const { name, type } = message.question;
    if (!message.response) return `${type} ${name}?`;
    if (message.rcode !== Rcode.noError) return `${name}: ${rcodeName(message.rcode)}`;
    return message.answers.length === 0
      ? `${name}: no ${type} record`
      : `${name} is ${message.answers.map(recordText).join(', ')}`;
  },
};

function bytesOf(message: DnsMessage): Uint8Array {
  const writer = new Writer(false);
  dnsCodec.write(message, writer);
  return writer.result();
}

function readMessage(bytes: Uint8Array): DnsMessage {
  const reader = new Reader(bytes);
  const id = reader.u16();
  const flags = reader.u16();
  const counts = [reader.u16(), reader.u16(), reader.u16(), reader.u16()] as const;
  if (counts[0] !== 1) throw new DecodeError(`${counts[0]} questions, 1 expected`, 4);
  const name = readName(reader, bytes);
  const type = typeName(reader.u16());
  const its = reader.u16();
  const records = (count: number) => Array.from({ length: count }, () => readRecord(reader, bytes));
  const [answers, authority, additional] = [records(counts[1]), records(counts[2]), records(counts[3])];
  if (reader.left > 0) throw new DecodeError(`${reader.left} bytes follow the last record`, reader.at);
  return {
    protocol: 'dns',
    id,
    response: (flags & RESPONSE) !== 0,
    opcode: (flags >>> 11) & 15,
    authoritative: (flags & AUTHORITATIVE) !== 0,
    truncated: (flags & TRUNCATED) !== 0,
    recursionDesired: (flags & RECURSION_DESIRED) !== 0,
    recursionAvailable: (flags & RECURSION_AVAILABLE) !== 0,
    security: (flags >>> 4) & 7,
    rcode: flags & 15,
    question: { name, type, ...(its !== INTERNET && { class: its }) },
    answers,
    authority,
    additional,
  };
}

function flagsOf(message: DnsMessage): number {
  return (
    (message.response ? RESPONSE : 0) |
    (message.opcode << 11) |
    (message.authoritative ? AUTHORITATIVE : 0) |
    (message.truncated ? TRUNCATED : 0) |
    (message.recursionDesired ? RECURSION_DESIRED : 0) |
    (message.recursionAvailable ? RECURSION_AVAILABLE : 0) |
    (message.security << 4) |
    message.rcode
  );
}

/** "response, authoritative, recursion desired, recursion available, no such name" */
function flagsText(message: DnsMessage): string {
  return [
    message.response ? 'response' : 'query',
    message.opcode !== 0 && `opcode ${message.opcode}`,
    message.authoritative && 'authoritative',
    message.truncated && 'truncated',
    message.recursionDesired && 'recursion desired',
    message.recursionAvailable && 'recursion available',
    (message.security & 2) !== 0 && 'authentic data',
    (message.security & 1) !== 0 && 'checking disabled',
    message.response && rcodeName(message.rcode),
  ]
    .filter((one) => one !== false)
    .join(', ');
}

const RCODES: Readonly<Record<number, string>> = {
  [Rcode.noError]: 'no error',
  1: 'format error',
  [Rcode.serverFailure]: 'server failure',
  [Rcode.nameError]: 'no such name',
  4: 'not implemented',
  5: 'refused',
};

function rcodeName(rcode: number): string {
  return RCODES[rcode] ?? `error ${rcode}`;
}

function hex16(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}
