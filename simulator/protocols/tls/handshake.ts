import { fromHex, toHex } from '../codec/hex.ts';
import type { Reader } from '../codec/reader.ts';
import { DecodeError } from '../codec/reader.ts';
import type { Writer } from '../codec/writer.ts';
import { certificateSize, readCertificate, readName, writeCertificate, writeName } from './der.ts';
import type { HandshakeMessage } from './message.ts';

/** TLS 1.0 (RFC 2246 6.2.1). */
export const VERSION = 0x0301;
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

/** RFC 2246 7.4: type and length. */
const HEADER = 4;

/** "Client Hello" */
export function handshakeTitle({ type }: HandshakeMessage): string {
  return TITLES[type];
}

/** Length of a handshake message with its header (RFC 2246 7.4). */
export function handshakeSize(message: HandshakeMessage): number {
  return HEADER + bodySize(message);
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
      return message.chain.reduce((size, one) => size + 3 + certificateSize(one), 3);
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

/** Writes a handshake message (RFC 2246 7.4). */
export function writeHandshake(message: HandshakeMessage, writer: Writer): void {
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

/**
 * Reads a handshake message (RFC 2246 7.4).
 * @throws DecodeError
 */
export function readHandshake(reader: Reader): HandshakeMessage {
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
