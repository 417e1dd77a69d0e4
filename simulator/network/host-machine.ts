import { setup } from 'xstate';

/** A computer as its owner sees it. Starting and stopping take a moment of their own. */
export const hostMachine = setup({
  types: { events: {} as { type: 'POWER_ON' } | { type: 'POWER_OFF' } },
}).createMachine({
  id: 'host',
  initial: 'up',
  states: {
    up: { on: { POWER_OFF: 'down' } },
    down: { on: { POWER_ON: 'up' } },
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
