import { formatAddress } from '../../model/address.ts';
import { fromHex, toHex } from '../codec/hex.ts';
import type { Reader } from '../codec/reader.ts';
import { DecodeError } from '../codec/reader.ts';
import { decodeUtf8, encodeUtf8, utf8Length } from '../codec/utf8.ts';
import type { Writer } from '../codec/writer.ts';
import type { StunMessage, TransportAddress } from './message.ts';

/** Family of an IPv6 address (RFC 5389 15.1). */
const IPV6 = 2;

/** What an attribute's form hangs on besides its value. */
export type Around = Pick<StunMessage, 'dialect' | 'transaction'>;

/** How a value stands in an attribute. */
export interface Form<T> {
  size(value: T, around: Around): number;
  write(value: T, writer: Writer, around: Around): void;
  /** The reader holds the attribute's value and nothing else. */
  read(reader: Reader, around: Around): T;
  /** Is it well made, and yet nothing that such a value can be: an IPv6 address? */
  isForeign?(value: Uint8Array): boolean;
  /** The value for people. */
  text(value: T): string;
}

/** A number of 32 bits. */
export function number(unit = '', names: Readonly<Record<number, string>> = {}): Form<number> {
  const text = (value: number) => `${value} ${names[value] ?? unit}`.trim();
  return {
    size: () => 4,
    write: (value, writer) => void writer.u32(value, 'Value', text(value)),
    read: (reader) => reader.u32(),
    text,
  };
}

/** A number in the first bytes of four; the others are reserved. */
export function shortNumber(bytes: 1 | 2, name: string): Form<number> {
  return {
    size: () => 4,
    write(value, writer) {
      if (bytes === 1) writer.u8(value, name).u24(0, 'Reserved');
      else writer.u16(value, name).u16(0, 'Reserved');
    },
    read: (reader) => (bytes === 1 ? reader.u8() : reader.u16()),
    text: String,
  };
}

export const flag: Form<true> = {
  size: () => 0,
  write: () => undefined,
  read: () => true,
  text: () => '',
};

/** UTF-8 (RFC 5389 15.3). */
export const text: Form<string> = {
  size: utf8Length,
  write: (value, writer) => void writer.bytes(encodeUtf8(value), 'Value', value),
  read: (reader) => decodeUtf8(reader.bytes(reader.left)),
  text: (value) => value,
};

/** Realm and nonce: MS-TURN puts them in quotation marks, and their length counts these ([MS-TURN] 2.2.2.14). */
export const quoted: Form<string> = {
  size: (value, { dialect }) => utf8Length(value) + (dialect === 'ms-turn' ? 2 : 0),
  write(value, writer, { dialect }) {
    writer.bytes(encodeUtf8(dialect === 'ms-turn' ? `"${value}"` : value), 'Value', value);
  },
  read(reader, { dialect }) {
    const value = decodeUtf8(reader.bytes(reader.left));
    return dialect === 'ms-turn' ? value.replace(/^"(.*)"$/s, '$1') : value;
  },
  text: (value) => value,
};

/** A foundation, filled up with zeros to whole words ([MS-ICE2] 2.2.2.1). */
export const foundation: Form<string> = {
  size: (value) => (utf8Length(value) + 3) & ~3,
  write(value, writer) {
    const zeros = '\0'.repeat(-utf8Length(value) & 3);
    writer.bytes(encodeUtf8(value + zeros), 'Value', value);
  },
  read: (reader) => decodeUtf8(reader.bytes(reader.left)).replace(/\0+$/, ''),
  text: (value) => value,
};

/** Bytes in hexadecimal; as many as there are, or so many. */
export function bytes(length?: number): Form<string> {
  return {
    size: (value) => value.length / 2,
    write: (value, writer) => void writer.bytes(fromHex(value), 'Value', value),
    read: (reader) => toHex(reader.bytes(length ?? reader.left)),
    text: (value) => value,
  };
}

/** RFC 5389 15.6 */
export const errorCode: Form<{ readonly code: number; readonly reason: string }> = {
  size: ({ reason }) => 4 + utf8Length(reason),
  write({ code, reason }, writer) {
    writer.u16(0, 'Reserved').u8(Math.floor(code / 100), 'Class');
    writer.u8(code % 100, 'Number').bytes(encodeUtf8(reason), 'Reason', reason);
  },
  read(reader) {
    reader.u16();
    const code = (reader.u8() & 7) * 100 + reader.u8();
    return { code, reason: decodeUtf8(reader.bytes(reader.left)) };
  },
  text: ({ code, reason }) => `${code} ${reason}`,
};

/**
 * An IPv4 address with a port (RFC 5389 15.1).
 * @param masked by the first bytes of the transaction (RFC 5389 15.2, [MS-TURN] 2.2.2.16)
 */
export function address(masked: boolean): Form<TransportAddress> {
  const mask = ({ transaction }: Around) => (masked ? parseInt(transaction.slice(0, 8), 16) : 0);
  return {
    size: () => 8,
    write(value, writer, around) {
      const bits = mask(around);
      writer.u8(0, 'Reserved').u8(1, 'Family', 'IPv4');
      writer.u16(value.port ^ (bits >>> 16), 'Port', String(value.port));
      writer.u32((value.address ^ bits) >>> 0, 'Address', formatAddress(value.address));
    },
    read(reader, around) {
      const bits = mask(around);
      reader.u8();
      if (reader.u8() !== 1) throw new DecodeError('the address is no IPv4 address', reader.at - 1);
      const port = reader.u16() ^ (bits >>> 16);
      return { address: (reader.u32() ^ bits) >>> 0, port };
    },
    isForeign: (value) => value.length === 20 && value[1] === IPV6,
    text: (value) => `${formatAddress(value.address)}:${value.port}`,
  };
}

/** [MS-TURN] 2.2.2.19; the streams that Wireshark names. */
const STREAMS: Readonly<Record<number, string>> = {
  1: 'audio',
  2: 'video',
  3: 'supplemental video',
  4: 'data',
};

export const serviceQuality: Form<{ readonly stream: number; readonly quality: number }> = {
  size: () => 4,
  write({ stream, quality }, writer) {
    writer.u16(stream, 'Stream type', STREAMS[stream]);
    writer.u16(
      quality,
      'Service quality',
      quality === 0 ? 'best effort' : quality === 1 ? 'reliable' : undefined,
    );
  },
  read: (reader) => ({ stream: reader.u16(), quality: reader.u16() }),
  text: ({ stream }) => STREAMS[stream] ?? String(stream),
};

/** [MS-TURN] 2.2.2.21 */
export const sequenceNumber: Form<{ readonly connection: string; readonly number: number }> = {
  size: () => 24,
  write(value, writer) {
    writer.bytes(fromHex(value.connection), 'Connection id', value.connection);
    writer.u32(value.number, 'Sequence number');
  },
  read: (reader) => ({ connection: toHex(reader.bytes(20)), number: reader.u32() }),
  text: (value) => String(value.number),
};

/** Numbers of attributes that were not understood (RFC 5389 15.9). */
export const attributeNumbers: Form<readonly number[]> = {
  size: (value) => 2 * value.length,
  write(value, writer) {
    for (const one of value) writer.u16(one, 'Attribute', `0x${one.toString(16).padStart(4, '0')}`);
  },
  read: (reader) => Array.from({ length: reader.left >> 1 }, () => reader.u16()),
  text: (value) => value.map((one) => `0x${one.toString(16).padStart(4, '0')}`).join(', '),
};
