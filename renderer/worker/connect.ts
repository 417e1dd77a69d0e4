import * as comlink from 'comlink';
import type { Laboratory } from './laboratory.ts';
import LaboratoryWorker from './laboratory.ts?worker';

/** Starts the simulator's thread. */
export function connectLaboratory(): comlink.Remote<Laboratory> {
  return comlink.wrap<Laboratory>(new LaboratoryWorker());
}
