import type { Message } from '../../../simulator/model/packet.ts';
import type { Codec } from '../../../simulator/protocols/codec/codec.ts';
import { toHex } from '../../../simulator/protocols/codec/hex.ts';
import { DecodeError } from '../../../simulator/protocols/codec/reader.ts';
import { Writer } from '../../../simulator/protocols/codec/writer.ts';
import { CODECS } from '../../../simulator/protocols/registry.ts';
import { HostileBytes } from '../hostile-bytes.ts';
import { defineReader, expect } from '../reader.ts';
import { samples } from './messages.ts';

/** What is written again may be longer: names without pointers, lengths of their own. */
const GROWTH = 256;

let valid: ReadonlyMap<string, readonly Uint8Array[]> | null = null;

/**
 * The codecs of all protocols. Each must return a message or throw a DecodeError; what it returns must have a label and be
 * written again, as long as it says, and stay what it is from then on.
 */
export const CODEC_READERS = (CODECS as readonly unknown[] as readonly Codec[]).map((codec) =>
  defineReader(codec.id, {
    inputs: (random) => {
      valid ??= samples();
      const hostile = new HostileBytes(random, valid.get(codec.id)!);
      return () => hostile.next();
    },
    attempt: (bytes) => {
      const message = read(codec, bytes);
      if (message) check(codec, message, bytes);
      return message !== null;
    },
    show: toHex,
  }),
);

/** A message, or null when the bytes are refused; whatever else is thrown goes on. */
function read(codec: Codec, bytes: Uint8Array): Message | null {
  try {
    return codec.read(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

function check(codec: Codec, message: Message, bytes: Uint8Array): void {
  const writer = new Writer();
  codec.write(message, writer);
  const written = writer.result();
  const size = codec.size(message);
  expect(size === written.length, () => `${size} bytes are said, ${written.length} written`);
  expect(written.length <= GROWTH * (bytes.length + 1), () => `it grew to ${written.length} bytes`);
  expect(codec.label(message) !== '', () => 'it has no label');
  const again = new Writer(false);
  codec.write(codec.read(written), again);
  expect(same(again.result(), written), () => 'written, read and written again it is another');
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
