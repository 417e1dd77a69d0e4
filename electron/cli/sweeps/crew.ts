import { fileURLToPath } from 'node:url';
import workerpool from 'workerpool';
import type { FeatureSweep } from '../../../simulator/analysis/matrix.ts';
import type { Plan } from '../../../simulator/sweep/sweep.ts';
import type { SweepWorker } from './worker.ts';

/** Those who sweep a plan, feature by feature. */
export interface Crew {
  /**
   * Sweeps every feature of the plan.
   * @param told hears of each one that is done
   * @param stop ends it early: what is done was told, the rest never will be
   */
  sweep(plan: Plan, told: (sweep: FeatureSweep) => void, stop: AbortSignal): Promise<void>;
  /** Lets everybody go. */
  leave(): Promise<void>;
}

/** What the threads run, bundled: the engine and all that it needs. */
export const THREAD_PROGRAM = fileURLToPath(new URL('sweep-worker.mjs', import.meta.url));

/** A crew of threads on this machine. */
export function threads(workers: number): Crew {
  const pool = workerpool.pool(THREAD_PROGRAM, {
    maxWorkers: workers,
    // All at once: a program that is bundled anew meanwhile does not get in between.
    minWorkers: 'max',
    workerType: 'thread',
  });
  return {
    async sweep(plan, told, stop) {
      const proxy = await pool.proxy<SweepWorker>();
      const ended = () => void pool.terminate(true);
      stop.addEventListener('abort', ended);
      try {
        await Promise.all(plan.features.map(async (feature) => told(await proxy.sweep(plan, feature))));
      } catch (error) {
        if (!stop.aborted) throw error;
      } finally {
        stop.removeEventListener('abort', ended);
      }
    },
    leave: async () => {
      await pool.terminate(true);
    },
  };
}
