import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findNote } from '../../../simulator/protocols/codec/notes.ts';
import { DecodeError } from '../../../simulator/protocols/codec/reader.ts';
import type { Field } from '../../../simulator/protocols/codec/writer.ts';
import { ntpCodec } from '../../../simulator/protocols/ntp/codec.ts';
import { between, ntpQuestion, ntpTime } from '../../../simulator/protocols/ntp/message.ts';
import { bytesOf, codecOf, write } from '../../../simulator/protocols/registry.ts';

test('whatever 48 bytes say is read, and written back byte for byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 48, maxLength: 48 }), (bytes) => {
      const message = ntpCodec.read(bytes);
      expect(bytesOf(message)).toEqual(bytes);
      expect(codecOf(message).size(message)).toBe(bytes.length);
    }),
  );
});

test('a message that is longer or shorter is refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      fc.pre(bytes.length !== 48);
      expect(() => ntpCodec.read(bytes)).toThrow(DecodeError);
    }),
  );
});

test('every field has a note', () => {
  const names = (fields: readonly Field[], group = ''): string[] =>
    fields.flatMap(({ name, fields: inner }) => [
      ...(findNote(ntpCodec.notes, group, name) ? [] : [name]),
      ...names(inner, name),
    ]);
  expect(names(write(ntpQuestion(ntpTime(0))).fields())).toEqual([]);
});

test('1970 is where RFC 5905 has it, and times go both ways', () => {
  expect(ntpTime(0)).toEqual({ seconds: 2_208_988_800, fraction: 0 });
  expect(ntpTime(1500)).toEqual({ seconds: 2_208_988_801, fraction: 2 ** 31 });
  expect(between(ntpTime(1000), ntpTime(3250))).toBe(2250);
});
