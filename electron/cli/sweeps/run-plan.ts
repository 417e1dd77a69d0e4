import type { FeatureSweep, Matrix } from '../../../simulator/analysis/matrix.ts';
import type { Plan } from '../../../simulator/sweep/sweep.ts';
import { matrixOf } from '../../../simulator/sweep/sweep.ts';
import type { Crew } from './crew.ts';
import { Progress } from './progress.ts';

/** What a sweep came to. */
export interface Swept {
  readonly matrix: Matrix;
  /** Scenes that were played. */
  readonly runs: number;
  /** Seconds of real time. */
  readonly seconds: number;
}

/**
 * Has a plan swept. Ctrl-C ends it early: what is done is kept, and the matrix says what is missing. What is broken
 * before anything is wrong is said on standard error.
 */
export async function runPlan(plan: Plan, crew: Crew): Promise<Swept> {
  const stop = new AbortController();
  const interrupted = () => stop.abort();
  process.once('SIGINT', interrupted);
  const progress = new Progress('sweeping', plan.features.length);
  const sweeps: FeatureSweep[] = [];
  const start = performance.now();
  try {
    await crew.sweep(
      plan,
      (sweep) => {
        sweeps.push(sweep);
        progress.step();
      },
      stop.signal,
    );
  } finally {
    progress.end();
    process.off('SIGINT', interrupted);
    await crew.leave();
  }
  const matrix = matrixOf(plan, sweeps);
  const bad = matrix.features.filter(({ outcomes }) => outcomes[0]!.status !== 'works');
  if (bad.length > 0)
    process.stderr.write(
      `lab: before anything is wrong, ${bad.map(({ feature, outcomes }) => `${feature.id} is ${outcomes[0]!.status}`).join(', ')}\n`,
    );
  if (matrix.missing.length > 0)
    process.stderr.write(
      `lab: stopped: ${matrix.missing.length} of ${plan.features.length} features are missing\n`,
    );
  return {
    matrix,
    runs: sweeps.reduce((sum, one) => sum + one.runs, 0),
    seconds: (performance.now() - start) / 1000,
  };
}
