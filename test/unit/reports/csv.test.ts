import { csvParseRows } from 'd3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean } from '../../../simulator/reports/clean.ts';
import { csv } from '../../../simulator/reports/formats/csv.ts';
import { anyText, HOSTILE, sample } from './sample.ts';

const written = (text: string) => csv.write(sample(text));
const read = (text: string) => csvParseRows(written(text).slice(1));

test('another reader of CSV finds the main table, cell by cell; a formula has an apostrophe in front', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const rows = read(text);
      expect(rows.map((row) => row.length)).toEqual([3, 3, 3]);
      const plain = clean(text);
      expect(rows[1]).toEqual([/^[=+\-@＝＋－＠]/.test(plain) ? `'${plain}` : plain, '0', clean(`m${text}`)]);
    }),
  );
});

test('no cell begins as a formula does, whatever stands in the design', () => {
  for (const text of HOSTILE)
    for (const cell of read(text).flat()) expect(cell.trimStart()).not.toMatch(/^[=+\-@＝＋－＠]/);
});

test('it begins with the mark of UTF-8, and every line ends as RFC 4180 says', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const file = written(text);
      expect(file.startsWith('\ufeff')).toBe(true);
      expect(file.endsWith('\r\n')).toBe(true);
      expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(file.split('\r\n')).toHaveLength(4);
    }),
  );
});
