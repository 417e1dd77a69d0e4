import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const DAY_MS = 24 * 60 * 60 * 1000;
const DOWNLOAD_LIMIT_MS = 30_000;

const EXECUTABLE: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** The folder of the package `electron`, or null. Never `require('electron')` itself: that would download it. */
function packageFolder(from: string | URL): string | null {
  try {
    return dirname(createRequire(from).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

/** Path of the Electron executable if it is here and of the right version, else null. */
export function electronBinary(from: string | URL, env: NodeJS.ProcessEnv = process.env): string | null {
  const folder = packageFolder(from);
  if (!folder) return null;
  try {
    const pathFile = join(folder, 'path.txt');
    const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : (EXECUTABLE[process.platform] ?? 'electron');
    const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
    if (!override) {
      if (!existsSync(pathFile)) return null;
      const wanted = (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
      const present = readFileSync(join(folder, 'dist', 'version'), 'utf8').trim().replace(/^v/, '');
      if (present !== wanted) return null;
    }
    const file = join(override ?? join(folder, 'dist'), name);
    return statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}

/**
 * Tries once a day to download Electron, with a time limit of our own: against a silent server its own script hangs.
 * @param note file that remembers the last try
 * @returns whether it was tried
 */
export function downloadElectron(
  from: string | URL,
  note: string,
  now: number,
  runScript: (script: string) => void = (script) =>
    void spawnSync(process.execPath, [script], { timeout: DOWNLOAD_LIMIT_MS, stdio: 'ignore', killSignal: 'SIGKILL' }),
): boolean {
  const folder = packageFolder(from);
  if (!folder || (existsSync(note) && now - statSync(note).mtimeMs < DAY_MS)) return false;
  mkdirSync(dirname(note), { recursive: true });
  writeFileSync(note, 'Electron could not be had when this file was written; it is tried again after a day.\n');
  runScript(join(folder, 'install.js'));
  return true;
}
