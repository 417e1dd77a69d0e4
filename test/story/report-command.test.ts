import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { builtinDesign } from '../../simulator/designs/registry.ts';
import { closed } from './designs.ts';

const folder = mkdtempSync(join(tmpdir(), 'edge-lab-reports-'));
const start = resolve(import.meta.dirname, '../../electron/cli/start.mjs');
const lab = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [start, 'report', ...args], {
    cwd: folder,
  });
  return { status, out: stdout.toString('latin1'), text: stdout.toString(), error: stderr.toString() };
};
const quick = ['--only', 'http-redirect', '--depth', '1'];

test('every kind in every form, on standard output; a PDF twice the same', () => {
  const forms = { html: /^<!doctype html>/, csv: /^\ufeff/, markdown: /^# /, json: /^\{/, pdf: /^%PDF/ };
  for (const [form, begins] of Object.entries(forms)) {
    const { status, text, error } = lab('request-form', ...quick, '--as', form);
    expect(error).toBe('');
    expect(status).toBe(0);
    expect(text).toMatch(begins);
  }
  const again = () => lab('matrix', ...quick, '--as', 'pdf').out;
  expect(again()).toBe(again());
  writeFileSync(join(folder, 'proposed.json'), JSON.stringify(closed(builtinDesign(), 'E14')));
  const review = lab('review', 'reference-1', 'proposed.json', '--as', 'json');
  expect(review.status).toBe(0);
  const { main } = JSON.parse(review.text) as { main: { rows: Record<string, string>[] } };
  expect(main.rows.map((row) => row['what'])).toContain('newly blocked');
});

test('--out writes a whole file and prints nothing', () => {
  const file = join(folder, 'form.csv');
  const { status, text } = lab('request-form', ...quick, '--as', 'csv', '--out', file);
  expect([status, text]).toEqual([0, '']);
  expect(readFileSync(file, 'utf8').split('\r\n')).toHaveLength(26);
});

test('changes of the command line are in the report', () => {
  const { text } = lab('matrix', ...quick, '--close', 'E14', '--as', 'markdown');
  expect(text).toContain('0 of 1 features work');
});

test.each([
  [
    ['nonsense'],
    /^lab: report: "nonsense" is no kind of report: must be one of matrix, request-form, review, summary\n$/,
  ],
  [[], /^lab: report: the kind is missing: must be one of .*\n$/],
  [['matrix', '--as', 'doc'], /^lab: .*doc.* html, csv, markdown, json, pdf.*\n$/],
  [['matrix', '--depth', '3'], /^lab: .*1 or 2.*\n$/],
  [['matrix', '--only', 'nonsense'], /^lab: feature "nonsense" does not exist.*\n$/],
  [['matrix', '--only', ','], /^lab: --only: names no feature.*\n$/],
  [['review', 'reference-1'], /^lab: .*after.*\n$/],
  [['review', 'reference-1', 'nowhere.json'], /^lab: nowhere\.json: .*\n$/],
  [
    ['matrix', ...quick, '--out', 'no/such/folder.html'],
    /^lab: no\/such\/folder\.html: cannot be written .*\n$/,
  ],
])('%j is refused in one line, and nothing is written', (args, line) => {
  const { status, text, error } = lab(...args);
  expect(error).toMatch(line);
  expect([status, text]).toEqual([2, '']);
  expect(existsSync(join(folder, 'no'))).toBe(false);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('the summary stays on one page when most things fail', () => {
  const { out, status } = lab('summary', '--close', 'E3,E12,I7,E4,E6,E14,I9', '--as', 'pdf');
  expect(status).toBe(0);
  expect(out.match(/\/Type \/Page\b/g)).toHaveLength(1);
});
