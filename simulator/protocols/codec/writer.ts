import { sum16 } from './checksum.ts';

/** One field of a message as the inspector shows it: where its bytes are, what it is called, what it says. */
export interface Field {
  readonly name: string;
  /** The value for people: "443", "SYN, ACK", "sip.contoso.com". Empty for a mere heading. */
  readonly text: string;
  /** Bytes from the start of the whole. */
  readonly start: number;
  readonly length: number;
  readonly fields: readonly Field[];
  /** The codec by which its fields are to be read, where that is another one's message. */
  readonly protocol?: string;
}

/** What a field says: a text, or what makes one of its value where somebody wants to read it. */
type Text = string | ((value: number) => string);

const inBytes = (length: number) => `${length} bytes`;

interface Open {
  name: string;
  text: string;
  start: number;
  fields: Field[];
}

/**
 * Writes bytes in network order, and, for those who look, the field that each byte belongs to. One description of a
 * message serves both: what is sent and what the inspector shows cannot differ.
 */
export class Writer {
  #bytes = new Uint8Array(256);
  #length = 0;
  readonly #open: Open[] = [{ name: '', text: '', start: 0, fields: [] }];
  readonly #describes: boolean;

  /** @param describes false where only the bytes are wanted: then nothing is kept of the fields */
  constructor(describes = true) {
    this.#describes = describes;
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number, name: string, text: Text = String): this {
    this.#room(1);
    this.#bytes[this.#length] = value;
    return this.#field(1, name, text, value);
  }

  u16(value: number, name: string, text: Text = String): this {
    this.#room(2);
    this.#bytes[this.#length] = value >>> 8;
    this.#bytes[this.#length + 1] = value;
    return this.#field(2, name, text, value);
  }

  u24(value: number, name: string, text: Text = String): this {
    this.#room(3);
    this.#bytes[this.#length] = value >>> 16;
    this.#bytes[this.#length + 1] = value >>> 8;
    this.#bytes[this.#length + 2] = value;
    return this.#field(3, name, text, value);
  }

  u32(value: number, name: string, text: Text = String): this {
    this.#room(4);
    this.#bytes[this.#length] = value >>> 24;
    this.#bytes[this.#length + 1] = value >>> 16;
    this.#bytes[this.#length + 2] = value >>> 8;
    this.#bytes[this.#length + 3] = value;
    return this.#field(4, name, text, value);
  }

  /** Six bytes: a MAC address. */
  u48(value: number, name: string, text: Text = String): this {
    this.#room(6);
    for (let i = 0, rest = value; i < 6; i++, rest = Math.floor(rest / 256))
      this.#bytes[this.#length + 5 - i] = rest;
    return this.#field(6, name, text, value);
  }

  bytes(value: Uint8Array, name: string, text: Text = inBytes): this {
    this.#room(value.length);
    this.#bytes.set(value, this.#length);
    return this.#field(value.length, name, text, value.length);
  }

  /** Text of which each character is one byte (ASCII, Latin-1). */
  ascii(value: string, name: string, text = value): this {
    this.#room(value.length);
    for (let i = 0; i < value.length; i++) this.#bytes[this.#length + i] = value.charCodeAt(i);
    return this.#field(value.length, name, text, value.length);
  }

  /**
   * Puts what `body` writes under one heading.
   * @param protocol the codec whose message that is, when it is a message inside a message
   */
  group(name: string, text: string, body: () => void, protocol?: string): this {
    if (!this.#describes) {
      body();
      return this;
    }
    this.#open.push({ name, text, start: this.#length, fields: [] });
    body();
    const { start, fields } = this.#open.pop()!;
    const field = { name, text, start, length: this.#length - start, fields };
    this.#open.at(-1)!.fields.push(protocol === undefined ? field : { ...field, protocol });
    return this;
  }

  /**
   * Two bytes that say how long that is what `body` writes, and then that.
   * @param unit bytes that count as one
   */
  counted(name: string, body: () => void, unit = 1): this {
    const at = this.#length;
    this.u16(0, name);
    body();
    this.patchU16(at, (this.#length - at - 2) / unit);
    return this;
  }

  /** Overwrites two bytes of the field written there before under the present heading: what was not known yet. */
  patchU16(at: number, value: number, text: Text = String): void {
    this.#bytes[at] = value >>> 8;
    this.#bytes[at + 1] = value;
    if (!this.#describes) return;
    const { fields } = this.#open.at(-1)!;
    const index = fields.findLastIndex(({ start }) => start === at);
    fields[index] = { ...fields[index]!, text: typeof text === 'string' ? text : text(value) };
  }

  /** Adds the bytes from a place on to a sum of 16-bit words (RFC 1071). */
  sum16(from: number, sum: number): number {
    return sum16(this.#bytes, sum, from, this.#length);
  }

  /** The bytes from a place on, as they stand: not to be kept, since more may be written. */
  view(from = 0): Uint8Array {
    return this.#bytes.subarray(from, this.#length);
  }

  /** Begins again from nothing, in the same memory; only where fields are not described. */
  clear(): void {
    this.#length = 0;
  }

  /** What was written so far. */
  result(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  fields(): readonly Field[] {
    return this.#open[0]!.fields;
  }

  #field(length: number, name: string, text: Text, value: number): this {
    if (this.#describes)
      this.#open.at(-1)!.fields.push({
        name,
        text: typeof text === 'string' ? text : text(value),
        start: this.#length,
        length,
        fields: [],
      });
    this.#length += length;
    return this;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const wider = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    wider.set(this.#bytes);
    this.#bytes = wider;
  }
}
