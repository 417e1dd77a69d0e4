import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { THREAD_PROGRAM } from './crew.ts';

/** Where jobs wait, in Redis: all keys of ours begin with the prefix. */
export const QUEUE = 'sweeps';
export const PREFIX = 'edge-lab';

/** Key of a plan. */
export const planKey = (name: string) => `${PREFIX}:plan:${name}`;

/** Seconds for which Redis keeps what nobody asks for any more. */
export const KEPT_S = 3600;

/**
 * The engine that this program has, in 16 hexadecimal digits: of what its threads run. The same sources give the same,
 * on every machine.
 */
export function engineVersion(): string {
  return createHash('sha256').update(readFileSync(THREAD_PROGRAM)).digest('hex').slice(0, 16);
}
