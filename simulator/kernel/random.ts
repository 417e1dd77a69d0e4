import { hashText } from './hash.ts';

/** Each byte as two hexadecimal digits. */
const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A stream of random numbers with a name (sfc32). Each host, link and agent draws from its own, derived from the
 * run's seed and the name, so that one draw more here shifts nothing there.
 */
export class Random {
  readonly #seed: number;
  readonly #name: string;
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 1;
  /** Has anyone drawn? Most links of a run never do, so only then is it worked out where the stream begins. */
  #begun = false;

  /**
   * @param seed the run's seed, a whole number
   * @param name what draws: "host/edge", "link/alice-pc.lan"
   */
  constructor(seed: number, name: string) {
    this.#seed = seed;
    this.#name = name;
  }

  /** A whole number from 0 to 2^32 - 1. */
  uint32(): number {
    if (!this.#begun) this.#begin();
    const t = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  /** A number from 0 up to, not including, 1. */
  fraction(): number {
    return this.uint32() / 0x1_0000_0000;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  /** `length` hexadecimal digits. */
  hex(length: number): string {
    let text = '';
    while (text.length < length) {
      const word = this.uint32();
      text +=
        BYTES[word >>> 24]! + BYTES[(word >>> 16) & 255]! + BYTES[(word >>> 8) & 255]! + BYTES[word & 255]!;
    }
    return text.length === length ? text : text.slice(0, length);
  }

  /** The same things in a drawn order (Fisher-Yates); the given list stays as it is. */
  shuffled<T>(list: readonly T[]): T[] {
    const out = [...list];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.between(0, i);
      [out[i], out[j]] = [out[j]!, out[i]!];
    }
    return out;
  }

  #begin(): void {
    this.#begun = true;
    const [low, high] = hashText(`${this.#seed}/${this.#name}`);
    this.#a = low;
    this.#b = high;
    this.#c = this.#seed | 0;
    for (let i = 0; i < 12; i++) this.uint32();
  }
}
