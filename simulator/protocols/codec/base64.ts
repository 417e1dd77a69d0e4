const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Values of the digits by their character codes; what is no digit has 64. */
const VALUES = new Uint8Array(128).fill(64);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** RFC 4648 4, of bytes. */
export function encodeBase64Bytes(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out += ALPHABET[bits >> 18]! + ALPHABET[(bits >> 12) & 63]!;
    out += i + 1 < bytes.length ? ALPHABET[(bits >> 6) & 63]! : '=';
    out += i + 2 < bytes.length ? ALPHABET[bits & 63]! : '=';
  }
  return out;
}

/** The bytes again; what is no base64 is left out. */
export function decodeBase64Bytes(data: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((data.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < data.length; i++) {
    const value = VALUES[data.charCodeAt(i)] ?? 64;
    if (value === 64) continue;
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[length++] = bits >> held;
    }
  }
  return bytes.subarray(0, length);
}
