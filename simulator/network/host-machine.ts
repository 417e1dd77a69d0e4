import { setup } from 'xstate';

/** Whether a computer runs, and whether its services do. */
export interface Power {
  readonly up: boolean;
  readonly serving: boolean;
}

/** A computer as its owner sees it. Power that fails takes it down at once; shutting down and starting take time. */
export const hostMachine = setup({
  types: {
    input: {} as { boot_ms: number; shutdown_ms: number; entered: (now: Power) => void },
    context: {} as { boot_ms: number; shutdown_ms: number; entered: (now: Power) => void },
    events: {} as { type: 'POWER_ON' } | { type: 'POWER_OFF' } | { type: 'SHUT_DOWN' },
  },
  actions: { entered: ({ context }, now: Power) => context.entered(now) },
  delays: { boot: ({ context }) => context.boot_ms, shutdown: ({ context }) => context.shutdown_ms },
}).createMachine({
  id: 'host',
  context: ({ input }) => input,
  initial: 'up',
  states: {
    up: {
      on: { POWER_OFF: 'down', SHUT_DOWN: 'stopping' },
    },
    stopping: {
      entry: { type: 'entered', params: { up: true, serving: false } },
      on: { POWER_OFF: 'down' },
      after: { shutdown: 'down' },
    },
    down: { entry: { type: 'entered', params: { up: false, serving: false } }, on: { POWER_ON: 'starting' } },
    starting: {
      on: { POWER_OFF: 'down' },
      after: {
        boot: { target: 'up', actions: { type: 'entered', params: { up: true, serving: true } } },
      },
    },
  },
});

/** A program that listens: stopped, its ports answer with RST. */
export const serviceMachine = setup({
  types: { events: {} as { type: 'START' } | { type: 'STOP' } },
}).createMachine({
  id: 'service',
  initial: 'listening',
  states: {
    listening: { on: { STOP: 'stopped' } },
    stopped: { on: { START: 'listening' } },
  },
});
