import type { Due, Handle, Scheduler } from './scheduler.ts';

/** The clock that an xstate actor is given as its own: its delays pass in simulated time. */
export interface ActorClock {
  setTimeout(callback: (...args: unknown[]) => void, delay_ms: number): Handle;
  clearTimeout(handle: Handle): void;
}

/**
 * A clock on the scheduler.
 * @param fire calls the callback when its time has come, and may take that down
 * @param background whether its timers alone keep a scene going
 */
export function actorClock(
  scheduler: Scheduler,
  background: boolean,
  fire: (callback: () => void) => void,
): ActorClock {
  const timer: Due<() => void> = { due: fire };
  return {
    setTimeout: (callback, delay_ms) =>
      scheduler.after(Math.round(delay_ms * 1000), timer, callback, background),
    clearTimeout: (handle) => scheduler.cancel(handle),
  };
}
