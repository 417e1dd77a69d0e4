/** Values of the digits by their character codes. */
const VALUES = new Uint8Array(128);
for (const [digits, from] of [
  ['0123456789abcdef', 0],
  ['ABCDEF', 10],
] as const)
  for (let i = 0; i < digits.length; i++) VALUES[digits.charCodeAt(i)] = from + i;

/** The bytes of hexadecimal text. */
export function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = (VALUES[text.charCodeAt(2 * i)]! << 4) | VALUES[text.charCodeAt(2 * i + 1)]!;
  return bytes;
}

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Hexadecimal text of bytes. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += DIGITS[byte]!;
  return text;
}
