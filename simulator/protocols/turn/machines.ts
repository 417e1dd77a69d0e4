import { setup } from 'xstate';

/** A client's way to a relayed address ([MS-TURN] 3.2). */
export const turnClientMachine = setup({
  types: {
    events: {} as
      | { type: 'CONNECT' }
      | { type: 'CONNECTED' }
      | { type: 'DISGUISED' }
      | { type: 'ASK' }
      | { type: 'CHALLENGED' }
      | { type: 'ALLOCATED' }
      | { type: 'ACTIVATED' }
      | { type: 'FAILED' }
      | { type: 'RELEASED' },
  },
}).createMachine({
  id: 'turn-client',
  initial: 'idle',
  on: { FAILED: '.failed', RELEASED: '.released' },
  states: {
    idle: { on: { CONNECT: 'connecting', ASK: 'asking' } },
    connecting: { on: { CONNECTED: 'pseudo-TLS' } },
    'pseudo-TLS': { on: { DISGUISED: 'asking' } },
    asking: { on: { CHALLENGED: 'proving' } },
    proving: { on: { ALLOCATED: 'allocated' } },
    allocated: { on: { ACTIVATED: 'active' } },
    active: {},
    failed: {},
    released: {},
  },
});

/** An allocation as the A/V Edge keeps it ([MS-TURN] 3.1). */
export const allocationMachine = setup({
  types: {
    events: {} as { type: 'ACTIVATED' } | { type: 'EXPIRED' } | { type: 'RELEASED' } | { type: 'LOST' },
  },
}).createMachine({
  id: 'turn-allocation',
  initial: 'allocated',
  on: { EXPIRED: '.expired', RELEASED: '.released', LOST: '.connection lost' },
  states: {
    allocated: { on: { ACTIVATED: 'active destination set' } },
    'active destination set': {},
    expired: {},
    released: {},
    'connection lost': {},
  },
});
