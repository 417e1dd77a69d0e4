import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const root = resolve(import.meta.dirname, '../..');
export const startFile = join(root, 'out/main/start.js');

/** A started `npm start` (without npm), with a home of its own. */
export class Launched {
  readonly home: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  /** What it has printed so far, by line. */
  readonly lines: string[] = [];
  readonly errors: string[] = [];

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}, home = newHome()) {
    this.home = home;
    this.#child = spawn(process.execPath, [startFile, ...args], {
      env: {
        ...process.env,
        // Whatever the test was started by, this is not below npm and has no screen.
        npm_lifecycle_event: undefined,
        DISPLAY: undefined,
        WAYLAND_DISPLAY: undefined,
        XDG_DATA_HOME: join(home, 'data'),
        XDG_CACHE_HOME: join(home, 'cache'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#ended = once(this.#child, 'close');
    createInterface({ input: this.#child.stdout! }).on('line', (line) => this.lines.push(line));
    createInterface({ input: this.#child.stderr! }).on('line', (line) => this.errors.push(line));
  }

  /** The address in what it has printed, or null. */
  get url(): string | null {
    return /http:\/\/127\.0\.0\.1:\d+\/[\w-]+\//.exec(this.lines.join('\n'))?.[0] ?? null;
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<unknown> {
    this.#child.kill(signal);
    return this.exitCode();
  }

  async exitCode(): Promise<unknown> {
    const [code] = await this.#ended;
    return code;
  }
}

export function newHome(): string {
  return mkdtempSync(join(tmpdir(), 'edge-lab-home-'));
}

/** A program that starts the browser of the tests and lets them look into it. */
export function watchedBrowser(home: string): string {
  const file = join(home, 'browser.sh');
  const browser = process.env['E2E_BROWSER'] ?? 'chromium';
  writeFileSync(file, `#!/bin/sh\nexec '${browser}' --remote-debugging-port=0 "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

export interface Answered {
  readonly status: number;
  readonly policy: string;
}

/** Asks with the path as it is written below the address: fetch() would tidy it up, and set Host itself. */
export function askServer(
  url: string,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answered> {
  const { hostname, port, host, pathname } = new URL(url);
  return new Promise((done, fail) => {
    const whole = pathname + path.slice(1);
    const sent = ask({ hostname, port, path: whole, method, headers: { host, ...headers } }, (response) => {
      response.resume();
      const policy = String(response.headers['content-security-policy'] ?? '');
      done({ status: response.statusCode ?? 0, policy });
    });
    sent.on('error', fail);
    sent.end();
  });
}
