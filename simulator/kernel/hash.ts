/** A rolling hash of numbers and texts: two lanes of 32 bits (the mixing of MurmurHash3). Same input, same hash, everywhere. */
export class Hash {
  #low = 0x9e3779b9 | 0;
  #high = 0x85ebca6b | 0;

  /** Takes in a whole number; numbers beyond 32 bits count with their upper part. */
  number(value: number): void {
    this.#mix(value | 0);
    if (value > 0x7fffffff || value < -0x80000000) this.#mix(Math.floor(value / 0x1_0000_0000) | 0);
  }

  text(value: string): void {
    this.#mix(value.length);
    for (let i = 0; i < value.length; i++) this.#mix(value.charCodeAt(i));
  }

  /** The two lanes so far. */
  lanes(): [number, number] {
    return [finish(this.#low ^ this.#high), finish(this.#high + Math.imul(this.#low, 5))];
  }

  /** 16 hexadecimal digits. */
  hex(): string {
    return this.lanes()
      .map((lane) => (lane >>> 0).toString(16).padStart(8, '0'))
      .join('');
  }

  #mix(value: number): void {
    let k = Math.imul(value, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    this.#low ^= k;
    this.#low = (Math.imul((this.#low << 13) | (this.#low >>> 19), 5) + 0xe6546b64) | 0;
    this.#high ^= Math.imul((k << 11) | (k >>> 21), 0x38b34ae5);
    this.#high = (Math.imul((this.#high << 17) | (this.#high >>> 15), 5) + this.#low + 0x561ccd1b) | 0;
  }
}

function finish(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Two 32-bit numbers that stand for a text. */
export function hashText(text: string): [number, number] {
  const hash = new Hash();
  hash.text(text);
  return hash.lanes();
}
