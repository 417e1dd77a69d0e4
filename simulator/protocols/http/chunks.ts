import { DecodeError } from '../codec/reader.ts';
import { decodeUtf8, encodeUtf8 } from '../codec/utf8.ts';
import { readHeader } from './header.ts';
import type { HttpHeader, HttpMessage } from './message.ts';

/** Size lines of more digits are none: 4 GB. */
const SIZE = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i;

/** Is the body cut into chunks (RFC 2616 3.6.1)? */
export function isChunked(headers: readonly HttpHeader[]): boolean {
  return headers.some(
    ([name, value]) => name.toLowerCase() === 'transfer-encoding' && /\bchunked[ \t]*$/i.test(value),
  );
}

/** The bytes of a chunked body: in the chunks that the message says, in one when they do not fit the body. */
export function encodeChunks(body: Uint8Array, chunks: HttpMessage['chunks']): Uint8Array {
  const { sizes = [], trailer = [] } = chunks ?? {};
  const fits = sizes.reduce((sum, size) => sum + size, 0) === body.length;
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const size of fits ? sizes : [body.length]) {
    if (size === 0) continue;
    parts.push(encodeUtf8(`${size.toString(16)}\r\n`), body.subarray(at, at + size), encodeUtf8('\r\n'));
    at += size;
  }
  const last = trailer.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  parts.push(encodeUtf8(`0\r\n${last}\r\n`));
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

/**
 * Reads a chunked body; what chunks carry besides data (RFC 2616 3.6.1, chunk-extension) is left out.
 * @param start where it begins
 * @throws DecodeError when it has no end
 */
export function decodeChunks(
  bytes: Uint8Array,
  start: number,
): { readonly body: Uint8Array; readonly chunks: NonNullable<HttpMessage['chunks']>; readonly end: number } {
  const parts: Uint8Array[] = [];
  const lines = new Lines(bytes, start);
  for (;;) {
    const line = lines.next();
    const size = SIZE.exec(line)?.[1];
    if (size === undefined) throw new DecodeError(`"${line.slice(0, 40)}" is no size of a chunk`, lines.at);
    const length = parseInt(size, 16);
    if (length === 0) break;
    parts.push(lines.data(length));
  }
  const trailer: HttpHeader[] = [];
  for (let line = lines.next(); line !== ''; line = lines.next()) trailer.push(readHeader(line));
  const sizes = parts.map(({ length }) => length);
  const body = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return { body, chunks: { sizes, trailer }, end: lines.at };
}

/** Goes through lines and the data between them. */
class Lines {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  next(): string {
    const end = this.#bytes.indexOf(13, this.at);
    if (end < 0 || this.#bytes[end + 1] !== 10)
      throw new DecodeError('a line of the chunks has no end', this.at);
    const line = decodeUtf8(this.#bytes.subarray(this.at, end));
    this.at = end + 2;
    return line;
  }

  data(length: number): Uint8Array {
    const end = this.at + length;
    if (end + 2 > this.#bytes.length || this.#bytes[end] !== 13 || this.#bytes[end + 1] !== 10)
      throw new DecodeError(`a chunk of ${length} bytes does not end there`, this.at);
    const data = this.#bytes.subarray(this.at, end);
    this.at = end + 2;
    return data;
  }
}
