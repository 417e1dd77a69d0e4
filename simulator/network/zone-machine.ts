import { setup } from 'xstate';

/** A zone: normal, impaired (it loses packets by design), or cut off. */
export const zoneMachine = setup({
  types: {
    input: {} as { impaired: boolean },
    context: {} as { impaired: boolean },
    events: {} as { type: 'CUT' } | { type: 'CONNECT' },
  },
  guards: { impaired: ({ context }) => context.impaired },
}).createMachine({
  id: 'zone',
  context: ({ input }) => ({ impaired: input.impaired }),
  initial: 'starting',
  states: {
    starting: { always: [{ guard: 'impaired', target: 'impaired' }, { target: 'normal' }] },
    normal: { on: { CUT: 'cut off' } },
    impaired: { on: { CUT: 'cut off' } },
    'cut off': { on: { CONNECT: [{ guard: 'impaired', target: 'impaired' }, { target: 'normal' }] } },
  },
});
