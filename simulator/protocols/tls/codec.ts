import type { Codec } from '../codec/codec.ts';
import { fromHex, toHex } from '../codec/hex.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import type { Writer } from '../codec/writer.ts';
import { cipherSize } from './cipher.ts';
import { readCertificate, readName, writeCertificate, writeName } from './der.ts';
import type {
  AlertDescription,
  EncryptedRecord,
  HandshakeMessage,
  TlsMessage,
  TlsRecord,
} from './message.ts';
import { ALERTS } from './message.ts';
import { tlsNotes } from './notes.ts';

const VERSION = 0x0301;
export const RECORD_HEADER = 5;
/** RFC 2246 6.2.1 */
export const MAX_FRAGMENT = 16384;
export const ContentType = {
  'change-cipher-spec': 20,
  alert: 21,
  handshake: 22,
  'application-data': 23,
} as const;
const HandshakeType = {
  'client-hello': 1,
  'server-hello': 2,
  certificate: 11,
  'certificate-request': 13,
  'server-hello-done': 14,
  'certificate-verify': 15,
  'client-key-exchange': 16,
  finished: 20,
} as const;
/** RFC 3546 2.3 */
const SERVER_NAME = 0;
const TITLES: Readonly<Record<HandshakeMessage['type'], string>> = {
  'client-hello': 'Client Hello',
  'server-hello': 'Server Hello',
  certificate: 'Certificate',
  'certificate-request': 'Certificate Request',
  'server-hello-done': 'Server Hello Done',
  'certificate-verify': 'Certificate Verify',
  'client-key-exchange': 'Client Key Exchange',
  finished: 'Finished',
};
/** Bytes of what is encrypted or signed with a key of 2048 bits. */
export const RSA = 256;

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
      return record.messages.map(({ type }) => TITLES[type]).join(', ');
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
  return RECORD_HEADER + record.messages.reduce((size, message) => size + 4 + bodySize(message), 0);
}

