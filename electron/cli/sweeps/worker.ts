import workerpool from 'workerpool';
import { sweepFeature } from '../../../simulator/sweep/sweep.ts';

/** What a thread of the crew does. */
const methods = { sweep: sweepFeature };

export type SweepWorker = typeof methods;

workerpool.worker(methods);
