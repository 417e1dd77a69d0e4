import type { StdioOptions } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';

/** How a program ended: its exit code, or why it never ran, or neither when a signal ended it. */
export interface Ending {
  readonly code: number | null;
  readonly problem?: string;
}

export interface Started {
  readonly ended: Promise<Ending>;
  /** Asks it and everything that it has started to end, and ends them if they do not. */
  stop(): void;
}

/** How long a program may take over its own ending. */
const PATIENCE_MS = 5_000;

/**
 * Starts a program at the head of a process group of its own: browsers and installers start helpers, which would
 * outlive a signal to the first process alone.
 */
export function startProgram(
  file: string,
  args: readonly string[],
  { stdio = 'ignore', env = process.env }: { stdio?: StdioOptions; env?: NodeJS.ProcessEnv } = {},
): Started {
  const child = spawn(file, args, { stdio, env, detached: process.platform !== 'win32' });
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<Ending>((done) => {
    child.once('error', (error) => done({ code: null, problem: error.message }));
    child.once('exit', (code) => {
      clearTimeout(timer);
      // Helpers that stayed behind.
      signalGroup(child.pid, 'SIGKILL');
      done({ code });
    });
  });
  return {
    ended,
    stop() {
      signalGroup(child.pid, 'SIGTERM');
      timer ??= setTimeout(() => signalGroup(child.pid, 'SIGKILL'), PATIENCE_MS);
    },
  };
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}
