import type { Message } from '../../model/packet.ts';
import type { Codec } from '../codec/codec.ts';
import { fromHex, toHex } from '../codec/hex.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import { Writer } from '../codec/writer.ts';
import { rawCodec } from '../raw/codec.ts';
import { rtpCodec } from '../rtp/codec.ts';
import { rtcpCodec } from '../rtp/rtcp.ts';
import type { AttributeRow } from './attributes.ts';
import { Attribute, MAGIC_COOKIE, rowFor, rowOf, rowsOf } from './attributes.ts';
import { fingerprint, integrityMac, keyBytes } from './integrity.ts';
import type { StunMessage, StunSlot } from './message.ts';
import { typeName, typeNumber } from './types.ts';

const HEADER = 20;
const ATTRIBUTE_HEADER = 4;
const MAC = 20;
const COOKIE_TEXT = '0x72C64BC6';

/** What is needed of a codec to put its messages into others. */
type DataCodec = Pick<Codec, 'id' | 'title' | 'write' | 'size' | 'label'>;

const OWN: Pick<Codec<StunMessage>, 'id' | 'title' | 'write' | 'size' | 'label'> = {
  id: 'stun',
  title: 'Session Traversal Utilities for NAT',
  write: writeStun,
  size: stunSize,
  label: stunLabel,
};

const TRAVELLERS: Readonly<Record<string, unknown>> = {
  stun: OWN,
  rtp: rtpCodec,
  rtcp: rtcpCodec,
  raw: rawCodec,
};

/** Can a message travel through relays? What comes to a port may be anything. */
export function travels(message: Message): boolean {
  return Object.hasOwn(TRAVELLERS, message.protocol);
}

/** The codec of a message that travels through relays; throws for any other: a broken invariant. */
export function dataCodec(message: Message): DataCodec {
  const codec = TRAVELLERS[message.protocol];
  if (!codec) throw new Error(`${message.protocol} does not travel through relays`);
  return codec as DataCodec;
}

/** A few words for a message: "Allocate error 401 Unauthorized". */
export function stunLabel(message: StunMessage): string {
  const { error, useCandidate, data } = message.attributes;
  const inside = data ? ` (${dataCodec(data).label(data)})` : '';
  const more = error ? ` ${error.code} ${error.reason}` : useCandidate ? ', nominated' : inside;
  return `${typeName(message)}${more}`;
}

/** Length of a message in bytes, counted without writing it. */
export function stunSize(message: StunMessage): number {
  const { dialect, attributes: own, asRead } = message;
  if (asRead)
    return asRead.reduce(
      (size, { value, padding }) => size + ATTRIBUTE_HEADER + (value.length + padding.length) / 2,
      HEADER,
    );
  let size = HEADER;
  const add = (length: number) => (size += ATTRIBUTE_HEADER + length + paddingOf(length, dialect));
  if (dialect === 'ms-turn') add(4);
  // By what is there, not by all that might be: sizes are asked for far more often than bytes.
  for (const key in own) {
    const row = rowFor(key, dialect);
    const value = row && own[row.key];
    if (value !== undefined) add(row!.form.size(value, message));
  }
  for (const { bytes } of own.others ?? []) add(bytes.length / 2);
  if (own.data) add(dataCodec(own.data).size(own.data));
  if (message.integrity) add(MAC);
  if (dialect === 'rfc5389') add(4);
  return size;
}

/** Zeros behind a value, up to whole words, where the dialect has them (RFC 5389 15). */
function paddingOf(length: number, dialect: StunMessage['dialect']): number {
  return dialect === 'rfc5389' ? -length & 3 : 0;
}

/** Writes a message in its dialect; one that was read, with its attributes as they stood. */
export function writeStun(message: StunMessage, writer: Writer): void {
  const { dialect, transaction, asRead } = message;
  const start = writer.length;
  writer.u16(typeNumber(message, dialect), 'Type', typeName(message));
  writer.u16(stunSize(message) - HEADER, 'Length');
  const words = fromHex(transaction);
  if (dialect === 'rfc5389') {
    writer.bytes(words.subarray(0, 4), 'Magic cookie', `0x${transaction.slice(0, 8)}`);
    writer.bytes(words.subarray(4), 'Transaction id', transaction.slice(8));
  } else writer.bytes(words, 'Transaction id', transaction);
  if (asRead) for (const slot of asRead) writeSlot(slot, message, writer);
  else writeAttributes(message, start, writer);
}

