import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patternOf } from '../../../simulator/filters/pattern.ts';

const atom = fc.constantFrom('a', 'B', '[a-c]', '.', '\\d', '4', '(a|bc)', '^', '$', '\\.');
const pattern = fc
  .array(fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{1,2}')), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.map(([of, times]) => (/^[$^]$/.test(of) ? of : of + times)).join(''));
const text = fc.array(fc.constantFrom('a', 'A', 'b', 'c', 'C', '4', '.', ' '), { maxLength: 12 });

test('it finds what the language itself finds', () => {
  fc.assert(
    fc.property(pattern, text, (one, letters) => {
      const word = letters.join('');
      expect(patternOf(one)!.test(word), `${one} in ${word}`).toBe(new RegExp(one, 'i').test(word));
    }),
    { numRuns: 2000 },
  );
});

test.each(['(a+)+$', '(a|a)*b$', '(.*.*.*.*.*)=x', '(a?){50}a{50}$'])('%s cannot hold anybody up', (one) => {
  expect(patternOf(one)!.test(`${'a'.repeat(3000)}!`)).toBe(false);
});

test('what is no pattern is none', () => {
  for (const one of ['(', '[z-a]', '(?=a)', '(a)\\1', 'a{2,1}', 'a{2000}']) expect(patternOf(one)).toBeNull();
});
