import { expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';
import { READERS } from './readers/registry.ts';

/** How many inputs each gets, where they are fast enough; a million each: npm run fuzz. */
const INPUTS = 200;

test.each(READERS)('$id: hostile input is read or refused, as the reader promises', async (reader) => {
  const { read, refused, faults } = await fuzz(reader, 1, INPUTS);
  expect(faults).toEqual([]);
  expect(read + refused).toBe(INPUTS);
  // The input gets somewhere.
  expect(read).toBeGreaterThan(0);
});
