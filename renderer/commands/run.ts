import type { Command } from './command.ts';
import { noRun, PLAYING_COMMANDS } from './playing.ts';

/** What plays runs. */
export const RUN_COMMANDS = [
  ...PLAYING_COMMANDS,
  {
    id: 'play-all',
    title: 'Play every feature, one after the other',
    group: 'Run control',
    icon: 'play',
    why: noRun,
    run: ({ lab }) => lab.playAll(),
  },
] as const satisfies readonly Command[];
