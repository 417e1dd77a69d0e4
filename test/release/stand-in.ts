import { appendFileSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type System = 'linux' | 'mac' | 'windows';

/** As @electron/fuses finds it: a mark, the version, how many fuses, their states (all as Electron ships them: off, '0'). */
const FUSE_WIRE = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 8]),
  Buffer.from('00000000'),
]);

const PLIST = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>CFBundleExecutable</key><string>Electron</string></dict></plist>`;

/** Any small program for Windows that says what it is in its resources: what is tested is written into those. */
const WINDOWS_PROGRAM = join(import.meta.dirname, '../../node_modules/electron-winstaller/vendor/Setup.exe');

/**
 * Writes a folder that electron-builder takes for Electron's distribution: the program cannot be downloaded on every
 * machine, and packing needs no more of it than its shape.
 */
export function standIn(system: System, folder: string): void {
  const put = (path: string, content: string | Uint8Array = ''): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content, { mode: 0o755 });
  };
  put('LICENSE');
  put('LICENSES.chromium.html');
  put('version', 'v45.0.0');
  if (system === 'mac') return macProgram(put, folder);
  put('resources/keep');
  for (const language of ['de', 'en-US', 'fr']) put(`locales/${language}.pak`);
  if (system === 'linux') return put('electron', FUSE_WIRE);
  copyFileSync(WINDOWS_PROGRAM, join(folder, 'electron.exe'));
  appendFileSync(join(folder, 'electron.exe'), FUSE_WIRE);
}

function macProgram(put: (path: string, content?: string | Uint8Array) => void, folder: string): void {
  const contents = 'Electron.app/Contents';
  const frameworks = `${contents}/Frameworks`;
  const framework = `${frameworks}/Electron Framework.framework`;
  put(`${contents}/Info.plist`, PLIST);
  put(`${contents}/MacOS/Electron`);
  for (const language of ['de', 'en', 'fr']) {
    put(`${contents}/Resources/${language}.lproj/keep`);
    put(`${framework}/Versions/A/Resources/${language}.lproj/locale.pak`);
  }
  put(`${framework}/Versions/A/Electron Framework`, FUSE_WIRE);
  symlinkSync('Versions/A/Electron Framework', join(folder, framework, 'Electron Framework'));
  put(`${frameworks}/Electron Helper.app/Contents/Info.plist`, PLIST);
  put(`${frameworks}/Electron Helper.app/Contents/MacOS/Electron Helper`);
}
