import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { CliError } from './output.ts';

/**
 * Writes beside the file and then renames: whoever reads finds the old or the new one, never half.
 * @param fill is given what takes the file's parts, in order
 * @throws CliError when it cannot be written
 */
export function writeWhole(file: string, fill: (write: (part: string | Uint8Array) => void) => void): void {
  const draft = `${file}.${process.pid}.tmp`;
  let descriptor: number;
  try {
    descriptor = openSync(draft, 'wx');
  } catch (error) {
    throw cannot(file, error);
  }
  try {
    fill((part) => {
      try {
        const bytes = typeof part === 'string' ? Buffer.from(part) : part;
        for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
      } catch (error) {
        throw cannot(file, error);
      }
    });
    closeSync(descriptor);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error instanceof CliError ? error : cannot(file, error);
  }
}

function cannot(file: string, error: unknown): CliError {
  return new CliError(`${file}: cannot be written (${(error as Error).message})`);
}
