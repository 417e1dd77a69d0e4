import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemBrowser } from './browser.ts';
import type { StartOptions } from './options.ts';
import { startProgram } from './program.ts';
import { sandboxFlags } from './sandbox.ts';
import { serveNear } from './serve.ts';

export interface BrowserLab {
  /** Folder of the built window. */
  readonly files: string;
  /** The lab's own folder for what must last. */
  readonly data: string;
  readonly options: StartOptions;
  /** Why it is not Electron, in a few words; null when Electron was not wanted. */
  readonly because: string | null;
  readonly signal: AbortSignal;
}

/** A window that is gone sooner was not closed by a person. */
const AT_ONCE_MS = 3_000;

/** Serves the lab and opens it in a window of Chromium's; returns when the window is closed or the signal says so. */
export async function runInBrowser({ files, data, options, because, signal }: BrowserLab): Promise<void> {
  const { server, url, port } = await serveNear(files, options.port);
  console.log(
    because === null
      ? `Edge Lab is on ${url}`
      : `Electron cannot be used (${because}): Edge Lab is on ${url} instead`,
  );
  const browser = options.open && hasScreen(options.headless) ? systemBrowser() : null;
  const closed = browser !== null && (await openWindow(browser, { url, port, data, options, signal }));
  if (!closed && !signal.aborted) {
    console.log('Open that address in a browser. Ctrl+C ends the lab.');
    await aborted(signal);
  }
  server.close();
  server.closeAllConnections();
}

function hasScreen(headless: boolean): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return headless || process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

interface Page extends Pick<BrowserLab, 'data' | 'options' | 'signal'> {
  readonly url: string;
  readonly port: number;
}

/** @returns whether a person has closed the window; false when it cannot be known whether there is one */
async function openWindow(browser: string, { url, port, data, options, signal }: Page): Promise<boolean> {
  // One profile a port: settings belong to an origin, and two programs cannot have one profile at a time.
  const passing = options.port === 0;
  const profile = passing ? mkdtempSync(join(tmpdir(), 'edge-lab-')) : join(data, `browser-${port}`);
  mkdirSync(profile, { recursive: true });
  const began = performance.now();
  const program = startProgram(browser, [
    ...sandboxFlags(),
    ...(options.headless ? ['--headless=new'] : []),
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
  ]);
  const stop = (): void => program.stop();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  const { code, problem } = await program.ended;
  if (passing) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  // A browser that already ran with this profile takes the page over and the new one ends at once; or it failed.
  if (signal.aborted || (code === 0 && performance.now() - began > AT_ONCE_MS)) return true;
  console.error(`edge-lab: ${browser} ended at once (${problem ?? `exit code ${code}`})`);
  return false;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    // A signal alone does not keep the process; the server does.
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}
