import { setup } from 'xstate';

/** A TCP connection as its user sees it; the segments are counted in `tcp-connection.ts`. */
export const tcpMachine = setup({
  types: {
    input: {} as { active: boolean },
    context: {} as { active: boolean },
    events: {} as
      | { type: 'OPENED' }
      | { type: 'REFUSED' }
      | { type: 'NO_ANSWER' }
      | { type: 'RESET' }
      | { type: 'CLOSE' }
      | { type: 'CLOSED' },
  },
  guards: { active: ({ context }) => context.active },
}).createMachine({
  id: 'tcp',
  context: ({ input }) => ({ active: input.active }),
  initial: 'opening',
  states: {
    opening: { always: [{ guard: 'active', target: 'connecting' }, { target: 'accepting' }] },
    connecting: {
      on: {
        OPENED: 'established',
        REFUSED: 'refused',
        NO_ANSWER: 'timed out',
        RESET: 'reset',
        CLOSE: 'closed',
      },
    },
    accepting: { on: { OPENED: 'established', NO_ANSWER: 'timed out', RESET: 'reset', CLOSE: 'closed' } },
    established: { on: { CLOSE: 'closing', CLOSED: 'closed', RESET: 'reset', NO_ANSWER: 'timed out' } },
    closing: { on: { CLOSED: 'closed', RESET: 'reset', NO_ANSWER: 'timed out' } },
    refused: {},
    'timed out': {},
    reset: {},
    closed: {},
  },
});