function writeAttributes(message: StunMessage, start: number, writer: Writer): void {
  const { dialect, attributes: own, integrity } = message;
  const write = (value: Value) => {
    writeValue(value, new Uint8Array(paddingOf(value.length, dialect)), writer);
  };
  if (dialect === 'ms-turn') write(cookieValue());
  for (const row of rowsOf(dialect)) {
    const value = own[row.key];
    if (value !== undefined) write(rowValue(row, value, message));
  }
  for (const { type, bytes } of own.others ?? []) write(shownValue(type, fromHex(bytes), message));
  if (own.data) write(dataValue(own.data));
  if (integrity)
    write(
      macValue(
        'mac' in integrity
          ? fromHex(integrity.mac)
          : integrityMac(writer.view(start), dialect, keyBytes(integrity)),
      ),
    );
  if (dialect === 'rfc5389') write(printValue(fingerprint(writer.view(start))));
}

/** An attribute about to be written. */
interface Value {
  readonly type: number;
  readonly name: string;
  readonly text: string;
  readonly length: number;
  write(writer: Writer): void;
}

/** Number, length, value, and padding (RFC 5389 15). */
function writeValue(value: Value, padding: Uint8Array, writer: Writer): void {
  const { type, name, text, length } = value;
  writer.group(name, text, () => {
    writer.u16(type, 'Attribute type', hex(type)).u16(length, 'Attribute length');
    value.write(writer);
    if (padding.length > 0) writer.bytes(padding, 'Padding');
  });
}

function rowValue({ number, name, form }: AttributeRow, value: unknown, message: StunMessage): Value {
  return {
    type: number,
    name,
    text: form.text(value),
    length: form.size(value, message),
    write: (writer) => form.write(value, writer, message),
  };
}

function plainValue(type: number, value: Uint8Array, { dialect }: StunMessage): Value {
  const name = rowOf(type, dialect)?.name ?? 'Unknown attribute';
  return {
    type,
    name,
    text: toHex(value),
    length: value.length,
    write: (writer) => void writer.bytes(value, 'Value', toHex(value)),
  };
}

function dataValue(data: Message): Value {
  const codec = dataCodec(data);
  return {
    type: Attribute.data,
    name: 'DATA',
    text: codec.label(data),
    length: codec.size(data),
    write: (writer) => void writer.group(codec.title, '', () => codec.write(data, writer), codec.id),
  };
}

function cookieValue(): Value {
  return {
    type: Attribute.magicCookie,
    name: 'MAGIC-COOKIE',
    text: COOKIE_TEXT,
    length: 4,
    write: (writer) => void writer.u32(MAGIC_COOKIE, 'Cookie', COOKIE_TEXT),
  };
}

function macValue(mac: Uint8Array): Value {
  return {
    type: Attribute.integrity,
    name: 'MESSAGE-INTEGRITY',
    text: 'HMAC-SHA1',
    length: MAC,
    write: (writer) => void writer.bytes(mac, 'HMAC'),
  };
}

function printValue(value: number): Value {
  return {
    type: Attribute.fingerprint,
    name: 'FINGERPRINT',
    text: hex(value),
    length: 4,
    write: (writer) => void writer.u32(value, 'CRC-32', hex(value)),
  };
}

/** Writes an attribute as it stood. */
function writeSlot({ type, value, padding }: StunSlot, message: StunMessage, writer: Writer): void {
  writeValue(shownValue(type, fromHex(value), message), fromHex(padding), writer);
}

/** An attribute of which the bytes are known: with its fields where these give the same bytes, else as bytes. */
function shownValue(type: number, bytes: Uint8Array, message: StunMessage): Value {
  return knownValue(type, bytes, message) ?? plainValue(type, bytes, message);
}

function knownValue(type: number, bytes: Uint8Array, message: StunMessage): Value | null {
  const found = valueOf(type, bytes, message);
  if (found?.length !== bytes.length) return null;
  const same = new Writer(false);
  found.write(same);
  return same.view().every((byte, at) => byte === bytes[at]) ? { ...found, type } : null;
}

function valueOf(type: number, bytes: Uint8Array, message: StunMessage): Value | null {
  const { dialect, attributes } = message;
  if (type === Attribute.magicCookie && dialect === 'ms-turn') return cookieValue();
  if (type === Attribute.integrity) return macValue(bytes);
  if (type === Attribute.data) return attributes.data ? dataValue(attributes.data) : null;
  try {
    const reader = new Reader(bytes);
    if (type === Attribute.fingerprint) return printValue(reader.u32());
    const row = rowOf(type, dialect);
    return row ? rowValue(row, row.form.read(reader, message), message) : null;
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}
