import type { Random } from '../../simulator/kernel/random.ts';

/** Bytes that stand at the edge of something. */
const EDGES = [
  0, 1, 2, 3, 4, 7, 8, 0x0a, 0x0d, 0x1f, 0x20, 0x22, 0x3b, 0x3f, 0x40, 0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xfe,
  0xff,
];
/** Pieces of text protocols, and what grows when it is read carelessly. */
const TEXTS = [
  '\r\n',
  '\r\n\r\n',
  '\n',
  ' ',
  ':',
  ';',
  ',',
  '"',
  '\\"',
  '<',
  '>',
  '=',
  'Content-Length: 99999999999\r\n',
  'Content-Length: -1\r\n',
  'l: 0\r\n',
  'Transfer-Encoding: chunked\r\n',
  'ffffffff\r\n',
  '0\r\n\r\n',
  'SIP/2.0',
  'HTTP/1.1',
  'Via: SIP/2.0/TLS a;branch=z9hG4bK\r\n',
  'a=candidate:',
  '__proto__',
  '%00',
  '\u00e4\u00f6',
].map((text) => new TextEncoder().encode(text));
/** Longest input, where nobody says otherwise. */
const MOST = 4096;

type Pick = <T>(list: readonly T[]) => T;

/**
 * Makes hostile input: bytes at random, valid messages with mistakes, cut short, with lengths that lie, with pieces of
 * others, and long repetitions.
 */
export class HostileBytes {
  readonly #random: Random;
  readonly #samples: readonly Uint8Array[];
  readonly #most: number;

  /** @param most bytes that an input has */
  constructor(random: Random, samples: readonly Uint8Array[], most = MOST) {
    this.#random = random;
    this.#samples = samples;
    this.#most = most;
  }

  next(): Uint8Array {
    const random = this.#random;
    if (this.#samples.length === 0 || random.between(0, 19) === 0) return this.#noise(random.between(0, 120));
    let bytes = this.#pick(this.#samples);
    for (let times = random.between(1, random.between(1, 5)); times > 0; times--) bytes = this.#change(bytes);
    return bytes.subarray(0, this.#most);
  }

  readonly #pick: Pick = (list) => list[this.#random.between(0, list.length - 1)]!;

  #noise(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#random.between(0, 255));
  }

  #change(bytes: Uint8Array): Uint8Array {
    const random = this.#random;
    const at = random.between(0, Math.max(0, bytes.length - 1));
    const length = random.between(0, Math.min(40, bytes.length - at));
    switch (random.between(0, 9)) {
      case 0:
        return this.#set(bytes, at, [(bytes[at] ?? 0) ^ (1 << random.between(0, 7))]);
      case 1:
        return this.#set(bytes, at, [this.#pick(EDGES)]);
      case 2:
        return this.#lie(bytes, at);
      case 3:
        return bytes.slice(0, at);
      case 4:
        return joined(bytes.subarray(0, at), bytes.subarray(at + length));
      case 5:
        return joined(bytes.subarray(0, at + length), bytes.subarray(at));
      case 6: {
        const other = this.#pick(this.#samples);
        const from = random.between(0, other.length);
        return joined(bytes.subarray(0, at), other.subarray(from, from + length), bytes.subarray(at));
      }
      case 7:
        return joined(bytes.subarray(0, at), this.#pick(TEXTS), bytes.subarray(at));
      case 8:
        return random.between(0, 9) === 0 ? this.#repeat(bytes, at, length) : this.#pointers(bytes, at);
      default:
        return joined(bytes, this.#noise(random.between(1, 9)));
    }
  }

  #set(bytes: Uint8Array, at: number, values: readonly number[]): Uint8Array {
    const changed = bytes.slice();
    values.forEach((value, index) => {
      if (at + index < changed.length) changed[at + index] = value;
    });
    return changed;
  }

  /** A length that says too much, too little, or nearly what is there. */
  #lie(bytes: Uint8Array, at: number): Uint8Array {
    const length = this.#pick([
      0,
      1,
      3,
      4,
      0x7fff,
      0x8000,
      0xffff,
      bytes.length,
      bytes.length - at,
      bytes.length - at - 2,
    ]);
    return this.#set(bytes, at, [length >>> 8, length & 255]);
  }

  /** The same piece again and again. */
  #repeat(bytes: Uint8Array, at: number, length: number): Uint8Array {
    const piece = this.#random.between(0, 1)
      ? this.#pick(TEXTS)
      : bytes.subarray(at, at + Math.max(1, length));
    const times = Math.floor(MOST / Math.max(1, piece.length));
    return joined(bytes.subarray(0, at), ...Array.from({ length: times }, () => piece), bytes.subarray(at));
  }

  /** A chain of pointers of DNS, each to the one before it, and a last one to anywhere. */
  #pointers(bytes: Uint8Array, at: number): Uint8Array {
    const count = this.#random.between(1, 200);
    const chain = Array.from({ length: count }, (_, index) => [
      0xc0 | ((at + 2 * index - 2) >>> 8),
      (at + 2 * index - 2) & 255,
    ]);
    return joined(bytes.subarray(0, at), Uint8Array.from(chain.flat()), bytes.subarray(at));
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
