import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const EXECUTABLE: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** The package `electron`: it is a script that fetches the program, so it may be here without the program. */
export interface ElectronPackage {
  readonly folder: string;
  readonly version: string;
}

/** The package, or null. Never `require('electron')` itself: that would download the program. */
export function electronPackage(from: string | URL): ElectronPackage | null {
  try {
    const file = createRequire(from).resolve('electron/package.json');
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
    return { folder: dirname(file), version };
  } catch {
    return null;
  }
}

/** Path of the Electron executable if it is here and of the right version, else null. */
export function electronBinary(from: string | URL, env: NodeJS.ProcessEnv = process.env): string | null {
  const wanted = electronPackage(from);
  if (!wanted) return null;
  try {
    // Written last by Electron's own script: without it an unpacking was cut short.
    const pathFile = join(wanted.folder, 'path.txt');
    const name = existsSync(pathFile)
      ? readFileSync(pathFile, 'utf8').trim()
      : (EXECUTABLE[process.platform] ?? 'electron');
    const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
    if (!override) {
      if (!existsSync(pathFile)) return null;
      const present = readFileSync(join(wanted.folder, 'dist', 'version'), 'utf8').trim();
      if (present.replace(/^v/, '') !== wanted.version) return null;
    }
    const file = join(override ?? join(wanted.folder, 'dist'), name);
    return statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}
