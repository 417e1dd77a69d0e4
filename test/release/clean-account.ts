import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** How a command ended. */
export interface Ended {
  /** Null when it was stopped. */
  readonly status: number | null;
  /** What it wrote last, on either output. */
  readonly lastLine: string;
}

/** What is passed on of this account's surroundings: where programs are, and whom machines trust. */
const PASSED_ON = /^(LANG|PATH|CI|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|CHROMIUM_PATH)$/;

/**
 * A clone of what is committed, in an account that has never seen the lab: a new user where this is root on Linux, else
 * an empty home.
 */
export class CleanAccount {
  readonly clone: string;
  readonly isUser: boolean;
  readonly #name = `edge-lab-${process.pid}`;
  readonly #home: string;
  readonly #ids: { uid: number; gid: number } | undefined;

  constructor(repository: string) {
    this.isUser = process.platform === 'linux' && process.getuid?.() === 0;
    if (this.isUser) execFileSync('useradd', ['--create-home', '--shell', '/bin/sh', this.#name]);
    this.#home = this.isUser ? `/home/${this.#name}` : mkdtempSync(join(tmpdir(), 'edge-lab-home-'));
    this.clone = join(this.#home, 'edge-lab');
    execFileSync('git', ['clone', '--quiet', '--no-hardlinks', repository, this.clone]);
    if (!this.isUser) return;
    const id = (which: string): number =>
      Number(execFileSync('id', [which, this.#name], { encoding: 'utf8' }));
    this.#ids = { uid: id('-u'), gid: id('-g') };
    execFileSync('chown', ['-R', `${this.#name}:`, this.#home]);
  }

  /** Starts a line of a shell in the clone, at the head of a process group of its own. */
  start(line: string): ChildProcess {
    const path = (process.env['PATH'] ?? '').split(delimiter).filter((one) => !one.includes('node_modules'));
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name)));
    return spawn('sh', ['-c', line], {
      cwd: this.clone,
      env: { ...env, PATH: path.join(delimiter), HOME: this.#home, USER: this.#name, LOGNAME: this.#name },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...this.#ids,
    });
  }

  /** Runs a line of a shell in the clone to its end. */
  async run(line: string, limit_ms = 30 * 60_000): Promise<Ended> {
    const child = this.start(line);
    let tail = '';
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => (tail = (tail + text).slice(-4000)));
    const timer = setTimeout(() => stop(child), limit_ms);
    const [status] = (await once(child, 'close')) as [number | null];
    clearTimeout(timer);
    return { status, lastLine: tail.trim().split('\n').at(-1) ?? '' };
  }

  /**
   * Starts a line that serves, and waits for the address that it prints.
   * @throws when it ends without one
   */
  async address(line: string): Promise<{ url: string; child: ChildProcess }> {
    const child = this.start(line);
    let said = '';
    const url = await new Promise<string>((done, fail) => {
      for (const stream of [child.stdout!, child.stderr!])
        stream.setEncoding('utf8').on('data', (text: string) => {
          said += text;
          const found = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(said)?.[0];
          if (found !== undefined) done(found);
        });
      child.once('close', () => fail(new Error(`it ended without an address: ${said.slice(-400)}`)));
    });
    return { url, child };
  }

  /** Removes the account and all that it holds. */
  remove(): void {
    if (this.isUser) execFileSync('userdel', ['--remove', this.#name], { stdio: 'ignore' });
    else rmSync(this.#home, { recursive: true, force: true });
  }
}

/** Ends a line and all that it started, and waits until it is gone. */
export async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'close');
  stop(child);
  await gone;
}

function stop(child: ChildProcess): void {
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
}
