import type { Message } from '../../model/packet.ts';
import { toHex } from '../codec/hex.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import { Writer } from '../codec/writer.ts';
import { rawMessage } from '../raw/message.ts';
import { rtpCodec } from '../rtp/codec.ts';
import { rtcpCodec } from '../rtp/rtcp.ts';
import { Attribute, MAGIC_COOKIE, rowOf } from './attributes.ts';
import type { Integrity, StunAttributes, StunDialect, StunMessage, StunSlot } from './message.ts';
import { COOKIE } from './message.ts';
import { typeOf } from './types.ts';
import { writeStun } from './write.ts';

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
  const number = reader.u16();
  const length = reader.u16();
  const transaction = toHex(reader.bytes(16));
  const dialect = dialectOf(bytes, transaction);
  const type = typeOf(number, dialect);
  if (!type) return null;
  if (length !== bytes.length - HEADER)
    throw new DecodeError(`the header says ${length} bytes, ${bytes.length - HEADER} follow`, 2);
  const slots: StunSlot[] = [];
  const into = new Attributes({ dialect, transaction }, depth);
  while (reader.left > 0) {
    const own = reader.u16();
    const size = reader.u16();
    const value = reader.bytes(size);
    const padding = dialect === 'rfc5389' && size % 4 > 0 ? reader.bytes(4 - (size % 4)) : new Uint8Array();
    slots.push({ type: own, value: toHex(value), padding: toHex(padding) });
    into.take(own, value);
  }
  const { attributes, integrity } = into;
  const message: StunMessage = { protocol: 'stun', dialect, ...type, transaction, attributes, integrity };
  return isWritten(message, bytes) ? message : { ...message, asRead: slots };
}

/** Would this model write just these bytes? */
function isWritten(message: StunMessage, bytes: Uint8Array): boolean {
  const writer = new Writer(false);
  writeStun(message, writer);
  return writer.length === bytes.length && writer.view().every((byte, at) => byte === bytes[at]);
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

/** Gathers what the attributes of one message say; of what is there twice, the first counts (RFC 5389 15). */
class Attributes {
  readonly attributes: Mutable<StunAttributes> = {};
  integrity: Integrity | null = null;
  readonly #around: Pick<StunMessage, 'dialect' | 'transaction'>;
  readonly #depth: number;
  readonly #others: { type: number; bytes: string }[] = [];

  constructor(around: Pick<StunMessage, 'dialect' | 'transaction'>, depth: number) {
    this.#around = around;
    this.#depth = depth;
  }

  take(type: number, value: Uint8Array): void {
    // What follows the signature is not signed, and does not count (RFC 5389 15.4).
    if (this.integrity || type === Attribute.fingerprint || type === Attribute.magicCookie) return;
    const own = this.attributes;
    if (type === Attribute.integrity) this.integrity = { mac: toHex(new Reader(value).bytes(20)) };
    else if (type === Attribute.data) own.data ??= readData(value, this.#depth + 1);
    else this.#row(type, value);
  }

  #row(type: number, value: Uint8Array): void {
    const own = this.attributes;
    const row = rowOf(type, this.#around.dialect);
    if (!row?.key || row.form.isForeign?.(value)) {
      own.others ??= this.#others;
      this.#others.push({ type, bytes: toHex(value) });
      return;
    }
    if (own[row.key] === undefined)
      (own as Record<string, unknown>)[row.key] = row.form.read(new Reader(value), this.#around);
  }
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
