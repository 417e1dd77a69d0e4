import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemBrowser } from '../../../electron/shell/browser.ts';
import { electronBinary, electronPackage } from '../../../electron/shell/electron-binary.ts';
import { answer } from '../../../electron/shell/files.ts';
import { ownFolders } from '../../../electron/shell/folders.ts';
import { startOptions, USUAL_PORT } from '../../../electron/shell/options.ts';

function project(): { from: string; folder: string } {
  const root = mkdtempSync(join(tmpdir(), 'edge-lab-shell-'));
  const folder = join(root, 'node_modules/electron');
  mkdirSync(join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"name":"electron","version":"1.2.3"}');
  return { from: join(root, 'start.js'), folder };
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
  const from = join(mkdtempSync(join(tmpdir(), 'edge-lab-none-')), 'x.js');
  expect(electronPackage(from)).toBeNull();
  expect(electronBinary(from, {})).toBeNull();
});

test('a browser is one that can be started', () => {
  const folder = mkdtempSync(join(tmpdir(), 'edge-lab-browser-'));
  const file = join(folder, 'chromium');
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  if (process.platform === 'linux') expect(systemBrowser({ PATH: folder })).toBe(file);
  expect(systemBrowser({ PATH: '', CHROMIUM_PATH: file })).toBe(file);
});

const usual = { browser: false, download: false, open: true, headless: false, port: USUAL_PORT, help: false };

test.each([
  [[], {}],
  [['--browser'], { browser: true }],
  [['--download'], { download: true }],
  [['-h'], { help: true }],
  // Electron has neither an address to print nor a port.
  [['--no-open'], { browser: true, open: false }],
  [['--headless'], { browser: true, headless: true }],
  [['--port', '0'], { browser: true, port: 0 }],
  [['--port=65535'], { browser: true, port: 65535 }],
])('start %j', (args, options) => {
  expect(startOptions(args)).toEqual({ ...usual, ...options });
});

test.each([
  [['--port', '65536'], '--port 65536'],
  [['--port', 'http'], '--port http'],
  [['--port', '-1'], '--port'],
  [['--port'], '--port'],
  [['--prot', '1'], '--prot'],
  [['extra'], 'extra'],
])('start %j is refused in one line that names it', (args, name) => {
  expect(() => startOptions(args)).toThrow(name);
  expect(() => startOptions(args)).not.toThrow('\n');
});

test('own folders follow each system', () => {
  const home = join('/home', 'alice');
  expect(ownFolders('linux', {}, home)).toEqual({
    data: join(home, '.local/share/edge-lab'),
    cache: join(home, '.cache/edge-lab'),
  });
  expect(ownFolders('linux', { XDG_DATA_HOME: '/data', XDG_CACHE_HOME: '' }, home)).toEqual({
    data: join('/data', 'edge-lab'),
    cache: join(home, '.cache/edge-lab'),
  });
  expect(ownFolders('darwin', {}, home).data).toBe(join(home, 'Library/Application Support/edge-lab'));
  expect(ownFolders('win32', { LOCALAPPDATA: '/local' }, home).cache).toBe(join('/local/edge-lab', 'cache'));
});

test('files are answered from their folder only, with the policy that keeps everything else out', async () => {
  const root = mkdtempSync(join(tmpdir(), 'edge-lab-files-'));
  mkdirSync(join(root, 'in'));
  writeFileSync(join(root, 'secret.json'), '{}');
  writeFileSync(join(root, 'in/index.html'), '<p>hello');
  symlinkSync(join(root, 'secret.json'), join(root, 'in/link.json'));
  symlinkSync(root, join(root, 'in/up'));
  symlinkSync(join(root, 'in'), join(root, 'door'));
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
    '/link.json',
    '/up/secret.json',
  ])
    expect((await answer(join(root, 'in'), path)).status).toBe(404);
  expect((await answer(join(root, 'in'), '/%E0%A4%A')).status).toBe(400);
  // The folder itself may be reached by a link, as in many packagings.
  expect((await answer(join(root, 'door'), '/')).status).toBe(200);
});
