import type { Command } from './command.ts';
import { noRun } from './playing.ts';

/** What one tells others of a run. */
export const TELLING_COMMANDS = [
  {
    id: 'copy-run',
    title: 'Copy the number of this run',
    group: 'Run control',
    icon: 'copy',
    also: ['hash', 'clipboard', 'share'],
    why: noRun,
    run: (desk) => {
      const { hash } = desk.lab.run!;
      void navigator.clipboard.writeText(hash).then(
        () => desk.say(`Run ${hash} is on the clipboard`),
        () => desk.say('The browser lets nothing onto the clipboard'),
      );
    },
  },
] as const satisfies readonly Command[];
