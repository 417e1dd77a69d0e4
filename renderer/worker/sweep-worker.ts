import workerpool from 'workerpool';
import { minimalSets } from '../../simulator/minimal/minimal.ts';
import type { Plan } from '../../simulator/sweep/sweep.ts';
import { matrixOf, sweepFeature } from '../../simulator/sweep/sweep.ts';

/** What a thread of the crew does. */
const methods = {
  /** The matrix of a plan of which no feature is done. */
  begin: (plan: Plan) => matrixOf(plan, []),
  sweep: sweepFeature,
  minimal: minimalSets,
};

export type SweepWorker = typeof methods;

workerpool.worker(methods);
