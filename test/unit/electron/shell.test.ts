import { chmodSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { systemBrowser } from '../../../electron/shell/browser.ts';
import { downloadElectron, electronBinary } from '../../../electron/shell/electron-binary.ts';
import { answer } from '../../../electron/shell/files.ts';
import { startOptions, USUAL_PORT } from '../../../electron/shell/options.ts';

function project(): { from: string; folder: string; note: string } {
  const root = mkdtempSync(join(tmpdir(), 'edge-lab-shell-'));
  const folder = join(root, 'node_modules/electron');
  mkdirSync(join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"name":"electron","version":"1.2.3"}');
  return { from: join(root, 'start.js'), folder, note: join(root, 'own/note') };
}

test('Electron is here only when path.txt, version and file agree', () => {
  const { from, folder } = project();
  expect(electronBinary(from, {})).toBeNull();
  writeFileSync(join(folder, 'path.txt'), 'electron');
  writeFileSync(join(folder, 'dist/electron'), '');
  writeFileSync(join(folder, 'dist/version'), '1.2.2');
  expect(electronBinary(from, {})).toBeNull();
  writeFileSync(join(folder, 'dist/version'), 'v1.2.3');
  expect(electronBinary(from, {})).toBe(join(folder, 'dist/electron'));
});

test('a folder named by the environment counts, if the file is there', () => {
  const { from, folder } = project();
  const env = { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'dist') };
  expect(electronBinary(from, env)).toBeNull();
  writeFileSync(join(folder, 'dist/electron'), '');
  if (process.platform === 'linux') expect(electronBinary(from, env)).toBe(join(folder, 'dist/electron'));
});

test('no package, no Electron', () => {
  expect(electronBinary(join(mkdtempSync(join(tmpdir(), 'edge-lab-none-')), 'x.js'), {})).toBeNull();
});

test('the download is tried once a day at most', () => {
  const { from, folder, note } = project();
  const runScript = vi.fn();
  const now = Date.now();
  expect(downloadElectron(from, note, now, runScript)).toBe(true);
  expect(runScript).toHaveBeenCalledWith(join(folder, 'install.js'));
  expect(existsSync(note)).toBe(true);
  expect(downloadElectron(from, note, now, runScript)).toBe(false);
  expect(downloadElectron(from, note, now + 25 * 60 * 60 * 1000, runScript)).toBe(true);
  expect(runScript).toHaveBeenCalledTimes(2);
});

test('a browser is one that can be started', () => {
  const folder = mkdtempSync(join(tmpdir(), 'edge-lab-browser-'));
  const file = join(folder, 'chromium');
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  if (process.platform === 'linux') expect(systemBrowser({ PATH: folder })).toBe(file);
  expect(systemBrowser({ PATH: '', CHROMIUM_PATH: file })).toBe(file);
});

test.each([
  [[], { browser: false, open: true, headless: false, port: USUAL_PORT }],
  [['--browser', '--no-open', '--port', '0'], { browser: true, open: false, headless: false, port: 0 }],
])('start %j', (args, options) => {
  expect(startOptions(args)).toEqual(options);
});

test.each([[['--port', '70000']], [['--port', 'http']], [['--prot', '1']], [['extra']]])(
  'start %j is refused',
  (args) => {
    expect(() => startOptions(args)).toThrow();
  },
);

test('files are answered from their folder only, with the policy that keeps everything else out', async () => {
  const root = mkdtempSync(join(tmpdir(), 'edge-lab-files-'));
  mkdirSync(join(root, 'in'));
  writeFileSync(join(root, 'secret.json'), '{}');
  writeFileSync(join(root, 'in/index.html'), '<p>hello');
  const ok = await answer(join(root, 'in'), '/');
  expect(ok.status).toBe(200);
  expect(ok.headers['content-security-policy']).toContain("default-src 'none'");
  for (const path of [
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/none.html',
    '/index.html%00.png',
    '/in',
  ])
    expect((await answer(join(root, 'in'), path)).status).toBe(404);
  expect((await answer(join(root, 'in'), '/%E0%A4%A')).status).toBe(400);
});
