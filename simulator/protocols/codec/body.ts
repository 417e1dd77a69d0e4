import { decodeUtf8, encodeUtf8, utf8Length } from './utf8.ts';

const BINARY = /[\udc80-\udcff]/u;

/**
 * The text of a message's body. One that is no UTF-8 (a signature in a multipart, RFC 4475 3.1.1.11; a file) is kept as a text too: each byte b from 0x80
 * on as the lone surrogate U+DC00 + b. No UTF-8 gives those, so nothing is lost or mistaken, and the same bytes are
 * written again.
 */
export function decodeBody(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
    return text;
  }
}

/** The bytes of such a text. */
export function encodeBody(body: string): Uint8Array {
  if (!BINARY.test(body)) return encodeUtf8(body);
  const bytes: number[] = [];
  for (const one of body)
    if (BINARY.test(one)) bytes.push(one.charCodeAt(0) - 0xdc00);
    else bytes.push(...encodeUtf8(one));
  return Uint8Array.from(bytes);
}

/** How many bytes they are. */
export function bodyLength(body: string): number {
  const length = utf8Length(body);
  // A lone surrogate counts as three bytes there, a byte that stands for itself is one.
  return length === body.length ? length : length - 2 * (body.match(/[\udc80-\udcff]/gu)?.length ?? 0);
}
