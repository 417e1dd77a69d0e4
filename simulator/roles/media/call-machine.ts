import { setup } from 'xstate';

/** A call as its people see it. */
export const callMachine = setup({
  types: {
    events: {} as
      | { type: 'PREPARE' }
      | { type: 'INVITED' }
      | { type: 'RINGING' }
      | { type: 'ANSWERED' }
      | { type: 'ESTABLISHED' }
      | { type: 'NO_MEDIA' }
      | { type: 'ENDED' },
  },
}).createMachine({
  id: 'call',
  initial: 'idle',
  on: { ENDED: '.ended', NO_MEDIA: '.failed' },
  states: {
    idle: { on: { PREPARE: 'preparing', INVITED: 'ringing here' } },
    preparing: { on: { INVITED: 'inviting' } },
    inviting: { on: { RINGING: 'ringing there', ANSWERED: 'answered' } },
    'ringing there': { on: { ANSWERED: 'answered' } },
    'ringing here': { on: { ANSWERED: 'answered' } },
    answered: { on: { ESTABLISHED: 'established' } },
    established: {},
    failed: { on: { ENDED: 'failed', NO_MEDIA: 'failed' } },
    ended: { on: { ENDED: 'ended', NO_MEDIA: 'ended' } },
  },
});
