import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
  'brave-browser',
];

const PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** A browser of Chromium's kind on this computer: CHROMIUM_PATH, then the usual names and places; null when there is none. */
export function systemBrowser(env: NodeJS.ProcessEnv = process.env): string | null {
  const own = env['CHROMIUM_PATH'];
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const named =
    process.platform === 'linux' ? NAMES.flatMap((name) => folders.map((folder) => join(folder, name))) : [];
  for (const file of [...(own ? [own] : []), ...named, ...(PLACES[process.platform] ?? [])]) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here; the next may be.
    }
  }
  return null;
}
