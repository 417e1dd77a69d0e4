import { expect, test } from 'vitest';
import { fuzz, NAMES } from './decoders.ts';

// A million each: npm run fuzz.
test.each(NAMES)('%s: hostile input is read or refused, and what is read is written again', (name) => {
  const { read, refused, faults } = fuzz(name, 1, 5000);
  expect(faults).toEqual([]);
  expect(read + refused).toBe(5000);
  // The input gets somewhere, and not always.
  expect(read).toBeGreaterThan(100);
});
