import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { shippedPackages } from '../../build/licences/list.ts';
import { licencesJson, licencesPage } from '../../build/licences/write.ts';

const root = resolve(import.meta.dirname, '../..');
const packages = shippedPackages();

/** Licences that let the program be passed on under its own, as SPDX names them. */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Zlib',
];

test('all that is shipped is free, and says where its source is', () => {
  for (const { name, licence, source, text } of packages) {
    const parts = licence.replace(/[()]/g, '').split(/ (?:AND|OR) /);
    expect([name, parts.filter((part) => !ALLOWED.includes(part))]).toEqual([name, []]);
    expect(source).toMatch(/^https:\/\/[\w.-]+\/[\w./-]+$/);
    expect(text).not.toBe('');
  }
});

test('the list is of what is shipped now: npm run licences', () => {
  const written = (file: string): string => readFileSync(join(root, file), 'utf8');
  expect(written('renderer/app/licences.json') === licencesJson(packages)).toBe(true);
  expect(written('docs/licences.md') === licencesPage(packages)).toBe(true);
});

test('it knows what the window, its workers, the player and the shell are made of', () => {
  const names = packages.map(({ name }) => name);
  // One of each bundle, and one that lies ready-made in another.
  for (const name of ['svelte', 'xstate', 'gifenc', 'd3-selection', 'valibot', 'fontkit'])
    expect(names).toContain(name);
  expect(names).not.toContain('bullmq');
});
