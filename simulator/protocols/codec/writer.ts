/** One field of a message as the inspector shows it: where its bytes are, what it is called, what it says. */
export interface Field {
  readonly name: string;
  /** The value for people: "443", "SYN, ACK", "sip.contoso.com". Empty for a mere heading. */
  readonly text: string;
  /** Bytes from the start of the whole. */
  readonly start: number;
  readonly length: number;
  readonly fields: readonly Field[];
}

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

  get length(): number {
    return this.#length;
  }

  u8(value: number, name: string, text: string = String(value)): this {
    this.#room(1);
    this.#bytes[this.#length] = value;
    return this.#field(1, name, text);
  }

  u16(value: number, name: string, text: string = String(value)): this {
    this.#room(2);
    this.#bytes[this.#length] = value >>> 8;
    this.#bytes[this.#length + 1] = value;
    return this.#field(2, name, text);
  }

  u24(value: number, name: string, text: string = String(value)): this {
    this.#room(3);
    this.#bytes[this.#length] = value >>> 16;
    this.#bytes[this.#length + 1] = value >>> 8;
    this.#bytes[this.#length + 2] = value;
    return this.#field(3, name, text);
  }

  u32(value: number, name: string, text: string = String(value)): this {
    this.#room(4);
    for (let i = 0; i < 4; i++) this.#bytes[this.#length + i] = value >>> (24 - 8 * i);
    return this.#field(4, name, text);
  }

  bytes(value: Uint8Array, name: string, text = `${value.length} bytes`): this {
    this.#room(value.length);
    this.#bytes.set(value, this.#length);
    return this.#field(value.length, name, text);
  }

  /** Text of which each character is one byte (ASCII, Latin-1). */
  ascii(value: string, name: string, text = value): this {
    this.#room(value.length);
    for (let i = 0; i < value.length; i++) this.#bytes[this.#length + i] = value.charCodeAt(i);
    return this.#field(value.length, name, text);
  }

  /** Puts what `body` writes under one heading. */
  group(name: string, text: string, body: () => void): this {
    this.#open.push({ name, text, start: this.#length, fields: [] });
    body();
    const { start, fields } = this.#open.pop()!;
    this.#open.at(-1)!.fields.push({ name, text, start, length: this.#length - start, fields });
    return this;
  }

  /** Overwrites two bytes written before: a length that was not known yet. */
  patchU16(at: number, value: number): void {
    this.#bytes[at] = value >>> 8;
    this.#bytes[at + 1] = value;
  }

  /** What was written so far. */
  result(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  fields(): readonly Field[] {
    return this.#open[0]!.fields;
  }

  #field(length: number, name: string, text: string): this {
    this.#open.at(-1)!.fields.push({ name, text, start: this.#length, length, fields: [] });
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
