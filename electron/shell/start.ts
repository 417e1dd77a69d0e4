import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { systemBrowser } from './browser.ts';
import { downloadElectron, electronBinary } from './electron-binary.ts';
import type { StartOptions } from './options.ts';
import { startOptions } from './options.ts';
import { serve } from './serve.ts';

/** `npm start`: the lab in Electron where that is here, else in a browser window on a local server. */

const root = resolve(import.meta.dirname, '../..');
const ownFolder = join(process.env['XDG_DATA_HOME'] ?? process.env['LOCALAPPDATA'] ?? join(homedir(), '.local/share'), 'edge-lab');
// Chromium refuses its sandbox to root.
const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

let options: StartOptions;
try {
  options = startOptions(process.argv.slice(2));
} catch (error) {
  console.error(`edge-lab: ${(error as Error).message.split('\n')[0]}`);
  process.exit(2);
}

if (!options.browser && !electronBinary(import.meta.url)) {
  console.log('Electron is not installed; trying to download it (at most 30 s, at most once a day) ...');
  downloadElectron(import.meta.url, join(ownFolder, 'electron-not-available'), Date.now());
}
const electron = options.browser ? null : electronBinary(import.meta.url);
if (electron) {
  const child = spawn(electron, [...sandbox, root], { stdio: 'inherit' });
  child.on('exit', (code) => process.exit(code ?? 1));
} else await startInBrowser(options);

async function startInBrowser({ open, headless, port, browser: asked }: StartOptions): Promise<void> {
  const files = join(root, 'out/renderer');
  const { server, url } = await serve(files, port).catch(() => serve(files, 0));
  console.log(`${asked ? 'Serving the lab' : 'Electron is not here: the lab runs in a browser instead,'} on ${url}`);
  const end = () => {
    server.close();
    server.closeAllConnections();
  };
  const screen = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  const browser = open && (screen || headless) ? systemBrowser() : null;
  if (!browser) {
    console.log('Open that address in a browser. Ctrl+C ends the lab.');
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
    return;
  }
  const child = spawn(
    browser,
    [
      ...sandbox,
      ...(headless ? ['--headless=new'] : []),
      `--app=${url}`,
      `--user-data-dir=${join(ownFolder, 'browser')}`,
      '--no-first-run',
      '--no-default-browser-check',
    ],
    { stdio: 'ignore' },
  );
  child.on('error', (error) => console.error(`edge-lab: ${browser} could not be started: ${error.message}`));
  child.on('exit', end);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill());
}
