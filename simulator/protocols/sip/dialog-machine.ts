import { setup } from 'xstate';

/** A dialog between two people (RFC 3261 12). */
export const dialogMachine = setup({
  types: { events: {} as { type: 'INVITED' } | { type: 'CONFIRMED' } | { type: 'ENDED' } },
}).createMachine({
  id: 'sip-dialog',
  initial: 'idle',
  states: {
    idle: { on: { INVITED: 'early', ENDED: 'terminated' } },
    early: { on: { CONFIRMED: 'confirmed', ENDED: 'terminated' } },
    confirmed: { on: { ENDED: 'terminated' } },
    terminated: { type: 'final' },
  },
});
