import { setup } from 'xstate';

/** One end's search for a path (RFC 5245, [MS-ICE2]). */
export const iceMachine = setup({
  types: {
    events: {} as
      | { type: 'GATHER' }
      | { type: 'GATHERED' }
      | { type: 'CHECK' }
      | { type: 'NOMINATE' }
      | { type: 'SELECTED' }
      | { type: 'NO_PATH' }
      | { type: 'CLOSE' },
  },
}).createMachine({
  id: 'ice-agent',
  initial: 'new',
  on: { CLOSE: '.closed' },
  states: {
    new: { on: { GATHER: 'gathering' } },
    gathering: { on: { GATHERED: 'gathered' } },
    gathered: { on: { CHECK: 'checking' } },
    checking: { on: { NOMINATE: 'nominating', SELECTED: 'connected', NO_PATH: 'failed' } },
    nominating: { on: { SELECTED: 'connected', NO_PATH: 'failed' } },
    connected: {},
    failed: {},
    closed: {},
  },
});

/** A pair of candidates (RFC 5245 5.7.4). */
export const pairMachine = setup({
  types: {
    events: {} as { type: 'START' } | { type: 'SUCCEEDED' } | { type: 'FAILED' } | { type: 'NOMINATED' },
  },
}).createMachine({
  id: 'ice-pair',
  initial: 'waiting',
  states: {
    waiting: { on: { START: 'in progress', FAILED: 'failed' } },
    'in progress': { on: { SUCCEEDED: 'succeeded', FAILED: 'failed' } },
    succeeded: { on: { NOMINATED: 'nominated', FAILED: 'failed' } },
    failed: { on: { START: 'in progress', SUCCEEDED: 'succeeded' } },
    nominated: {},
  },
});
