/** What the bytes of a message are not: thrown by decoders, caught where bytes come in. */
export class DecodeError extends Error {
  /** Byte at which reading stopped. */
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = 'DecodeError';
    this.at = at;
  }
}

/** Reads bytes in network order; every step beyond the end throws a `DecodeError`. */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** Position of the next byte. */
  get at(): number {
    return this.#at;
  }

  get left(): number {
    return this.#end - this.#at;
  }

  u8(): number {
    this.#need(1);
    return this.#bytes[this.#at++]!;
  }

  u16(): number {
    this.#need(2);
    return this.u8() * 256 + this.u8();
  }

  u24(): number {
    this.#need(3);
    return this.u16() * 256 + this.u8();
  }

  u32(): number {
    this.#need(4);
    return this.u16() * 65536 + this.u16();
  }

  bytes(length: number): Uint8Array {
    this.#need(length);
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }

  ascii(length: number): string {
    let text = '';
    for (const byte of this.bytes(length)) text += String.fromCharCode(byte);
    return text;
  }

  /** A reader of the next `length` bytes, which this one skips. */
  part(length: number): Reader {
    this.#need(length);
    this.#at += length;
    return new Reader(this.#bytes, this.#at - length, this.#at);
  }

  #need(length: number): void {
    if (length > this.left) throw new DecodeError(`${length} bytes needed, ${this.left} left`, this.#at);
  }
}
