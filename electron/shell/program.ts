import type { StdioOptions } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

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
const HELPERS_PATIENCE_MS = 2_000;
const LOOK_EVERY_MS = 20;

/**
 * Starts a program at the head of a process group of its own: browsers and installers start helpers, which must not
 * outlive it.
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
      void endHelpers(child.pid).then(() => done({ code }));
    });
  });
  return {
    ended,
    stop() {
      // To the first process alone: a browser's helpers would die before they have written what they keep.
      child.kill('SIGTERM');
      timer ??= setTimeout(() => signalGroup(child.pid, 'SIGKILL'), PATIENCE_MS);
    },
  };
}

/** Helpers see that they are alone and end by themselves, some after they have written what they keep; or are ended. */
async function endHelpers(pid: number | undefined): Promise<void> {
  const last = performance.now() + HELPERS_PATIENCE_MS;
  while (signalGroup(pid, 0) && performance.now() < last) await pause(LOOK_EVERY_MS);
  signalGroup(pid, 'SIGKILL');
}

/** @returns whether anybody is there to hear it; 0 only asks that */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  if (process.platform === 'win32') {
    if (signal !== 0) spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
    return false;
  }
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
