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
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : (error as Error).message;
    throw new CliError(`${file}: cannot be read: ${why}; ${must}`);
  }
}
