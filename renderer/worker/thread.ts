import type { Laboratory } from './laboratory.ts';

/** The simulator on its own thread: everything that it answers, it answers later. */
export type Simulator = {
  readonly [K in keyof Laboratory]: (...ask: Parameters<Laboratory[K]>) => Promise<ReturnType<Laboratory[K]>>;
};

/** The simulator's thread, which can break, or be ended when it takes too long. */
export interface LaboratoryThread {
  readonly simulator: Simulator;
  /** Ends what it is at and begins another: runs are refused with a reason, what else was asked is asked again. */
  cancel(reason: string): void;
}
