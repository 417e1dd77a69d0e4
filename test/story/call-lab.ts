import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const program = join(import.meta.dirname, '../../electron/cli/start.mjs');

/** The folder of the project. */
export const root = resolve(import.meta.dirname, '../..');

/** Calls the command line as `npm run -s lab` does, on a machine without a display. */
export function callLab(args: readonly string[], { cwd = root, input = '' } = {}) {
  const env = { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    cwd,
    env,
    input,
  });
  return { status, stdout, stderr };
}
