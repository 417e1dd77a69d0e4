import type { Pool } from 'workerpool';
import type { FeatureSweep, Matrix } from '../../simulator/analysis/matrix.ts';
import type { MinimalAnswer, MinimalQuestion } from '../../simulator/minimal/minimal.ts';
import type { Plan } from '../../simulator/sweep/sweep.ts';
import type { SweepWorker } from './sweep-worker.ts';
import workerFile from './sweep-worker.ts?worker&url';

export type { MinimalAnswer, RuleSet } from '../../simulator/minimal/minimal.ts';
export type { Plan } from '../../simulator/sweep/sweep.ts';

/** Those who do what takes long, beside the laboratory, which is not kept waiting. */
export interface Crew {
  /** The matrix of a plan of which no feature is done. */
  begin(plan: Plan): Promise<Matrix>;
  /** Sweeps one feature of a plan. */
  sweep(plan: Plan, feature: string): Promise<FeatureSweep>;
  /** Searches the smallest set of rules for some features. */
  minimal(question: MinimalQuestion): Promise<MinimalAnswer>;
  /** Ends at once what is under way: it is never answered. */
  drop(): void;
}

/** More would take more memory than they save time (assumption). */
const MOST_WORKERS = 4;

/** Threads of this machine, begun when the first work comes. */
export function connectCrew(): Crew {
  let pool: Promise<Pool> | null = null;
  const hired = () => (pool ??= hire());
  return {
    begin: async (plan) => (await hired()).exec<SweepWorker['begin']>('begin', [plan]),
    sweep: async (plan, feature) => (await hired()).exec<SweepWorker['sweep']>('sweep', [plan, feature]),
    minimal: async (question) => (await hired()).exec<SweepWorker['minimal']>('minimal', [question]),
    drop() {
      // Who is in the middle of something cannot be told anything: others take their place.
      void pool?.then((dropped) => dropped.terminate(true));
      pool = null;
    },
  };
}

/** What finds them is loaded only then. */
async function hire(): Promise<Pool> {
  const { default: workerpool } = await import('workerpool');
  return workerpool.pool(workerFile, {
    workerType: 'web',
    workerOpts: { type: 'module' },
    maxWorkers: Math.max(1, Math.min(navigator.hardwareConcurrency, MOST_WORKERS)),
  });
}
