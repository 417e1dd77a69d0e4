import { setup } from 'xstate';

/**
 * A client transaction over a reliable transport (RFC 3261 17.1, figures 5 and 6): nothing is sent again, so only
 * the wait for the final response is left. A provisional response to an INVITE stops timer B.
 */
export const transactionMachine = setup({
  types: {
    input: {} as { timeout_ms: number; timedOut: () => void },
    context: {} as { timeout_ms: number; timedOut: () => void },
    events: {} as { type: 'PROVISIONAL' } | { type: 'FINAL' },
  },
  delays: { '64 * T1': ({ context }) => context.timeout_ms },
  actions: { timedOut: ({ context }) => context.timedOut() },
}).createMachine({
  id: 'sip-transaction',
  context: ({ input }) => input,
  initial: 'trying',
  states: {
    trying: { on: { PROVISIONAL: 'proceeding', FINAL: 'completed' }, after: { '64 * T1': 'timed out' } },
    proceeding: { on: { PROVISIONAL: 'proceeding', FINAL: 'completed' } },
    'timed out': { entry: 'timedOut', type: 'final' },
    completed: { type: 'final' },
  },
});
