import { DecodeError, Reader } from '../codec/reader.ts';
import { Writer } from '../codec/writer.ts';

const POINTER = 0xc0;
/** As far as the 14 bits of a pointer reach. */
const REACH = 0x3fff;
/** RFC 1035 2.3.4 */
const LONGEST_NAME = 255;

/** Writes the names of one message: what was written before may be pointed to (RFC 1035 4.1.4). */
export class NameTable {
  readonly #start: number;
  readonly #known = new Map<string, number>();

  /** @param start where the message begins in its writer */
  constructor(start: number) {
    this.#start = start;
  }

  /** @param compress may this name end in a pointer? */
  write(writer: Writer, name: string, field: string, compress: boolean): void {
    const inner = new Writer();
    const labels = labelsOf(name);
    let from = 0;
    for (const label of labels) {
      const rest = name.slice(from);
      const known = this.#known.get(rest);
      if (known !== undefined && compress) {
        inner.u16((POINTER << 8) | known, '');
        writer.bytes(inner.result(), field, name);
        return;
      }
      const at = writer.length - this.#start + inner.length;
      if (known === undefined && at <= REACH) this.#known.set(rest, at);
      const bytes = plain(label);
      inner.u8(bytes.length, '').ascii(bytes, '');
      from += label.length + 1;
    }
    writer.bytes(inner.u8(0, '').result(), field, name);
  }
}

/** A name's labels, still as they are written. */
function labelsOf(name: string): string[] {
  return name === '' ? [] : (name.match(/(?:[^.\\]|\\\d{3}|\\.)+/g) ?? []);
}

/** The bytes of a label, as characters. */
function plain(label: string): string {
  if (!label.includes('\\')) return label;
  return label.replace(/\\(\d{3}|.)/g, (_all, one: string) =>
    one.length === 3 ? String.fromCharCode(Number(one)) : one,
  );
}

/** A label as RFC 1035 5.1 writes it. */
function escaped(label: string): string {
  return label.replace(/[^!-~]|[.\\]/g, (one) =>
    one === '.' || one === '\\' ? `\\${one}` : `\\${String(one.charCodeAt(0)).padStart(3, '0')}`,
  );
}

/**
 * Reads a name: labels, and pointers that must lead backwards, so that they cannot go round (RFC 1035 4.1.4).
 * @param bytes the whole message
 * @throws DecodeError
 */
export function readName(reader: Reader, bytes: Uint8Array): string {
  const labels: string[] = [];
  let from = reader;
  let before = reader.at;
  let size = 1;
  for (;;) {
    const length = from.u8();
    if (length === 0) break;
    if (length >= POINTER) {
      const at = ((length & 0x3f) << 8) | from.u8();
      if (at >= before) throw new DecodeError('a name points forwards', from.at - 2);
      before = at;
      from = new Reader(bytes, at);
      continue;
    }
    if (length > 63) throw new DecodeError('a label is longer than 63 bytes', from.at - 1);
    size += length + 1;
    if (size > LONGEST_NAME) throw new DecodeError('a name is longer than 255 bytes', from.at);
    labels.push(escaped(from.ascii(length)));
  }
  return labels.join('.');
}
