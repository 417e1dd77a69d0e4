import { setup } from 'xstate';

/** A firewall as a box: enforcing its rules, reloading them, letting everything pass, or dead. */
export const firewallMachine = setup({
  types: {
    events: {} as
      { type: 'RELOAD' } | { type: 'RELOADED' } | { type: 'OPEN' } | { type: 'ENFORCE' } | { type: 'FAIL' },
  },
}).createMachine({
  id: 'firewall',
  initial: 'enforcing',
  states: {
    enforcing: { on: { RELOAD: 'reloading', OPEN: 'open', FAIL: 'failed' } },
    reloading: { on: { RELOADED: 'enforcing', FAIL: 'failed' } },
    open: { on: { ENFORCE: 'enforcing', FAIL: 'failed' } },
    failed: { on: { ENFORCE: 'enforcing', OPEN: 'open' } },
  },
});
