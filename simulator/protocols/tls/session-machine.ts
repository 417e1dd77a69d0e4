import { setup } from 'xstate';

/** A TLS session as its user sees it. */
export const sessionMachine = setup({
  types: {
    input: {} as { client: boolean },
    context: {} as { client: boolean },
    events: {} as
      | { type: 'CONNECTED' }
      | { type: 'HELLO' }
      | { type: 'SECURED' }
      | { type: 'REFUSED' }
      | { type: 'LOST' }
      | { type: 'CLOSED' },
  },
  guards: { client: ({ context }) => context.client },
}).createMachine({
  id: 'tls',
  context: ({ input }) => ({ client: input.client }),
  initial: 'waiting',
  on: { LOST: '.lost', CLOSED: '.closed', REFUSED: '.refused' },
  states: {
    waiting: { on: { CONNECTED: 'greeting', HELLO: 'key exchange' } },
    greeting: { on: { HELLO: 'key exchange' } },
    'key exchange': { on: { SECURED: 'secured' } },
    secured: {},
    refused: { type: 'final' },
    lost: { type: 'final' },
    closed: { type: 'final' },
  },
});
