import type { Message } from '../../model/packet.ts';
import { DecodeError, Reader } from '../../protocols/codec/reader.ts';
import { recorded } from '../../protocols/recorded/message.ts';
import { tlsCodec } from '../../protocols/tls/codec.ts';
import { readAs, text, u16 } from './content.ts';

/** Header of a record, and the most that one holds: 2^14 bytes and what encryption adds (RFC 5246 6.2.3). */
export const RECORD_HEADER = 5;
const RECORD_MAX = 16384 + 2048;
export const ContentType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;

/** RFC 5246 7.4, RFC 5077, RFC 6066, RFC 8446 4. */
const HANDSHAKES: Readonly<Record<number, string>> = {
  0: 'Hello Request',
  1: 'Client Hello',
  2: 'Server Hello',
  4: 'New Session Ticket',
  8: 'Encrypted Extensions',
  11: 'Certificate',
  12: 'Server Key Exchange',
  13: 'Certificate Request',
  14: 'Server Hello Done',
  15: 'Certificate Verify',
  16: 'Client Key Exchange',
  20: 'Finished',
  22: 'Certificate Status',
};

/** RFC 5246 7.2. */
const ALERTS: Readonly<Record<number, string>> = {
  0: 'close notify',
  10: 'unexpected message',
  20: 'bad record MAC',
  21: 'decryption failed',
  22: 'record overflow',
  30: 'decompression failure',
  40: 'handshake failure',
  42: 'bad certificate',
  43: 'unsupported certificate',
  44: 'certificate revoked',
  45: 'certificate expired',
  46: 'certificate unknown',
  47: 'illegal parameter',
  48: 'unknown CA',
  49: 'access denied',
  50: 'decode error',
  51: 'decrypt error',
  70: 'protocol version',
  71: 'insufficient security',
  80: 'internal error',
  90: 'user canceled',
  100: 'no renegotiation',
  112: 'unrecognized name',
};

/** Do bytes begin with the header of a record? */
export function isRecord(bytes: Uint8Array): boolean {
  const [type = 0, major, minor = 9] = bytes;
  return (
    type >= ContentType.changeCipherSpec &&
    type <= 24 &&
    major === 3 &&
    minor <= 4 &&
    u16(bytes, 3) <= RECORD_MAX
  );
}

/** Is a record the hello of either end? */
export function isHello(record: Uint8Array): boolean {
  const message = record[RECORD_HEADER];
  return record[0] === ContentType.handshake && (message === 1 || message === 2);
}

/**
 * Names one or more whole records of one direction.
 * @param encrypted has this direction changed its cipher before?
 */
export function nameRecords(bytes: Uint8Array, encrypted: boolean): Message {
  const names: string[] = [];
  let sealed = encrypted;
  for (let at = 0; at < bytes.length;) {
    const end = at + RECORD_HEADER + u16(bytes, at + 3);
    names.push(nameRecord(bytes.subarray(at, end), sealed));
    sealed ||= bytes[at] === ContentType.changeCipherSpec || bytes[at] === ContentType.applicationData;
    at = end;
  }
  const name = names.join(', ');
  // What is encrypted nobody can write again without its keys.
  if (sealed) return recorded(name, 'tls', bytes);
  const message = readAs(tlsCodec, 'TLS', bytes);
  return message.protocol === 'recorded' ? recorded(name, 'tls', bytes) : message;
}

/** Does what follows a record of this direction come encrypted? */
export function changesCipher(record: Uint8Array): boolean {
  return record[0] === ContentType.changeCipherSpec;
}

function nameRecord(record: Uint8Array, encrypted: boolean): string {
  const body = record.subarray(RECORD_HEADER);
  switch (record[0]) {
    case ContentType.changeCipherSpec:
      return 'Change Cipher Spec';
    case ContentType.alert:
      return encrypted || body.length !== 2
        ? 'Alert (encrypted)'
        : `Alert: ${ALERTS[body[1]!] ?? `number ${body[1]!}`}`;
    case ContentType.handshake:
      return encrypted ? 'Handshake (encrypted)' : nameHandshakes(body);
    case ContentType.applicationData:
      return 'Application Data';
    default:
      return 'Heartbeat';
  }
}

/** A record may hold several messages, or a part of one. */
function nameHandshakes(body: Uint8Array): string {
  const names: string[] = [];
  for (let at = 0; at < body.length;) {
    const name = HANDSHAKES[body[at]!];
    if (name === undefined) return names.length > 0 ? names.join(', ') : 'Handshake (a part)';
    const length = (body[at + 1] ?? 0) * 65536 + u16(body, at + 2);
    const server = body[at] === 1 ? serverName(body.subarray(at, at + 4 + length)) : '';
    names.push(server === '' ? name : `${name} (${server})`);
    at += 4 + length;
  }
  return names.join(', ');
}

/** The name that a Client Hello asks for (RFC 6066 3), or nothing. */
function serverName(hello: Uint8Array): string {
  try {
    const reader = new Reader(hello, 4 + 2 + 32);
    reader.bytes(reader.u8());
    reader.bytes(reader.u16());
    reader.bytes(reader.u8());
    if (reader.left === 0) return '';
    const extensions = reader.part(reader.u16());
    while (extensions.left > 0) {
      const type = extensions.u16();
      const value = extensions.bytes(extensions.u16());
      if (type === 0) return text(value.subarray(5), 255).replace(/[^\x21-\x7e]/g, '?');
    }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return '';
}
