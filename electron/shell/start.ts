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
/** Ends everything that was started: Ctrl+C, a supervisor, a terminal that is closed. */
const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());

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
  const because = options.browser ? null : await withoutElectron(options);
  const electron = options.browser || because !== null ? null : electronBinary(import.meta.url);
  if (stopping.signal.aborted) return 0;
  if (electron !== null) return runInElectron(electron);
  await runInBrowser({
    files: join(root, 'out/renderer'),
    data: folders.data,
    options,
    because: because ?? (options.browser ? null : 'its program is missing'),
    signal: stopping.signal,
  });
  return 0;
}

/** Sees to it that Electron is here. Null when it is, else why not. */
async function withoutElectron({ download }: StartOptions): Promise<string | null> {
  if (electronBinary(import.meta.url) !== null) return null;
  const electron = electronPackage(import.meta.url);
  if (!electron) return 'its package is not installed';
  return downloadElectron(electron, {
    cache: folders.cache,
    again: download,
    signal: stopping.signal,
    onSlow: () =>
      console.log('Downloading Electron, about 120 MB, once (npm start -- --browser does without) ...'),
  });
}

async function runInElectron(electron: string): Promise<number> {
  const program = startProgram(electron, [...sandboxFlags(), root], { stdio: 'inherit' });
  const stop = (): void => program.stop();
  if (stopping.signal.aborted) stop();
  stopping.signal.addEventListener('abort', stop);
  const { code, problem } = await program.ended;
  if (problem !== undefined) throw new Error(`Electron could not be started: ${problem}`);
  return stopping.signal.aborted ? 0 : (code ?? 1);
}
