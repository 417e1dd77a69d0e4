import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronPackage } from './electron-binary.ts';
import { startProgram } from './program.ts';

/** A start must not try again and again where there is no way out to the network. */
const RETRY_AFTER_MS = 24 * 60 * 60 * 1000;
const LOOK_EVERY_MS = 250;

export interface DownloadOptions {
  /** The lab's own cache folder: the note of a failure, and the file while it is on its way. */
  readonly cache: string;
  /** Try even if it failed a short while ago. */
  readonly again?: boolean;
  readonly signal?: AbortSignal;
  /** Called once, when it takes long enough for a person to wonder. */
  readonly onSlow?: () => void;
  readonly slow_ms?: number;
  /** Without one more byte for so long it is given up: Electron's own script would wait for ever. */
  readonly stall_ms?: number;
  readonly limit_ms?: number;
}

/**
 * Fetches Electron with the script that its package brings (a hundred megabytes, once).
 * @returns null when it is there, else a few words that say why not, or that it was stopped
 */
export async function downloadElectron(
  electron: ElectronPackage,
  options: DownloadOptions,
): Promise<string | null> {
  const note = join(options.cache, `electron-${electron.version}-could-not-be-downloaded`);
  if (options.again !== true && failedLately(note))
    return 'its download failed less than a day ago (--download tries again)';
  const problem = await fetchElectron(electron.folder, options);
  if (problem === null) rmSync(note, { force: true });
  else if (options.signal?.aborted !== true) remember(note, problem);
  return problem;
}

function failedLately(note: string): boolean {
  const age_ms = Date.now() - (statSync(note, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  // A time in the future is a clock that was wrong then: it does not count.
  return age_ms >= 0 && age_ms < RETRY_AFTER_MS;
}

function remember(note: string, problem: string): void {
  try {
    writeFileSync(note, `${problem}\n`);
  } catch {
    // Without a note the next start tries again: slower, not wrong.
  }
}

async function fetchElectron(folder: string, options: DownloadOptions): Promise<string | null> {
  let passing: string;
  try {
    mkdirSync(options.cache, { recursive: true });
    passing = mkdtempSync(join(options.cache, 'download-'));
  } catch (error) {
    return `there is no room for its download: ${(error as Error).message}`;
  }
  // The script keeps the unfinished file in the folder for temporary files: an own one shows how it grows.
  const env = { ...process.env, TMPDIR: passing, TEMP: passing, TMP: passing, ELECTRON_GET_NO_PROGRESS: '1' };
  const script = startProgram(process.execPath, [join(folder, 'install.js')], { env });
  const watch = watchGrowth([passing, join(folder, 'dist')], options, () => script.stop());
  const { code } = await script.ended;
  const gaveUp = watch.end();
  rmSync(passing, { recursive: true, force: true });
  if (code === 0) return null;
  return gaveUp ?? 'it could not be downloaded';
}

/** Calls `stop` when nothing grows any more, when it takes too long in all, or when the signal says so. */
function watchGrowth(
  folders: readonly string[],
  { signal, onSlow, slow_ms = 2_000, stall_ms = 20_000, limit_ms = 900_000 }: DownloadOptions,
  stop: () => void,
): { end: () => string | null } {
  const began = performance.now();
  let size = 0;
  let grew = began;
  let slow = false;
  let reason: string | null = null;
  const giveUp = (why: string): void => {
    reason ??= why;
    stop();
  };
  const look = (): void => {
    const now = performance.now();
    const present = sizeOf(folders);
    if (present !== size) [size, grew] = [present, now];
    if (!slow && now - began > slow_ms) {
      slow = true;
      onSlow?.();
    }
    if (now - grew > stall_ms) giveUp(`its download stood still for ${stall_ms / 1000} s`);
    else if (now - began > limit_ms) giveUp(`its download took more than ${limit_ms / 60_000} minutes`);
  };
  const timer = setInterval(look, Math.min(LOOK_EVERY_MS, stall_ms));
  const onAbort = (): void => giveUp('its download was stopped');
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort);
  return {
    end() {
      clearInterval(timer);
      signal?.removeEventListener('abort', onAbort);
      return reason;
    },
  };
}

function sizeOf(folders: readonly string[]): number {
  let size = 0;
  for (const folder of folders) {
    try {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
        size += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
    } catch {
      // Not there yet, or no longer.
    }
  }
  return size;
}
