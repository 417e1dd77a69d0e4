import { formatAddress } from '../../model/address.ts';
import { fromHex, toHex } from '../codec/hex.ts';
import type { Reader } from '../codec/reader.ts';
import { DecodeError } from '../codec/reader.ts';
import type { Writer } from '../codec/writer.ts';
import type { Compression, DnsRecord, QuestionType } from './message.ts';
import { RecordType } from './message.ts';
import type { NameTable } from './names.ts';
import { readName } from './names.ts';

export const INTERNET = 1;

const NAMES = Object.fromEntries(
  Object.entries(RecordType).map(([name, number]) => [number, name]),
) as Readonly<Record<number, keyof typeof RecordType | undefined>>;

/** A type's name, "TYPE65" where it has none here (RFC 3597 5). */
export function typeName(number: number): QuestionType {
  return NAMES[number] ?? `TYPE${number}`;
}

function isNamed(type: QuestionType): type is keyof typeof RecordType {
  return Object.hasOwn(RecordType, type);
}

/** The number of a type's name. */
export function typeNumber(type: QuestionType): number {
  return isNamed(type) ? RecordType[type] : Number(type.slice(4));
}

/** What a record says, in a few words: "192.0.2.1", "sip.contoso.com:443". */
export function recordText(record: DnsRecord): string {
  switch (record.type) {
    case 'A':
      return formatAddress(record.address);
    case 'SRV':
      return `${record.target}:${record.port}`;
    case 'NS':
    case 'CNAME':
    case 'PTR':
    case 'MX':
      return record.target;
    case 'SOA':
      return record.primary;
    case 'TXT':
      return record.strings.join(' ');
    case 'AAAA':
      return ipv6Text(record.address);
    case 'OPT':
      return `EDNS, ${record.payload} bytes`;
    case 'unknown':
      return `${record.data.length / 2} bytes of ${typeName(record.number)}`;
  }
}

/** Sixteen bytes in hexadecimal as eight groups (RFC 4291 2.2, its long form). */
function ipv6Text(hex: string): string {
  return (hex.match(/.{4}/g) ?? []).map((group) => parseInt(group, 16).toString(16)).join(':');
}

/** Writes one record (RFC 1035 4.1.3). */
export function writeRecord(
  writer: Writer,
  record: DnsRecord,
  heading: string,
  names: NameTable,
  compression: Compression | undefined,
): void {
  const number = record.type === 'unknown' ? record.number : RecordType[record.type];
  writer.group(heading, `${record.name} is ${recordText(record)}`, () => {
    names.write(writer, record.name, 'Name', compression !== 'none');
    writer.u16(number, 'Type', typeName(number));
    if (record.type === 'OPT') {
      writer.u16(record.payload, 'UDP payload size');
      writer.u32(
        record.ttl,
        'Extended code, version, flags',
        `0x${record.ttl.toString(16).padStart(8, '0')}`,
      );
    } else {
      const its = record.type === 'unknown' ? record.class : INTERNET;
      writer.u16(its, 'Class', its === INTERNET ? 'IN' : `CLASS${its}`);
      writer.u32(record.ttl, 'Time to live', `${record.ttl} s`);
    }
    writer.counted('Data length', () => {
      writeData(writer, record, names, compression);
    });
  });
}

function writeData(
  writer: Writer,
  record: DnsRecord,
  names: NameTable,
  compression: Compression | undefined,
): void {
  const compress = compression === undefined || compression === 'all';
  const name = (value: string, field: string) => names.write(writer, value, field, compress);
  switch (record.type) {
    case 'A':
      writer.u32(record.address, 'Address', formatAddress(record.address));
      return;
    case 'NS':
    case 'CNAME':
    case 'PTR':
      name(record.target, record.type);
      return;
    case 'SOA':
      name(record.primary, 'Primary server');
      name(record.mailbox, 'Responsible mailbox');
      writer.u32(record.serial, 'Serial number').u32(record.refresh, 'Refresh', `${record.refresh} s`);
      writer
        .u32(record.retry, 'Retry', `${record.retry} s`)
        .u32(record.expire, 'Expire', `${record.expire} s`);
      writer.u32(record.minimum, 'Minimum', `${record.minimum} s`);
      return;
    case 'MX':
      writer.u16(record.preference, 'Preference');
      name(record.target, 'Exchange');
      return;
    case 'TXT':
      for (const text of record.strings) writer.u8(text.length, 'Text length').ascii(text, 'Text');
      return;
    case 'AAAA':
      writer.bytes(fromHex(record.address), 'Address', ipv6Text(record.address));
      return;
    case 'SRV':
      writer.u16(record.priority, 'Priority').u16(record.weight, 'Weight').u16(record.port, 'Port');
      names.write(writer, record.target, 'Target', compression === 'all');
      return;
    case 'OPT':
    case 'unknown':
      writer.bytes(fromHex(record.data), 'Data');
  }
}

/**
 * Reads one record. Data that is not made as its type says stays as it is, under `unknown`.
 * @param bytes the whole message
 * @throws DecodeError when there is no whole record
 */
export function readRecord(reader: Reader, bytes: Uint8Array): DnsRecord {
  const name = readName(reader, bytes);
  const number = reader.u16();
  const its = reader.u16();
  const ttl = reader.u32();
  const length = reader.u16();
  const start = reader.at;
  const data = reader.part(length);
  const type = NAMES[number];
  if (type === 'OPT') return { name, type, ttl, payload: its, data: toHex(data.bytes(length)) };
  const known = type && its === INTERNET ? readData({ name, ttl }, type, data, bytes) : null;
  if (known !== null) return known;
  const raw = toHex(bytes.subarray(start, start + length));
  return { name, type: 'unknown', ttl, number, class: its, data: raw };
}

function readData(
  shared: { name: string; ttl: number },
  type: Exclude<keyof typeof RecordType, 'OPT'>,
  data: Reader,
  bytes: Uint8Array,
): DnsRecord | null {
  try {
    const record = readForm(shared, type, data, bytes);
    return data.left === 0 ? record : null;
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

function readForm(
  shared: { name: string; ttl: number },
  type: Exclude<keyof typeof RecordType, 'OPT'>,
  data: Reader,
  bytes: Uint8Array,
): DnsRecord {
  const name = () => readName(data, bytes);
  switch (type) {
    case 'A':
      return { ...shared, type, address: data.u32() };
    case 'NS':
    case 'CNAME':
    case 'PTR':
      return { ...shared, type, target: name() };
    case 'SOA': {
      const [primary, mailbox] = [name(), name()];
      const [serial, refresh, retry] = [data.u32(), data.u32(), data.u32()];
      return {
        ...shared,
        type,
        primary,
        mailbox,
        serial,
        refresh,
        retry,
        expire: data.u32(),
        minimum: data.u32(),
      };
    }
    case 'MX':
      return { ...shared, type, preference: data.u16(), target: name() };
    case 'TXT': {
      const strings: string[] = [];
      while (data.left > 0) strings.push(data.ascii(data.u8()));
      return { ...shared, type, strings };
    }
    case 'AAAA':
      return { ...shared, type, address: toHex(data.bytes(16)) };
    case 'SRV': {
      const [priority, weight, port] = [data.u16(), data.u16(), data.u16()];
      return { ...shared, type, priority, weight, port, target: name() };
    }
  }
}
