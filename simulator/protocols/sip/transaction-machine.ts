import { setup } from 'xstate';

/**
 * A client transaction over a reliable transport (RFC 3261 17.1, figures 5 and 6): nothing is sent again, so only
 * the wait for the final response is left. A provisional response to an INVITE stops timer B.
 */
export const transactionMachine = setup({
  types: {
    events: {} as
      { type: 'PROVISIONAL' } | { type: 'FINAL' } | { type: 'TIMER_B_OR_F' } | { type: 'TRANSPORT_ERROR' },
  },
}).createMachine({
  id: 'sip-transaction',
  initial: 'trying',
  states: {
    trying: {
      on: {
        PROVISIONAL: 'proceeding',
        FINAL: 'completed',
        TIMER_B_OR_F: 'timed out',
        TRANSPORT_ERROR: 'connection lost',
      },
    },
    proceeding: {
      on: { PROVISIONAL: 'proceeding', FINAL: 'completed', TRANSPORT_ERROR: 'connection lost' },
    },
    'connection lost': { type: 'final' },
    'timed out': { type: 'final' },
    completed: { type: 'final' },
  },
});