function bodySize(message: HandshakeMessage): number {
  switch (message.type) {
    case 'client-hello':
      return (
        2 +
        32 +
        1 +
        message.sessionId.length / 2 +
        2 +
        2 * message.cipherSuites.length +
        2 +
        (message.serverName === null ? 0 : 2 + 4 + 5 + message.serverName.length)
      );
    case 'server-hello':
      return 2 + 32 + 1 + message.sessionId.length / 2 + 2 + 1;
    case 'certificate':
      return message.chain.reduce((size, one) => size + 3 + writeCertificate(one).length, 3);
    case 'certificate-request':
      return 2 + 2 + message.authorities.reduce((size, name) => size + 2 + writeName(name).length, 0);
    case 'client-key-exchange':
      return 2 + rsaSize(message.secret);
    case 'certificate-verify':
      return 2 + rsaSize(message.signature);
    case 'server-hello-done':
      return 0;
    case 'finished':
      return 12;
  }
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

function writeHandshake(message: HandshakeMessage, writer: Writer): void {
  writer.group(TITLES[message.type], '', () => {
    writer.u8(HandshakeType[message.type], 'Handshake type', TITLES[message.type]);
    writer.u24(bodySize(message), 'Length');
    switch (message.type) {
      case 'client-hello':
        writeHello(message, writer);
        writer.u16(2 * message.cipherSuites.length, 'Cipher suites length');
        for (const suite of message.cipherSuites) writer.u16(suite, 'Cipher suite', suiteName(suite));
        writer.u8(1, 'Compression methods length').u8(0, 'Compression method', 'null');
        if (message.serverName !== null) writeServerName(message.serverName, writer);
        return;
      case 'server-hello':
        writeHello(message, writer);
        writer.u16(message.cipherSuite, 'Cipher suite', suiteName(message.cipherSuite));
        writer.u8(0, 'Compression method', 'null');
        return;
      case 'certificate':
        writer.u24(bodySize(message) - 3, 'Certificates length');
        for (const one of message.chain) {
          const bytes = writeCertificate(one);
          writer.u24(bytes.length, 'Certificate length');
          writer.bytes(
            bytes,
            'Certificate',
            `${one.subject}, issued by ${one.issuer}, valid to ${one.notAfter.slice(0, 10)}`,
          );
        }
        return;
      case 'certificate-request':
        writer.u8(1, 'Certificate types count').u8(1, 'Certificate type', 'RSA sign');
        writer.u16(bodySize(message) - 4, 'Authorities length');
        for (const name of message.authorities) {
          const bytes = writeName(name);
          writer.u16(bytes.length, 'Authority length').bytes(bytes, 'Authority', name);
        }
        return;
      case 'client-key-exchange':
        writer.u16(rsaSize(message.secret), 'Encrypted pre-master secret length');
        writer.bytes(secretBytes(message.secret), 'Encrypted pre-master secret', '');
        return;
      case 'certificate-verify':
        writer
          .u16(rsaSize(message.signature), 'Signature length')
          .bytes(secretBytes(message.signature), 'Signature', '');
        return;
      default:
    }
  });
}

/** Bytes of what a key pair makes: of our own keys, before it is known. */
function rsaSize(text: string | undefined): number {
  return text === undefined ? RSA : text.length / 2;
}

/** What the key pairs make; zeros before it is known. */
function secretBytes(text: string | undefined): Uint8Array {
  return text === undefined ? new Uint8Array(RSA) : fromHex(text);
}

/** RFC 3546 2.3, 3.1: a list of extensions with one that says which server is meant. */
function writeServerName(name: string, writer: Writer): void {
  writer.u16(name.length + 9, 'Extensions length').u16(SERVER_NAME, 'Extension', 'server name');
  writer.u16(name.length + 5, 'Extension length').u16(name.length + 3, 'Server names length');
  writer.u8(0, 'Name type', 'host name').u16(name.length, 'Server name length').ascii(name, 'Server name');
}

function writeHello(message: HandshakeMessage & { random: string; sessionId: string }, writer: Writer): void {
  writer.u16(VERSION, 'Version', 'TLS 1.0 (0x0301)');
  writer.bytes(fromHex(message.random), 'Random', message.random);
  writer.u8(message.sessionId.length / 2, 'Session ID length');
  if (message.sessionId) writer.bytes(fromHex(message.sessionId), 'Session ID', message.sessionId);
}

function suiteName(suite: number): string {
  const names: Record<number, string> = {
    0x002f: 'TLS_RSA_WITH_AES_128_CBC_SHA',
    0x0035: 'TLS_RSA_WITH_AES_256_CBC_SHA',
    0x0005: 'TLS_RSA_WITH_RC4_128_SHA',
    0x000a: 'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
  };
  return names[suite] ?? `0x${suite.toString(16).padStart(4, '0')}`;
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

function readHandshake(reader: Reader): HandshakeMessage {
  const type = reader.u8();
  const body = reader.part(reader.u24());
  switch (type) {
    case HandshakeType['client-hello']: {
      const hello = readHello(body);
      const suites = body.part(body.u16());
      const cipherSuites: number[] = [];
      while (suites.left > 0) cipherSuites.push(suites.u16());
      body.bytes(body.u8());
      return { type: 'client-hello', ...hello, cipherSuites, serverName: readServerName(body) };
    }
    case HandshakeType['server-hello']:
      return { type: 'server-hello', ...readHello(body), cipherSuite: body.u16() };
    case HandshakeType.certificate: {
      const list = body.part(body.u24());
      const chain = [];
      while (list.left > 0) {
        const der = list.bytes(list.u24());
        chain.push({ ...readCertificate(der), key: '', der });
      }
      return { type: 'certificate', chain };
    }
    case HandshakeType['certificate-request']: {
      body.bytes(body.u8());
      const list = body.part(body.u16());
      const authorities: string[] = [];
      while (list.left > 0) authorities.push(readName(list.bytes(list.u16())));
      return { type: 'certificate-request', authorities };
    }
    case HandshakeType['server-hello-done']:
      return { type: 'server-hello-done' };
    case HandshakeType['client-key-exchange']:
      return { type: 'client-key-exchange', secret: toHex(body.bytes(body.u16())) };
    case HandshakeType['certificate-verify']:
      return { type: 'certificate-verify', signature: toHex(body.bytes(body.u16())) };
    default:
      throw new DecodeError(`handshake type ${type} is not known`, reader.at);
  }
}

/** The server's name among the extensions, if there are any. */
function readServerName(body: Reader): string | null {
  let name: string | null = null;
  const extensions = body.left > 0 ? body.part(body.u16()) : body;
  while (extensions.left > 0) {
    const type = extensions.u16();
    const extension = extensions.part(extensions.u16());
    if (type !== SERVER_NAME) continue;
    const list = extension.part(extension.u16());
    list.u8();
    name = list.ascii(list.u16());
  }
  return name;
}

function readHello(body: Reader): { random: string; sessionId: string } {
  body.u16();
  const random = toHex(body.bytes(32));
  return { random, sessionId: toHex(body.bytes(body.u8())) };
}
