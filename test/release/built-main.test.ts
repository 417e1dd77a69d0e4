import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, vi } from 'vitest';
import { opened, protocol } from '../unit/electron/fake-electron.ts';

vi.mock('electron', () => import('../unit/electron/fake-electron.ts'));

const out = resolve(import.meta.dirname, '../../out');

test('the program as it was built opens its window, and finds the page and the preload script', async () => {
  await import(pathToFileURL(join(out, 'main/main.js')).href);
  await vi.waitUntil(() => opened.length > 0);
  const [handler] = protocol.handle.mock.calls.map(
    ([, one]) => one as (request: object) => Promise<Response>,
  );
  const page = await handler!({ url: 'app://lab/', method: 'GET' });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<title>Edge Lab</title>');
  const { preload } = opened[0]!.options['webPreferences'] as { preload: string };
  expect(readFileSync(preload, 'utf8')).toContain('exposeInMainWorld');
  // In its sandbox it can load nothing but Electron.
  const loads = [...readFileSync(preload, 'utf8').matchAll(/require\(["']([^"']+)["']\)/g)].map(
    ([, name]) => name,
  );
  expect(new Set(loads)).toEqual(new Set(['electron']));
});
