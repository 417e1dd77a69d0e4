/** RFC 3711 4.2: HMAC-SHA1-80. */
export const TAG = 10;

/** Bytes that are the same for the same seed: nobody can read what is encrypted, and nothing hangs on it. */
export function filler(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed | 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}
