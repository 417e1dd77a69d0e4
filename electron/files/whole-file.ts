import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Takes the parts of a file, in order. */
type Write = (part: string | Uint8Array) => void;

/**
 * Writes a file whole or not at all: killed at any moment, the old file or the new one is there. It is written aside,
 * brought to the disk, renamed, and then its folder is brought to the disk. A link stays one, and the file keeps its mode.
 * @param fill is given what takes the file's parts
 * @throws what the system, or `fill`, throws; then the old file is there
 */
export function writeWhole(file: string, fill: (write: Write) => void): void {
  const before = statSync(file, { throwIfNoEntry: false });
  if (before && !before.isFile()) {
    writeInto(file, fill);
    return;
  }
  const target = before ? realpathSync(file) : file;
  const aside = join(dirname(target), asideOf(basename(target)));
  try {
    const descriptor = openSync(aside, 'wx');
    try {
      if (before) fchmodSync(descriptor, before.mode);
      fill(writerOf(descriptor));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(aside, target);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
  syncFolder(dirname(target));
  clear(target);
}

function asideOf(name: string): string {
  return `.${name}.${randomBytes(6).toString('hex')}.tmp`;
}

/** So old is nothing that is still being written, milliseconds (assumption). */
const DEAD_MS = 60_000;

/** Takes away what writers of the file have left who were killed. */
function clear(file: string): void {
  const folder = dirname(file);
  const start = `.${basename(file)}.`;
  try {
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(start) || !/^[0-9a-f]{12}\.tmp$/.test(name.slice(start.length))) continue;
      const path = join(folder, name);
      if (Date.now() - statSync(path).mtimeMs > DEAD_MS) rmSync(path);
    }
  } catch {
    // Others clear it, or nobody does: the file is whole.
  }
}

/** A pipe or a device is no file that could be replaced. */
function writeInto(file: string, fill: (write: Write) => void): void {
  const descriptor = openSync(file, 'w');
  try {
    fill(writerOf(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

function writerOf(descriptor: number): Write {
  return (part) => {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
  };
}

/** Only then does the new name outlast the machine's end. Windows has no such thing, and some network disks refuse it. */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // The file is whole all the same.
  }
}
