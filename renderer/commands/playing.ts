import type { Drop } from '../stores/moments.ts';
import type { Player, PlayerDesk } from '../stores/player.ts';
import type { Command } from './command.ts';

export const noRun = ({ lab }: PlayerDesk) => (lab.reader ? '' : 'No run is there yet');
const noPacket = ({ lab }: PlayerDesk) =>
  lab.selection?.kind === 'packet' ? '' : 'No packet is chosen: click one on the map or in the ladder';
const goTo = (lab: Player, drop: Drop | null) => {
  if (drop) lab.showDrop(drop);
};
const group = 'Run control';

/** What moves the simulated clock, and how the chosen packet is looked at: in the lab as in a replay. */
export const PLAYING_COMMANDS = [
  {
    id: 'play',
    title: 'Play or pause',
    group,
    keys: 'Space',
    icon: 'play',
    also: ['start', 'stop', 'run'],
    why: noRun,
    run: ({ lab }) => lab.playback.toggle(),
  },
  {
    id: 'step',
    title: 'Step to the next packet event',
    group,
    keys: 'ArrowRight',
    icon: 'forward',
    also: ['forward'],
    why: ({ lab }) => (lab.playback.atEnd ? 'Nothing to step to: this is the end' : ''),
    run: ({ lab }) => lab.playback.stepForward(),
  },
  {
    id: 'step-back',
    title: 'Step back',
    group,
    keys: 'ArrowLeft',
    icon: 'back',
    also: ['rewind'],
    why: ({ lab }) => (lab.playback.atStart ? 'Nothing to step back to: this is the start' : ''),
    run: ({ lab }) => lab.playback.stepBack(),
  },
  {
    id: 'next-drop',
    title: 'Go to the next drop',
    group,
    keys: 'Shift+ArrowRight',
    icon: 'next-drop',
    also: ['lost packet', 'dropped'],
    why: ({ lab: { playback } }) => {
      if (playback.nextDrop) return '';
      return playback.moments.drops.length > 0
        ? 'No packet is lost after this'
        : 'No packet is lost in this run';
    },
    run: ({ lab }) => goTo(lab, lab.playback.nextDrop),
  },
  {
    id: 'previous-drop',
    title: 'Go back to the drop before',
    group,
    keys: 'Shift+ArrowLeft',
    icon: 'previous-drop',
    also: ['lost packet', 'dropped'],
    why: ({ lab: { playback } }) => (playback.previousDrop ? '' : 'No packet is lost before this'),
    run: ({ lab }) => goTo(lab, lab.playback.previousDrop),
  },
  {
    id: 'to-start',
    title: 'Go to the start',
    group,
    keys: 'Home',
    also: ['rewind', 'beginning'],
    run: ({ lab }) => lab.playback.seek(0),
  },
  {
    id: 'to-end',
    title: 'Go to the end',
    group,
    keys: 'End',
    run: ({ lab }) => lab.playback.seek(lab.playback.moments.end),
  },
  {
    id: 'skip-waiting',
    title: 'Skip waiting, or not',
    group,
    icon: 'skip',
    also: ['pass quickly over time without packets', 'wait'],
    run: ({ lab: { playback } }) => (playback.skipWaiting = !playback.skipWaiting),
  },
  {
    id: 'packet-fields',
    title: 'The chosen packet large: fields and bytes side by side',
    group,
    keys: 'E',
    icon: 'tables',
    why: noPacket,
    run: ({ lab }) => lab.fields.toggle('fields'),
  },
  {
    id: 'follow-stream',
    title: 'Follow the conversation of the chosen packet',
    group,
    keys: 'F',
    icon: 'ladder',
    also: ['stream'],
    why: noPacket,
    run: ({ lab }) => lab.fields.toggle('stream'),
  },
  {
    id: 'let-go',
    title: 'Back to the view, then: choose nothing',
    group,
    keys: 'Escape',
    also: ['deselect', 'close'],
    run: ({ lab }) => {
      if (lab.fields.page !== null) lab.fields.page = null;
      else lab.select(null);
    },
  },
] as const satisfies readonly Command<PlayerDesk>[];

export function playingCommand(id: (typeof PLAYING_COMMANDS)[number]['id']): Command<PlayerDesk> {
  return PLAYING_COMMANDS.find((command) => command.id === id)!;
}
