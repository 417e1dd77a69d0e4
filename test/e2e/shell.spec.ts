import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request as ask } from 'node:http';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { _electron, expect, test } from '@playwright/test';
import { electronBinary } from '../../electron/shell/electron-binary.ts';

const root = resolve(import.meta.dirname, '../..');
const start = join(root, 'out/main/start.js');

function launch(...args: string[]) {
  const home = mkdtempSync(join(tmpdir(), 'edge-lab-home-'));
  return spawn(process.execPath, [start, ...args], {
    env: { ...process.env, XDG_DATA_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The first line that names an address. */
async function addressOf(child: ReturnType<typeof launch>): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(line);
    if (found) return found[0];
  }
  throw new Error('it ended without an address');
}

function statusOf(
  url: string,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; policy: string }> {
  const { hostname, port, host } = new URL(url);
  return new Promise((done, fail) => {
    // Not fetch(): it would tidy the path up, and set Host itself.
    const sent = ask({ hostname, port, path, method, headers: { host, ...headers } }, (response) => {
      response.resume();
      done({
        status: response.statusCode ?? 0,
        policy: String(response.headers['content-security-policy'] ?? ''),
      });
    });
    sent.on('error', fail);
    sent.end();
  });
}

test('npm start without a screen serves the lab on 127.0.0.1, to its own address only, and ends when told', async () => {
  const child = launch('--browser', '--no-open', '--port', '0');
  const ended = once(child, 'exit');
  const url = await addressOf(child);
  const page = await statusOf(url, '/');
  expect(page.status).toBe(200);
  expect(page.policy).toContain("script-src 'self'");
  expect((await statusOf(url, '/', { host: 'evil.example' })).status).toBe(403);
  expect((await statusOf(url, '/', {}, 'POST')).status).toBe(403);
  expect((await statusOf(url, '/../main/start.js')).status).toBe(404);
  expect((await statusOf(url, '/..%2f..%2fpackage.json')).status).toBe(404);
  child.kill('SIGTERM');
  await ended;
  await expect(statusOf(url, '/')).rejects.toThrow();
});

test('npm start opens a browser window, and takes it along when it ends', async () => {
  const child = launch('--browser', '--headless', '--port', '0');
  const ended = once(child, 'exit');
  const url = await addressOf(child);
  expect((await statusOf(url, '/')).status).toBe(200);
  child.kill('SIGTERM');
  await ended;
  await expect(statusOf(url, '/')).rejects.toThrow();
});

test('a wrong option is refused in one line', async () => {
  const child = launch('--prot', '1');
  let text = '';
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(2);
  expect(text.trimEnd().split('\n')).toHaveLength(1);
  expect(text).toMatch(/^edge-lab: .*--prot/);
});

test('Electron opens the lab', async () => {
  const binary = electronBinary(start);
  test.skip(binary === null, 'the Electron binary is not here, and cannot be downloaded on this machine');
  const app = await _electron.launch({
    executablePath: binary!,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root],
  });
  const window = await app.firstWindow();
  await expect(window.locator('[data-rule]').first()).toBeVisible();
  await app.close();
});
