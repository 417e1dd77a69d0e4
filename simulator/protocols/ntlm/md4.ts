/** For each of the three rounds: what is added, in which order it takes the words, how far it turns (RFC 1320 3.4). */
const ROUNDS = [
  {
    constant: 0,
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    turns: [3, 7, 11, 19],
    mix: (x: number, y: number, z: number) => (x & y) | (~x & z),
  },
  {
    constant: 0x5a827999,
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    turns: [3, 5, 9, 13],
    mix: (x: number, y: number, z: number) => (x & y) | (x & z) | (y & z),
  },
  {
    constant: 0x6ed9eba1,
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    turns: [3, 9, 11, 15],
    mix: (x: number, y: number, z: number) => x ^ y ^ z,
  },
] as const;

const BLOCK = 64;
/** The length in bits stands in the last eight bytes. */
const LENGTH_AT = 56;

/** MD4 (RFC 1320), by which Windows keeps passwords: 16 bytes. */
export function md4(bytes: Uint8Array): Uint8Array {
  const text = new Uint8Array(Math.ceil((bytes.length + 9) / BLOCK) * BLOCK);
  text.set(bytes);
  text[bytes.length] = 0x80;
  const view = new DataView(text.buffer);
  view.setUint32(text.length - BLOCK + LENGTH_AT, bytes.length << 3, true);
  view.setUint32(text.length - BLOCK + LENGTH_AT + 4, bytes.length >>> 29, true);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let at = 0; at < text.length; at += BLOCK) addBlock(state, view, at);
  const digest = new DataView(new ArrayBuffer(16));
  for (let i = 0; i < 4; i++) digest.setInt32(4 * i, state[i]!, true);
  return new Uint8Array(digest.buffer);
}

function addBlock(state: Int32Array, text: DataView, at: number): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (const { constant, order, turns, mix } of ROUNDS)
    for (let step = 0; step < 16; step++) {
      const sum = a + mix(b, c, d) + text.getInt32(at + 4 * order[step]!, true) + constant;
      const turn = turns[step & 3]!;
      [a, b, c, d] = [d, (sum << turn) | ((sum | 0) >>> (32 - turn)), b, c];
    }
  for (const [i, word] of [a, b, c, d].entries()) state[i]! += word;
}
