import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HIDEABLE } from '../../../renderer/stores/lessons/offered.ts';
import { VIEWS } from '../../../renderer/views/registry.ts';

test.each(VIEWS)('$id is drawn by a file that views/components.ts takes', ({ stage, panel }) => {
  const names = [stage, panel].filter((name) => name !== undefined);
  expect(names).not.toHaveLength(0);
  for (const name of names) {
    expect(name).toMatch(/^[a-z]+\/\w+(View|Panel)$/);
    expect(existsSync(join('renderer/views', `${name}.svelte`))).toBe(true);
  }
});

test('no two views have the same name, and what can be left out of a lesson is on the stage', () => {
  expect(new Set(VIEWS.map(({ id }) => id)).size).toBe(VIEWS.length);
  expect(new Set(VIEWS.map(({ title }) => title)).size).toBe(VIEWS.length);
  expect(HIDEABLE.map(({ id }) => id).toSorted()).toEqual([
    'captures',
    'design',
    'dialogs',
    'files',
    'ice',
    'ladder',
    'map',
    'person',
    'rules',
    'sessions',
    'states',
    'tables',
  ]);
});
