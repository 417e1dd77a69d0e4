import { Random } from '../../simulator/kernel/random.ts';
import type { Message } from '../../simulator/model/packet.ts';
import type { Codec } from '../../simulator/protocols/codec/codec.ts';
import { toHex } from '../../simulator/protocols/codec/hex.ts';
import { DecodeError } from '../../simulator/protocols/codec/reader.ts';
import { Writer } from '../../simulator/protocols/codec/writer.ts';
import { CODECS } from '../../simulator/protocols/registry.ts';
import { Hostile } from './hostile.ts';
import { samples } from './samples.ts';

/** What a decoder did with hostile input. */
export interface Outcome {
  readonly read: number;
  readonly refused: number;
  /** Of those that were read: how many are written again byte for byte. */
  readonly exact: number;
  /** The first inputs that were answered wrongly, and how. */
  readonly faults: readonly string[];
}

/** What is written again may be longer: names without pointers, lengths of their own. */
const GROWTH = 256;
const FAULTS = 5;

/** The codecs of all protocols. */
export const NAMES: readonly string[] = CODECS.map(({ id }) => id);

let valid: ReadonlyMap<string, readonly Uint8Array[]> | null = null;

/**
 * Gives a decoder hostile input. It must return a message or throw a DecodeError; what it returns must have a label and
 * be written again, as long as it says, and stay what it is from then on.
 * @param name a codec's id
 * @param each called after each input, with the milliseconds that it took where the caller measures
 */
export function fuzz(
  name: string,
  seed: number,
  inputs: number,
  each?: (bytes: Uint8Array) => void,
): Outcome {
  valid ??= samples();
  const codec = CODECS.find(({ id }) => id === name) as unknown as Codec;
  const hostile = new Hostile(new Random(seed, name), valid.get(name)!);
  const faults: string[] = [];
  const counts = { read: 0, refused: 0, exact: 0 };
  for (let i = 0; i < inputs; i++) {
    const bytes = hostile.next();
    try {
      const message = attempt(codec, bytes);
      if (message === null) counts.refused++;
      else {
        counts.read++;
        if (same(check(codec, message, bytes), bytes)) counts.exact++;
      }
    } catch (error) {
      if (faults.length < FAULTS) faults.push(`${toHex(bytes)}: ${String(error)}`);
    }
    each?.(bytes);
  }
  return { ...counts, faults };
}

/** A message, or null when the bytes are refused; whatever else is thrown goes on. */
function attempt(codec: Codec, bytes: Uint8Array): Message | null {
  try {
    return codec.read(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

function check(codec: Codec, message: Message, bytes: Uint8Array): Uint8Array {
  const writer = new Writer();
  codec.write(message, writer);
  const written = writer.result();
  if (codec.size(message) !== written.length)
    throw new Error(`${codec.size(message)} bytes are said, ${written.length} written`);
  if (written.length > GROWTH * (bytes.length + 1)) throw new Error(`it grew to ${written.length} bytes`);
  if (codec.label(message) === '') throw new Error('it has no label');
  const again = new Writer(false);
  codec.write(codec.read(written), again);
  if (!same(again.result(), written)) throw new Error('written, read and written again it is another');
  return written;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
