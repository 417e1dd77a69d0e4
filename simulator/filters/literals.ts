import { formatAddress, formatRange, parseAddress } from '../model/address.ts';
import { encodeBody } from '../protocols/codec/body.ts';
import { fromHex, toHex } from '../protocols/codec/hex.ts';
import type { FieldType } from './fields/field.ts';
import type { Literal } from './filter.ts';

/** What a value of each type looks like, for who wrote something else. */
const LIKE: Readonly<Record<FieldType, string>> = {
  number: 'a number, such as 443 or 0x1bb',
  seconds: 'seconds, such as 1.5',
  boolean: '1 or 0, true or false',
  address: 'an address, such as 10.45.16.10 or 10.45.16.0/24',
  text: 'a text in quotes',
  bytes: 'bytes, such as 21:12:a4:42, or a text in quotes',
  presence: 'bytes, such as 21:12:a4:42, or a text in quotes',
};

/**
 * Reads a value as one of a field's type.
 * @param isQuoted whether it stood in quotes
 * @returns what was expected, in words, when it is none
 */
export function literalOf(text: string, isQuoted: boolean, type: FieldType): Literal | string {
  const literal = type === 'text' ? ({ kind: 'text', value: text } as const) : READERS[type](text, isQuoted);
  return literal ?? LIKE[type];
}

type Read = (text: string, isQuoted: boolean) => Literal | null;

const bytes: Read = (text, isQuoted) => {
  if (isQuoted) return { kind: 'bytes', value: encodeBody(text) };
  const digits = text.replace(/[:.-]/g, '');
  const isHex = /^([0-9a-f]{2}[:.-]?)*[0-9a-f]{2}$/i.test(text);
  return isHex ? { kind: 'bytes', value: fromHex(digits) } : null;
};

const number: Read = (text) =>
  /^-?(\d{1,15}|0x[0-9a-f]{1,12})$/i.test(text) ? { kind: 'number', value: integer(text) } : null;

const READERS: Readonly<Record<Exclude<FieldType, 'text'>, Read>> = {
  number,
  seconds: (text) =>
    /^-?\d{1,12}(\.\d{1,12})?$/.test(text) ? { kind: 'number', value: Number(text) } : number(text, false),
  boolean: (text) =>
    /^(0|1|true|false)$/i.test(text)
      ? { kind: 'number', value: Number(text === '1' || /^true$/i.test(text)) }
      : null,
  address: (text) => {
    const [, host = '', length] = /^([\d.]+)(?:\/(\d{1,2}))?$/.exec(text) ?? [];
    const address = parseAddress(host);
    if (address === null || Number(length ?? 0) > 32) return null;
    const size = 2 ** (32 - Number(length ?? 32));
    const first = address - (address % size);
    return { kind: 'address', range: { first, last: first + size - 1 } };
  },
  bytes,
  presence: bytes,
};

function integer(text: string): number {
  return text.startsWith('-') ? -Number(text.slice(1)) : Number(text);
}

/** A value as a filter writes it: what `literalOf` reads as the same. */
export function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'number':
      return String(literal.value);
    case 'address':
      return literal.range.first === 0 && literal.range.last === 0xffffffff
        ? `${formatAddress(0)}/0`
        : formatRange(literal.range);
    case 'text':
      return quote(literal.value);
    case 'bytes':
      // Bytes that are plain text are better read as that.
      return literal.value.every((byte) => byte >= 0x20 && byte < 0x7f)
        ? quote(String.fromCharCode(...literal.value))
        : toHex(literal.value).replace(/..(?=.)/g, '$&:');
  }
}

function quote(text: string): string {
  return `"${Array.from(text, escaped).join('')}"`;
}

function escaped(letter: string): string {
  if (letter === '"' || letter === '\\') return `\\${letter}`;
  const code = letter.charCodeAt(0);
  return code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : letter;
}
