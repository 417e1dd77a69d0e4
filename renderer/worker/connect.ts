import * as comlink from 'comlink';
import type { Laboratory } from './laboratory.ts';
import LaboratoryWorker from './laboratory.ts?worker';
import type { LaboratoryThread, Simulator } from './thread.ts';

/** Somebody ended the runs that were under way. */
class Cancelled extends Error {}

/** A function is called back; everything else is copied. */
function sendable(value: unknown): never {
  return (typeof value === 'function' ? comlink.proxy(value) : value) as never;
}

/** Starts the simulator's thread. When it breaks, another takes its place, and what was asked of it is refused. */
export function connectLaboratory(): LaboratoryThread {
  let thread = begin();

  function begin() {
    const worker = new LaboratoryWorker();
    let refuse = (_: Error): void => undefined;
    const ended = new Promise<never>((_, reject) => (refuse = reject));
    // Nobody may be waiting when it ends.
    ended.catch(() => undefined);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      restart(new Error(event.message || 'it could not go on'));
    });
    return { worker, remote: comlink.wrap<Laboratory>(worker), ended, refuse };
  }

  function restart(reason: Error): void {
    const { worker, refuse } = thread;
    thread = begin();
    worker.terminate();
    refuse(reason);
  }

  const asking =
    (name: keyof Laboratory) =>
    async (...ask: readonly never[]): Promise<unknown> => {
      for (;;) {
        const { remote, ended } = thread;
        const method = remote[name] as (...all: readonly never[]) => Promise<unknown>;
        try {
          return await Promise.race([method(...ask.map(sendable)), ended]);
        } catch (error) {
          if (!(error instanceof Cancelled) || name === 'run') throw error;
        }
      }
    };
  const simulator = new Proxy({} as Simulator, {
    // Something that has "then" would be waited for.
    get: (_, name) => (name === 'then' ? undefined : asking(name as keyof Laboratory)),
  });
  return { simulator, cancel: (reason: string) => restart(new Cancelled(reason)) };
}
