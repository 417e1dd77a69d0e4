import { DecodeError } from './reader.ts';

/** Bytes that a text takes in UTF-8 (RFC 3629). */
export function utf8Length(text: string): number {
  let length = text.length;
  // Most texts are plain, and the engine's own search is far quicker than a loop.
  if (length > 32 && !/[\u0080-\uffff]/.test(text)) return length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    const next = text.charCodeAt(i + 1);
    if (code >= 0xd800 && code < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
      // Two places that make one character of four bytes.
      length += 2;
      i++;
    } else length += code >= 0x800 ? 2 : 1;
  }
  return length;
}

/** A text's bytes; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes[at++] = code;
      continue;
    }
    if (code >= 0xd800 && code < 0xe000) {
      const whole = text.codePointAt(i)!;
      code = whole > 0xffff ? whole : 0xfffd;
      if (whole > 0xffff) i++;
    }
    if (code < 0x800) bytes[at++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12);
      else {
        bytes[at++] = 0xf0 | (code >> 18);
        bytes[at++] = 0x80 | ((code >> 12) & 63);
      }
      bytes[at++] = 0x80 | ((code >> 6) & 63);
    }
    bytes[at++] = 0x80 | (code & 63);
  }
  return bytes;
}

/**
 * The text of some bytes.
 * @throws DecodeError when they are no UTF-8
 */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i]!;
    const more =
      first < 0x80
        ? 0
        : first >= 0xc2 && first < 0xe0
          ? 1
          : first >= 0xe0 && first < 0xf0
            ? 2
            : first >= 0xf0 && first < 0xf5
              ? 3
              : -1;
    if (more < 0) throw new DecodeError('this is no UTF-8', i);
    let code = more === 0 ? first : first & (0x3f >> more);
    for (let k = 1; k <= more; k++) {
      const next = bytes[i + k];
      if (next === undefined || (next & 0xc0) !== 0x80) throw new DecodeError('this is no UTF-8', i + k);
      code = (code << 6) | (next & 63);
    }
    if (
      (more === 2 && code < 0x800) ||
      (more === 3 && (code < 0x10000 || code > 0x10ffff)) ||
      (code >= 0xd800 && code < 0xe000)
    )
      throw new DecodeError('this is no UTF-8', i);
    text += String.fromCodePoint(code);
    i += more + 1;
  }
  return text;
}
