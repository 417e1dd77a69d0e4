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
    /** Those who wait for an answer. */
    const waiting = new Set<(reason: Error) => void>();
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      restart(new Error(event.message || 'it could not go on'));
    });
    return { worker, remote: comlink.wrap<Laboratory>(worker), waiting };
  }

  function restart(reason: Error): void {
    const { worker, waiting } = thread;
    thread = begin();
    worker.terminate();
    for (const refuse of waiting) refuse(reason);
  }

  /** Asks once: answered, or refused when the thread ends. Nothing is kept of an answer that was given. */
  function ask(name: keyof Laboratory, asked: readonly never[]): Promise<unknown> {
    const { remote, waiting } = thread;
    const method = remote[name] as (...all: readonly never[]) => Promise<unknown>;
    return new Promise((resolve, reject) => {
      waiting.add(reject);
      const done = () => waiting.delete(reject);
      method(...asked.map(sendable))
        .then(resolve, reject)
        .finally(done);
    });
  }

  const asking =
    (name: keyof Laboratory) =>
    async (...asked: readonly never[]): Promise<unknown> => {
      for (;;) {
        try {
          return await ask(name, asked);
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
