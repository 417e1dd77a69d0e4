import type { Codec } from '../codec/codec.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import type { Writer } from '../codec/writer.ts';
import { cipherSize } from './cipher.ts';
import { handshakeSize, handshakeTitle, readHandshake, VERSION, writeHandshake } from './handshake.ts';
import type {
  AlertDescription,
  EncryptedRecord,
  HandshakeMessage,
  TlsMessage,
  TlsRecord,
} from './message.ts';
import { ALERTS } from './message.ts';
import { tlsNotes } from './notes.ts';

export const RECORD_HEADER = 5;
/** RFC 2246 6.2.1 */
export const MAX_FRAGMENT = 16384;
export const ContentType = {
  'change-cipher-spec': 20,
  alert: 21,
  handshake: 22,
  'application-data': 23,
} as const;
/**
 * RFC 2246 6 and 7, TLS 1.0. What is encrypted must have been by a `SessionSealer`, which knows the whole conversation;
 * its size is known before.
 */
export const tlsCodec: Codec<TlsMessage> = {
  id: 'tls',
  title: 'Transport Layer Security',
  family: 'tls',
  notes: tlsNotes,
  write(message, writer) {
    for (const record of message.records) writeRecord(record, writer);
  },
  read(bytes) {
    const reader = new Reader(bytes);
    const records: TlsRecord[] = [];
    let encrypted = false;
    while (reader.left > 0) {
      const record = readRecord(reader, encrypted);
      if (record.type === 'change-cipher-spec') encrypted = true;
      records.push(record);
    }
    if (records.length === 0) throw new DecodeError('no record', 0);
    return { protocol: 'tls', session: null, records };
  },
  size(message) {
    let size = 0;
    for (const record of message.records) size += recordSize(record);
    return size;
  },
  label(message) {
    return message.records.map(recordLabel).join(', ');
  },
  inner(message) {
    for (const record of message.records) if (record.type === 'application-data') return record.content;
    return null;
  },
};

/**
 * A message as one sees it who can look at the records but not into them, and who need not wait for the keys: zeros
 * stand for what is encrypted.
 */
export function opaque(message: TlsMessage): TlsMessage {
  const records = message.records.map((record) => {
    if (!isToBeEncrypted(record)) return record;
    const of = record.type as EncryptedRecord['of'];
    return { type: 'encrypted' as const, of, fragment: new Uint8Array(recordSize(record) - RECORD_HEADER) };
  });
  return { ...message, records };
}

function recordLabel(record: TlsRecord): string {
  switch (record.type) {
    case 'handshake':
      return record.messages.map(handshakeTitle).join(', ');
    case 'change-cipher-spec':
      return 'Change Cipher Spec';
    case 'alert':
      return record.description === 'close_notify'
        ? 'TLS close'
        : `Alert: ${record.description.replaceAll('_', ' ')}`;
    case 'application-data':
      return 'Application Data';
    case 'encrypted':
      return ENCRYPTED[record.of];
  }
}

/** What can be said of a record that nobody sees into. */
const ENCRYPTED: Readonly<Record<EncryptedRecord['of'], string>> = {
  handshake: 'Encrypted Handshake Message',
  alert: 'Encrypted Alert',
  'application-data': 'Application Data',
};

function isToBeEncrypted(record: TlsRecord): boolean {
  return (
    isFinished(record) || record.type === 'application-data' || (record.type === 'alert' && record.encrypted)
  );
}

function isFinished(record: TlsRecord): boolean {
  return record.type === 'handshake' && record.messages[0]?.type === 'finished';
}

function recordSize(record: TlsRecord): number {
  if (record.type === 'application-data') {
    let size = 0;
    for (let left = record.size; left > 0; left -= MAX_FRAGMENT)
      size += RECORD_HEADER + cipherSize(Math.min(left, MAX_FRAGMENT));
    return size;
  }
  if (record.type === 'encrypted') return RECORD_HEADER + record.fragment.length;
  if (isFinished(record)) return RECORD_HEADER + cipherSize(16);
  if (record.type === 'change-cipher-spec') return RECORD_HEADER + 1;
  if (record.type === 'alert') return RECORD_HEADER + (record.encrypted ? cipherSize(2) : 2);
  return RECORD_HEADER + record.messages.reduce((size, message) => size + handshakeSize(message), 0);
}

function writeRecord(record: TlsRecord, writer: Writer): void {
  if (isToBeEncrypted(record)) throw new Error(`${recordLabel(record)} is written before it is encrypted`);
  writer.group('Record', recordLabel(record), () => {
    writeHeader(
      record.type === 'encrypted' ? record.of : record.type,
      recordSize(record) - RECORD_HEADER,
      writer,
    );
    switch (record.type) {
      case 'change-cipher-spec':
        writer.u8(1, 'Change Cipher Spec message');
        return;
      case 'alert':
        writer.u8(record.level === 'fatal' ? 2 : 1, 'Level', record.level);
        writer.u8(ALERTS[record.description], 'Description', record.description);
        return;
      case 'encrypted':
        writer.bytes(record.fragment, 'Encrypted fragment', `${record.fragment.length} bytes`);
        return;
      case 'handshake':
        for (const message of record.messages) writeHandshake(message, writer);
    }
  });
}

function writeHeader(type: keyof typeof ContentType, length: number, writer: Writer): void {
  writer.u8(ContentType[type], 'Content type', type.replaceAll('-', ' '));
  writer.u16(VERSION, 'Version', 'TLS 1.0 (0x0301)');
  writer.u16(length, 'Length');
}

function readRecord(reader: Reader, encrypted: boolean): TlsRecord {
  const type = reader.u8();
  const version = reader.u16();
  if (version !== VERSION)
    throw new DecodeError(`version 0x${version.toString(16)}, TLS 1.0 expected`, reader.at);
  const body = reader.part(reader.u16());
  switch (type) {
    case ContentType['change-cipher-spec']:
      if (body.u8() !== 1 || body.left > 0)
        throw new DecodeError('a change cipher spec message is 1', body.at);
      return { type: 'change-cipher-spec' };
    case ContentType.alert: {
      if (encrypted || body.left > 2) return readEncrypted('alert', body);
      const level = body.u8() === 2 ? 'fatal' : 'warning';
      const number = body.u8();
      const description = (Object.keys(ALERTS) as AlertDescription[]).find((name) => ALERTS[name] === number);
      if (!description) throw new DecodeError(`alert ${number} is not known`, body.at);
      return { type: 'alert', level, description, encrypted: false };
    }
    case ContentType.handshake: {
      if (encrypted) return readEncrypted('handshake', body);
      const messages: HandshakeMessage[] = [];
      while (body.left > 0) messages.push(readHandshake(body));
      // RFC 2246 6.2.1: only application data may be empty.
      if (messages.length === 0) throw new DecodeError('a handshake record without a message', body.at);
      return { type: 'handshake', messages };
    }
    case ContentType['application-data']:
      return readEncrypted('application-data', body);
    default:
      throw new DecodeError(`content type ${type} is not TLS`, reader.at);
  }
}

function readEncrypted(of: EncryptedRecord['of'], body: Reader): EncryptedRecord {
  return { type: 'encrypted', of, fragment: body.bytes(body.left) };
}
