import { readFileSync } from 'node:fs';
import { CliError } from './output.ts';

/**
 * A file's text.
 * @param must what the file must be
 * @throws CliError
 */
export function readFile(file: string, must: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError(`${file}: cannot be read: ${whyUnread(error as Error)}; ${must}`);
  }
}

/** Why a file cannot be read, in a few words. */
export function whyUnread(error: NodeJS.ErrnoException): string {
  return error.code === 'ENOENT'
    ? 'there is no such file'
    : error.code === 'EISDIR'
      ? 'it is a folder'
      : error.message;
}
