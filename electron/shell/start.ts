import { join, resolve } from 'node:path';
import { electronBinary, electronPackage } from './electron-binary.ts';
import { downloadElectron } from './electron-download.ts';
import { ownFolders } from './folders.ts';
import { runInBrowser } from './in-browser.ts';
import type { StartOptions } from './options.ts';
import { HELP, startOptions } from './options.ts';
import { startProgram } from './program.ts';
import { sandboxFlags } from './sandbox.ts';

/** `npm start`: the lab in Electron where that is here or can be fetched, else in a browser on a local server. */

const root = resolve(import.meta.dirname, '../..');
const folders = ownFolders();
/** A program that fails sooner has never shown its window. */
const AT_ONCE_MS = 5_000;
/** Ends everything that was started: Ctrl+C, a supervisor, a terminal that is closed. */
const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());
// A signal to npm reaches npm's shell and not us: what we see of it is another parent.
const parent = process.ppid;
if (process.env['npm_lifecycle_event'] !== undefined)
  setInterval(() => {
    if (process.ppid !== parent) stopping.abort();
  }, 500).unref();

try {
  const options = startOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else process.exitCode = await start(options);
} catch (error) {
  console.error(`edge-lab: ${(error as Error).message}`);
  process.exitCode = 2;
}

/** @returns the exit status */
async function start(options: StartOptions): Promise<number> {
  let because = options.browser ? null : await withoutElectron(options);
  const electron = options.browser || because !== null ? null : electronBinary(import.meta.url);
  if (stopping.signal.aborted) return 0;
  if (electron !== null) {
    const ending = await runInElectron(electron);
    if (typeof ending === 'number') return ending;
    because = ending.because;
  }
  const files = join(root, 'out/renderer');
  await runInBrowser({ files, data: folders.data, options, because, signal: stopping.signal });
  return 0;
}

/** Sees to it that Electron is here. Null when it is, else why not. */
async function withoutElectron({ download }: StartOptions): Promise<string | null> {
  if (electronBinary(import.meta.url) !== null) return null;
  const electron = electronPackage(import.meta.url);
  if (!electron) return 'its package is not installed';
  const problem = await downloadElectron(electron, {
    cache: folders.cache,
    again: download,
    signal: stopping.signal,
    onSlow: () =>
      console.log('Downloading Electron, about 120 MB, once (npm start -- --browser does without) ...'),
  });
  if (problem !== null) return problem;
  return electronBinary(import.meta.url) === null ? 'its download is not whole' : null;
}

/** @returns the exit status when the person closed it, or why it did not start: a library or a screen is missing */
async function runInElectron(electron: string): Promise<number | { because: string }> {
  const began = performance.now();
  const program = startProgram(electron, [...sandboxFlags(), root], { stdio: 'inherit' });
  const stop = (): void => program.stop();
  if (stopping.signal.aborted) stop();
  stopping.signal.addEventListener('abort', stop);
  const { code, problem } = await program.ended;
  if (stopping.signal.aborted || code === 0) return 0;
  if (performance.now() - began > AT_ONCE_MS) return code ?? 1;
  return { because: `its program does not start: ${problem ?? `exit code ${code}`}` };
}
