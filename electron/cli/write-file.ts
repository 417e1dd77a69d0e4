import * as files from '../files/whole-file.ts';
import { CliError } from './output.ts';

/**
 * Writes a file whole or not at all.
 * @param fill is given what takes the file's parts, in order
 * @throws CliError when it cannot be written
 */
export function writeWhole(file: string, fill: Parameters<typeof files.writeWhole>[1]): void {
  try {
    files.writeWhole(file, fill);
  } catch (error) {
    // What the system says has a code; anything else is a fault of ours.
    if (error instanceof Error && 'code' in error)
      throw new CliError(`${file}: cannot be written (${error.message})`);
    throw error;
  }
}
