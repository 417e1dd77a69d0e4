import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { chromium, expect, test } from '@playwright/test';
import { electronBinary, electronPackage } from '../../electron/shell/electron-binary.ts';
import { askServer, Launched, newHome, startFile, watchedBrowser } from './launcher.ts';

test.skip(process.platform === 'win32', 'the launcher is started and ended by signals here');

const launched: Launched[] = [];
const start = (...args: ConstructorParameters<typeof Launched>) => {
  const one = new Launched(...args);
  launched.push(one);
  return one;
};
test.afterEach(async () => {
  // Not SIGKILL, which would leave the browser behind.
  for (const one of launched.splice(0)) await one.end();
});

async function urlOf(lab: Launched): Promise<string> {
  await expect.poll(() => lab.url, { timeout: 20_000 }).not.toBeNull();
  return lab.url!;
}

/** A port that nobody has at this moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Command lines of the processes in which a word occurs. Linux alone has /proc; elsewhere none is found. */
function processesWith(word: string): string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(word));
}

/** Set in a browser; no path has it, as Chromium's files name their own. */
const WORD = 'of a test: is it kept?';

/** Whether a browser has written a word into the file of its local storage. */
function hasWritten(profile: string, word: string): boolean {
  const folder = join(profile, 'Default/Local Storage/leveldb');
  return (
    existsSync(folder) &&
    readdirSync(folder).some((name) => readFileSync(join(folder, name), 'latin1').includes(word))
  );
}

/** Waits until the launcher's window shows the lab, and looks into it. */
async function lookInto(lab: Launched, profile: string): Promise<Browser> {
  const file = join(profile, 'DevToolsActivePort');
  const port = () => (existsSync(file) ? /^\d+(?=\n)/.exec(readFileSync(file, 'utf8'))?.[0] : undefined);
  await expect.poll(port, { timeout: 20_000 }).toBeDefined();
  const tools = `http://127.0.0.1:${port()}`;
  // Not before: a connection made while the first window opens may wait for ever.
  const pages = async () => (await fetch(`${tools}/json/list`)).json() as Promise<unknown>;
  // Its title tells of the design that it opened, as soon as it has.
  const page = { type: 'page', title: expect.stringMatching(/Edge Lab$/), url: lab.url };
  await expect.poll(pages, { timeout: 20_000 }).toContainEqual(expect.objectContaining(page));
  return chromium.connectOverCDP(tools);
}

test('serves the lab on 127.0.0.1, to its own address only', async () => {
  const lab = start(['--no-open', '--port', '0']);
  const url = await urlOf(lab);
  const page = await askServer(url, '/');
  expect(page.status).toBe(200);
  expect(page.policy).toContain("default-src 'none'; script-src 'self'");
  expect(page.policy).toContain("frame-ancestors 'none'");
  expect((await askServer(url, '/', { host: 'evil.example' })).status).toBe(403);
  expect((await askServer(url, '/', { origin: 'http://evil.example' })).status).toBe(403);
  expect((await askServer(url, '/', {}, 'POST')).status).toBe(403);
  for (const path of ['/../main/start.js', '/..%2f..%2fpackage.json', '/%2e%2e/main/main.js', '/none.js'])
    expect((await askServer(url, path)).status).toBe(404);
  // Another person at this computer reaches the port, but does not know the address.
  const { origin } = new URL(url);
  for (const path of ['/', '/index.html', '/x/index.html'])
    expect((await askServer(`${origin}/`, path)).status).toBe(403);
});

test('each start has an address of its own', async () => {
  const port = String(await freePort());
  const tokenOf = async () => {
    const lab = start(['--no-open', '--port', port]);
    const { pathname } = new URL(await urlOf(lab));
    await lab.end();
    return pathname;
  };
  expect(await tokenOf()).not.toBe(await tokenOf());
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  test(`${signal} ends it`, async () => {
    const lab = start(['--no-open', '--port', '0']);
    const url = await urlOf(lab);
    expect(await lab.end(signal)).toBe(0);
    await expect(askServer(url, '/')).rejects.toThrow('ECONNREFUSED');
    expect(lab.errors).toEqual([]);
  });

test('a taken port leads to the next one', async () => {
  const first = start(['--no-open', '--port', String(await freePort())]);
  const url = await urlOf(first);
  const second = start(['--no-open', '--port', new URL(url).port]);
  expect(Number(new URL(await urlOf(second)).port)).toBeGreaterThan(Number(new URL(url).port));
});

test('without Electron it says so in one line, and serves the lab', async () => {
  const electron = electronPackage(startFile);
  test.skip(electronBinary(startFile) !== null, 'Electron is here, so it is used');
  // As after a download that failed: so that this test needs no network and no time.
  const home = newHome();
  const cache = join(home, 'cache/edge-lab');
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, `electron-${electron!.version}-could-not-be-downloaded`), '');
  const lab = start([], {}, home);
  const url = await urlOf(lab);
  expect(lab.lines[0]).toMatch(/^Electron cannot be used \(its download failed .*\): Edge Lab is on http/);
  expect(lab.lines[0]).toContain(url);
  expect((await askServer(url, '/')).status).toBe(200);
});

test('opens the lab in a browser window, keeps its settings, and takes it along at the end', async () => {
  test.slow();
  const home = newHome();
  const port = String(await freePort());
  const env = { CHROMIUM_PATH: watchedBrowser(home) };
  const profile = join(home, `data/edge-lab/browser-${port}`);
  for (const before of [null, 'kept']) {
    // What the first one wrote would be taken for the second's.
    rmSync(join(profile, 'DevToolsActivePort'), { force: true });
    const lab = start(['--headless', '--port', port], env, home);
    const url = await urlOf(lab);
    const browser = await lookInto(lab, profile);
    const page = browser.contexts()[0]!.pages()[0]!;
    await expect(page).toHaveURL(url);
    await expect(page).toHaveTitle(/Edge Lab$/);
    expect(await page.evaluate((word) => localStorage.getItem(word), WORD)).toBe(before);
    await page.evaluate((word) => localStorage.setItem(word, 'kept'), WORD);
    // Chromium writes it down within some seconds; ended before that, it may or may not.
    await expect.poll(() => hasWritten(profile, WORD), { timeout: 20_000 }).toBe(true);
    await browser.close();
    if (process.platform === 'linux') expect(processesWith(profile)).not.toEqual([]);
    expect(await lab.end()).toBe(0);
    // The kernel takes a moment to clear away what was killed.
    await expect.poll(() => processesWith(profile)).toEqual([]);
    await expect(askServer(url, '/')).rejects.toThrow('ECONNREFUSED');
  }
});

test('a browser that does not start leaves the address', async () => {
  const lab = start(['--headless', '--port', '0'], { CHROMIUM_PATH: '/bin/false' });
  const url = await urlOf(lab);
  await expect.poll(() => lab.lines.at(-1)).toContain('Open that address in a browser');
  expect(lab.errors).toEqual(['edge-lab: /bin/false ended at once (exit code 1)']);
  expect((await askServer(url, '/')).status).toBe(200);
});

test('a wrong option is refused in one line', async () => {
  const lab = start(['--prot', '1']);
  expect(await lab.exitCode()).toBe(2);
  expect(lab.errors).toHaveLength(1);
  expect(lab.errors[0]).toMatch(/^edge-lab: .*--prot/);
  expect(lab.lines).toEqual([]);
});

test('the options are explained', async () => {
  const lab = start(['--help']);
  expect(await lab.exitCode()).toBe(0);
  for (const option of ['--browser', '--no-open', '--port', '--headless', '--download'])
    expect(lab.lines.join('\n')).toContain(option);
});
