const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648 4, of a text of which each character is one byte. */
export function encodeBase64(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i += 3) {
    const bits =
      (text.charCodeAt(i) << 16) | ((text.charCodeAt(i + 1) || 0) << 8) | (text.charCodeAt(i + 2) || 0);
    out += ALPHABET[bits >> 18]! + ALPHABET[(bits >> 12) & 63]!;
    out += i + 1 < text.length ? ALPHABET[(bits >> 6) & 63]! : '=';
    out += i + 2 < text.length ? ALPHABET[bits & 63]! : '=';
  }
  return out;
}

/** The text again; what is no base64 is left out. */
export function decodeBase64(data: string): string {
  let out = '';
  let bits = 0;
  let held = 0;
  for (const character of data) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out += String.fromCharCode((bits >> held) & 255);
    }
  }
  return out;
}

/** RFC 4648 4, of bytes. */
export function encodeBase64Bytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return encodeBase64(text);
}

/** The bytes again. */
export function decodeBase64Bytes(data: string): Uint8Array {
  return Uint8Array.from(decodeBase64(data), (character) => character.charCodeAt(0));
}
