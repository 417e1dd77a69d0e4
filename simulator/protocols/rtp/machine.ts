import { setup } from 'xstate';

/** One end of a stream: what it sends, and whether it hears the other. */
export const streamMachine = setup({
  types: {
    events: {} as
      { type: 'START' } | { type: 'HEARD' } | { type: 'SILENCE' } | { type: 'DEAD' } | { type: 'STOP' },
  },
}).createMachine({
  id: 'media-stream',
  initial: 'idle',
  on: { STOP: '.stopped' },
  states: {
    idle: { on: { START: 'sending' } },
    sending: { on: { HEARD: 'both ways', SILENCE: 'one way' } },
    'both ways': { on: { SILENCE: 'one way' } },
    'one way': { on: { HEARD: 'both ways', DEAD: 'dead' } },
    dead: {},
    stopped: {},
  },
});
