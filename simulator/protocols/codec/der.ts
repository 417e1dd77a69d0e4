import { concat } from './concat.ts';
import type { Reader } from './reader.ts';
import { DecodeError } from './reader.ts';

/* DER (X.690), as far as certificates and their lists need it. */

/** Universal tags. */
export const Tag = {
  integer: 2,
  bits: 3,
  octets: 4,
  null: 5,
  oid: 6,
  boolean: 1,
  utf8: 12,
  utcTime: 23,
  generalizedTime: 24,
  sequence: 48,
  set: 49,
} as const;

/** Object identifiers that certificates and their lists share. */
export const Oid = {
  commonName: [0x55, 0x04, 0x03],
  sha1WithRsa: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x05],
} as const;

/** Tag, length, value (X.690 8.1). */
export function tlv(tag: number, ...parts: readonly ArrayLike<number>[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return concat([tag], size, ...parts);
}

/** A distinguished name with a common name only (RFC 5280 4.1.2.4). */
export function nameOf(name: string): Uint8Array {
  return tlv(
    Tag.sequence,
    tlv(Tag.set, tlv(Tag.sequence, tlv(Tag.oid, Oid.commonName), tlv(Tag.utf8, ascii(name)))),
  );
}

/** What a distinguished name is mostly called by: its common name, else its last part (RFC 5280 4.1.2.4). */
export function commonName(reader: Reader): string {
  let name = '';
  while (reader.left > 0) {
    const parts = open(reader, Tag.set);
    while (parts.left > 0) {
      const pair = open(parts, Tag.sequence);
      const type = rest(open(pair, Tag.oid)).join();
      // Of whatever kind of text.
      const value = text(next(pair).value);
      if (type === Oid.commonName.join()) return value;
      name = value;
    }
  }
  return name;
}

/**
 * Opens the next value, which must have that tag.
 * @throws DecodeError when it has not
 */
export function open(reader: Reader, tag: number): Reader {
  const { at } = reader;
  const { tag: found, value } = next(reader);
  if (found !== tag) throw new DecodeError(`tag ${tag} expected, ${found} found`, at);
  return value;
}

/**
 * Opens the next value, whatever it is.
 * @throws DecodeError when it is not whole, or longer than 16 MiB
 */
export function next(reader: Reader): { readonly tag: number; readonly value: Reader } {
  const tag = reader.u8();
  const first = reader.u8();
  if (first < 128) return { tag, value: reader.part(first) };
  switch (first) {
    case 0x81:
      return { tag, value: reader.part(reader.u8()) };
    case 0x82:
      return { tag, value: reader.part(reader.u16()) };
    case 0x83:
      return { tag, value: reader.part(reader.u24()) };
    default:
      throw new DecodeError('a length of more than three bytes', reader.at);
  }
}

/** What is left, as bytes. */
export function rest(reader: Reader): number[] {
  return [...reader.bytes(reader.left)];
}

/** What is left, as text of one byte a character. */
export function text(reader: Reader): string {
  return reader.ascii(reader.left);
}

export function ascii(value: string): number[] {
  return Array.from(value, (character) => character.charCodeAt(0) & 255);
}

/** "110301090000Z" of an ISO date (two digits of the year: 2000 to 2049). */
export function utc(iso: string): number[] {
  const digits = iso.replace(/\D/g, '').padEnd(14, '0');
  return ascii(`${digits.slice(2)}Z`);
}

/** The date of such a text, or of one with four digits of the year (GeneralizedTime). */
export function date(written: string): string {
  const whole = written.length >= 15;
  const value = whole ? written.slice(2) : written;
  const century = whole ? written.slice(0, 2) : Number(written.slice(0, 2)) < 50 ? '20' : '19';
  const part = (at: number) => value.slice(at, at + 2);
  const day = `${century}${part(0)}-${part(2)}-${part(4)}`;
  return value.slice(6) === '000000Z' ? day : `${day}T${part(6)}:${part(8)}:${part(10)}Z`;
}

export function hex(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function unhex(value: string): number[] {
  return (value.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
}
