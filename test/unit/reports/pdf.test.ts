import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { pdf } from '../../../electron/cli/reports/pdf.ts';
import { havePdftotext } from '../../setup/tools.ts';
import { HOSTILE, sample } from './sample.ts';

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

test('the same report gives the same bytes, of the date of the design', async () => {
  const [one, other] = [await pdf(sample('plain')), await pdf(sample('plain'))];
  expect(latin1(one)).toMatch(/^%PDF-1\.\d/);
  expect(Buffer.compare(one, other)).toBe(0);
  expect(latin1(one)).toContain('(D:20110301090000Z)');
  expect(Buffer.compare(one, await pdf(sample('other')))).not.toBe(0);
});

test('no text of a design stops it, or makes it ask anybody for anything', async () => {
  const plain = latin1(await pdf(sample('plain'))).match(/\/(URI|JavaScript|Launch|EmbeddedFile)/g);
  for (const text of HOSTILE) {
    const written = latin1(await pdf(sample(text)));
    expect(written.match(/\/(URI|JavaScript|Launch|EmbeddedFile)/g)).toEqual(plain);
  }
});

const there = havePdftotext();

describe.skipIf(!there)('as pdftotext reads it', () => {
  let pages: string[] = [];
  beforeAll(async () => {
    const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: await pdf(sample('plain', 90)) });
    pages = text.toString().split('\f').slice(0, -1);
  });

  test('pages are numbered, and each that holds a part of the table has its head', () => {
    expect(pages.length).toBeGreaterThan(3);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
      if (/mplain/.test(page)) expect(page).toMatch(/tplain\s+Number\s+Status/);
    }
  });

  test('every row is on a page, once', () => {
    const numbers = pages.flatMap((page) =>
      [...page.matchAll(/^\s*plain\s+(\d+)\s+mplain/gm)].map(([, n]) => Number(n)),
    );
    expect(numbers).toEqual(Array.from({ length: 90 }, (_, row) => row));
  });
});
