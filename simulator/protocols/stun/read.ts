import type { Message } from '../../model/packet.ts';
import { toHex } from '../codec/hex.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import { decodeUtf8 } from '../codec/utf8.ts';
import { rawMessage } from '../raw/message.ts';
import { rtcpCodec, rtpCodec } from '../rtp/codec.ts';
import { Attribute, MAGIC_COOKIE, nonceNumber, realmNumber } from './attributes.ts';
import type { Integrity, StunAttributes, StunDialect, StunMessage, TransportAddress } from './message.ts';
import { COOKIE } from './message.ts';
import { typeOf } from './types.ts';

const HEADER = 20;
/** Messages in the data of messages in the data of messages: what is deeper stays bytes, and the stack ends. */
const DEPTH = 4;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads a message of any of the three dialects.
 * @param depth in the data of how many messages it came
 * @returns null when the header is no STUN's
 * @throws DecodeError when the header is, and the rest does not fit
 */
export function readStun(bytes: Uint8Array, depth = 0): StunMessage | null {
  if (bytes.length < HEADER) return null;
  const reader = new Reader(bytes);
  const type = typeOf(reader.u16());
  const length = reader.u16();
  if (!type) return null;
  if (length !== bytes.length - HEADER)
    throw new DecodeError(`the header says ${length} bytes, ${bytes.length - HEADER} follow`, 2);
  const transaction = toHex(reader.bytes(16));
  const dialect = dialectOf(bytes, transaction);
  const attributes: Mutable<StunAttributes> = {};
  const others: { type: number; bytes: string }[] = [];
  let integrity: Integrity | null = null;
  while (reader.left > 0) {
    const number = reader.u16();
    const size = reader.u16();
    const value = reader.part(size);
    if (dialect === 'rfc5389' && size % 4 > 0) reader.bytes(4 - (size % 4));
    // What follows the signature is not signed, and does not count (RFC 5389 15.4).
    if (integrity || number === Attribute.fingerprint || number === Attribute.magicCookie) continue;
    if (number === Attribute.integrity) integrity = { mac: toHex(value.bytes(20)) };
    else if (number === Attribute.data) attributes.data = readData(value.bytes(size), depth + 1);
    else readAttribute(number, value, dialect, transaction, attributes, others);
  }
  if (others.length > 0) attributes.others = others;
  return { protocol: 'stun', dialect, ...type, transaction, attributes, integrity };
}

/** Microsoft's cookie as first attribute, else the standard's in the transaction id, else neither. */
function dialectOf(bytes: Uint8Array, transaction: string): StunDialect {
  if (bytes.length >= HEADER + 8) {
    const reader = new Reader(bytes, HEADER);
    if (reader.u16() === Attribute.magicCookie && reader.u16() === 4 && reader.u32() === MAGIC_COOKIE)
      return 'ms-turn';
  }
  return transaction.startsWith(COOKIE) ? 'rfc5389' : 'rfc3489';
}

function readAttribute(
  number: number,
  value: Reader,
  dialect: StunDialect,
  transaction: string,
  into: Mutable<StunAttributes>,
  others: { type: number; bytes: string }[],
): void {
  const mask = parseInt(transaction.slice(0, 8), 16);
  const all = () => value.bytes(value.left);
  const unquoted = () => {
    const text = decodeUtf8(all());
    return dialect === 'ms-turn' ? text.replace(/^"(.*)"$/s, '$1') : text;
  };
  switch (number) {
    case Attribute.version:
      into.version = value.u32();
      return;
    case Attribute.username:
      into.username = decodeUtf8(all());
      return;
    case Attribute.priority:
      into.priority = value.u32();
      return;
    case Attribute.useCandidate:
      into.useCandidate = true;
      return;
    case Attribute.controlling:
      into.controlling = toHex(value.bytes(8));
      return;
    case Attribute.controlled:
      into.controlled = toHex(value.bytes(8));
      return;
    case Attribute.candidate:
      into.candidate = decodeUtf8(all()).replace(/\0+$/, '');
      return;
    case Attribute.implementation:
      into.implementation = value.u32();
      return;
    case Attribute.error: {
      value.u16();
      const code = (value.u8() & 7) * 100 + value.u8();
      into.error = { code, reason: decodeUtf8(all()) };
      return;
    }
    case Attribute.mapped:
      into.mapped = address(value, 0);
      return;
    case Attribute.xorMapped:
    case Attribute.msXorMapped:
      into.xorMapped = address(value, mask);
      return;
    case realmNumber(dialect):
      into.realm = unquoted();
      return;
    case nonceNumber(dialect):
      into.nonce = unquoted();
      return;
    case Attribute.lifetime:
      into.lifetime = value.u32();
      return;
    case Attribute.bandwidth:
      into.bandwidth = value.u32();
      return;
    case Attribute.alternateServer:
      into.alternateServer = address(value, 0);
      return;
    case Attribute.destination:
      into.destination = address(value, 0);
      return;
    case Attribute.remote:
      into.remote = address(value, 0);
      return;
    case Attribute.quality:
      into.quality = { stream: value.u16(), quality: value.u16() };
      return;
    case Attribute.sequence:
      into.sequence = { connection: toHex(value.bytes(20)), number: value.u32() };
      return;
    case Attribute.software:
      into.software = decodeUtf8(all());
      return;
    default:
      others.push({ type: number, bytes: toHex(all()) });
  }
}

function address(value: Reader, mask: number): TransportAddress {
  value.u8();
  if (value.u8() !== 1) throw new DecodeError('only IPv4 addresses are known here', value.at - 1);
  const port = value.u16() ^ (mask >>> 16);
  return { address: (value.u32() ^ mask) >>> 0, port };
}

/**
 * Reads what travels through relays or shares a port with STUN: told apart by its first byte (RFC 5764 5.1.2), RTCP
 * from RTP by the second (RFC 5761 4). What is none of these stays as it is.
 */
export function readData(bytes: Uint8Array, depth = 0): Message {
  const first = bytes[0] ?? 255;
  const second = bytes[1] ?? 0;
  try {
    if (first < 4) return (depth > DEPTH ? null : readStun(bytes, depth)) ?? rawMessage(bytes);
    if (first < 128 || first > 191) return rawMessage(bytes);
    return (second >= 192 && second <= 223 ? rtcpCodec : rtpCodec).read(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return rawMessage(bytes);
    throw error;
  }
}
