import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/* docs/security.md says which test holds what: here it is looked whether there are such tests. */

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

/** The cells of all rows below a heading, without the heads of tables. */
function rowsUnder(heading: string): string[][] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  const lines = own.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(1).flatMap((line) =>
    /^\| -/.test(line)
      ? []
      : [
          line
            .split('|')
            .map((cell) => cell.trim())
            .slice(1, -1),
        ],
  );
}

const CHECKLIST = rowsUnder("Electron's checklist");
const OTHERS = [
  ...rowsUnder('Beyond the checklist'),
  ...rowsUnder('The local server of the browser shell'),
  ...rowsUnder('Files'),
];

test('every item of the checklist has a row, in order', () => {
  expect(CHECKLIST.map(([number]) => Number(number))).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
});

test.each([...CHECKLIST.map((row) => row.slice(1)), ...OTHERS])(
  '%s: its files and tests are there',
  (...row) => {
    const [, does, where = '', tests = ''] = row;
    expect(row).toHaveLength(4);
    expect(does).not.toBe('');
    const files = [...where.matchAll(/`([^`]+)`/g)].map(([, file]) => file!);
    expect(files).not.toEqual([]);
    for (const file of files) expect(existsSync(join(root, file)), file).toBe(true);
    const named = [...tests.matchAll(/`([^`]+)` "([^"]+)"/g)];
    expect(named).not.toEqual([]);
    for (const [, file, title] of named) expect(titlesIn(file!), file).toContain(title);
  },
);

/** Titles of the tests in a file, as they are written. */
function titlesIn(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  return [...source.matchAll(/^ *(?:test(?:\.each\([^]*?\)|)|\]\))\(\s*'([^']+)'/gm)].map(
    ([, title]) => title!,
  );
}
