import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Hash } from '../../../simulator/kernel/hash.ts';
import { Random } from '../../../simulator/kernel/random.ts';

/** Noted once: another engine, or a change of the generator, must not change runs unnoticed. */
const FIRST = [3183226585, 1708707598, 4049156046];

test('the same seed and name give the same numbers on every machine', () => {
  const random = new Random(1, 'host/edge');
  expect([random.uint32(), random.uint32(), random.uint32()]).toEqual(FIRST);
});
test('streams with other names or seeds are other streams', () => {
  const first = (seed: number, name: string) => new Random(seed, name).uint32();
  expect(new Set([first(1, 'a'), first(1, 'b'), first(2, 'a'), first(2, 'b')]).size).toBe(4);
});

test('between() gives every value of its range and no other', () => {
  const random = new Random(3, 'between');
  const seen = new Set(Array.from({ length: 500 }, () => random.between(10, 14)));
  expect([...seen].sort()).toEqual([10, 11, 12, 13, 14]);
});

test('shuffled() keeps every thing once', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(), (list, seed) => {
      const shuffled = new Random(seed, 'shuffle').shuffled(list);
      expect([...shuffled].sort((a, b) => a - b)).toEqual([...list].sort((a, b) => a - b));
    }),
  );
});

test('a hash tells apart what differs in one number, in order, or in where a text ends', () => {
  const hashOf = (...parts: (number | string)[]) => {
    const hash = new Hash();
    for (const part of parts) {
      if (typeof part === 'number') hash.number(part);
      else hash.text(part);
    }
    return hash.hex();
  };
  const all = [
    hashOf(1, 2),
    hashOf(2, 1),
    hashOf(1, 2 + 2 ** 32),
    hashOf('ab', 'c'),
    hashOf('a', 'bc'),
    hashOf('abc'),
    hashOf(),
  ];
  expect(new Set(all).size).toBe(all.length);
  expect(hashOf(1, 'a')).toMatch(/^[0-9a-f]{16}$/);
});
