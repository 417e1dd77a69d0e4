import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { downloadElectron } from '../../../electron/shell/electron-download.ts';

/** A package `electron` whose script is ours, and a cache of its own. */
function fakePackage(script: string) {
  const root = mkdtempSync(join(tmpdir(), 'edge-lab-download-'));
  const folder = join(root, 'electron');
  const cache = join(root, 'cache');
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'install.js'),
    `const fs = require('fs');\nconst here = ${JSON.stringify(root)};\n${script}`,
  );
  const count = () =>
    existsSync(join(root, 'tries')) ? readFileSync(join(root, 'tries'), 'utf8').length : 0;
  return { electron: { folder, version: '1.2.3' }, root, cache, count };
}

const TRY = `fs.appendFileSync(here + '/tries', '.');`;
const SILENT = `fs.writeFileSync(here + '/pid', String(process.pid)); setInterval(() => {}, 1000);`;

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a script that does its work leaves no note and nothing in the cache', async () => {
  const { electron, cache, count } = fakePackage(TRY);
  expect(await downloadElectron(electron, { cache })).toBeNull();
  expect(await downloadElectron(electron, { cache })).toBeNull();
  expect(count()).toBe(2);
  expect(readdirSync(cache)).toEqual([]);
});

test('a failure is remembered for a day, unless it is asked for again', async () => {
  const { electron, cache, count } = fakePackage(`${TRY} process.exit(1);`);
  expect(await downloadElectron(electron, { cache })).toBe('it could not be downloaded');
  expect(await downloadElectron(electron, { cache })).toContain('--download');
  expect(count()).toBe(1);
  await downloadElectron(electron, { cache, again: true });
  expect(count()).toBe(2);
  const [note] = readdirSync(cache);
  const yesterday = Date.now() / 1000 - 25 * 60 * 60;
  utimesSync(join(cache, note!), yesterday, yesterday);
  await downloadElectron(electron, { cache });
  expect(count()).toBe(3);
  // A note of another version says nothing about this one.
  await downloadElectron({ ...electron, version: '1.2.4' }, { cache });
  expect(count()).toBe(4);
});

test('a server that says nothing is given up, and its script ended', async () => {
  const { electron, cache, root } = fakePackage(SILENT);
  let slow = 0;
  const options = { cache, stall_ms: 1500, slow_ms: 100, onSlow: () => slow++ };
  expect(await downloadElectron(electron, options)).toBe('its download stood still for 1.5 s');
  expect(slow).toBe(1);
  expect(alive(Number(readFileSync(join(root, 'pid'), 'utf8')))).toBe(false);
});

test('a slow download that goes on is not given up, only one without end', async () => {
  const grows = `const to = require('path').join(require('os').tmpdir(), 'zip');
    let n = 0; setInterval(() => { fs.appendFileSync(to, 'x'); if (++n === END) process.exit(0); }, 100);`;
  const whole = fakePackage(grows.replace('END', '20'));
  expect(await downloadElectron(whole.electron, { cache: whole.cache, stall_ms: 1500 })).toBeNull();
  const endless = fakePackage(grows.replace('END', '-1'));
  expect(
    await downloadElectron(endless.electron, { cache: endless.cache, stall_ms: 1500, limit_ms: 2000 }),
  ).toContain('took more than');
});

test('Ctrl+C ends it, and is not held against the network', async () => {
  const { electron, cache, count } = fakePackage(TRY + SILENT);
  const stop = new AbortController();
  const options = { cache, signal: stop.signal, slow_ms: 50, onSlow: () => stop.abort() };
  expect(await downloadElectron(electron, options)).toBe('its download was stopped');
  expect(count()).toBeLessThanOrEqual(1);
  expect(readdirSync(cache)).toEqual([]);
});
