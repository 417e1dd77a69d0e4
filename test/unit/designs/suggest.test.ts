import { expect, test } from 'vitest';
import { printable, quote } from '../../../simulator/designs/quote.ts';
import { didYouMean } from '../../../simulator/designs/suggest.ts';

test.each([
  ['prot', ['source', 'port', 'part'], '; did you mean "port"?'],
  ['PORT', ['port'], '; did you mean "port"?'],
  ['prots', ['port', 'sport'], '; did you mean "port"?'],
  ['sip', ['tcp.rto', 'sip.t1_ms'], '; did you mean "sip.t1_ms"?'],
  ['zebra', ['port', 'title'], ''],
  ['', ['port'], ''],
  ['port', [], ''],
  ['x'.repeat(65), ['x'.repeat(64)], ''],
  ['tit\nle', ['tit\nl'], '; did you mean "tit\\nl"?'],
  ['5', ['0'], ''],
  ['lan', ['av'], ''],
  ['egde', ['edge'], '; did you mean "edge"?'],
])('%s among %j: %j', (name, known, expected) => expect(didYouMean(name, known)).toBe(expected));

test('what a user wrote fits into a line', () => {
  expect(quote('a"b')).toBe('"a\\"b"');
  expect(quote('a\nb')).toBe('"a\\nb"');
  expect(quote('\u009b2J\u202e\u2028\u200b')).toBe('"\\u009b2J\\u202e\\u2028\\u200b"');
  expect(quote('\ud800')).toBe('"\\ud800"');
  expect(quote('Jörg, 東京')).toBe('"Jörg, 東京"');
  expect(quote('x'.repeat(61))).toBe(`"${'x'.repeat(57)}..."`);
  expect(printable('a\tb')).toBe('a\\u0009b');
});
