import { stepAfter, stepsOf } from '../stores/steps.ts';
import type { Command } from './command.ts';
import type { Desk } from '../stores/desk.svelte.ts';

const group = 'Run control';

/** When the next event of what is chosen happens, and what that is; null when nothing that has events is chosen. */
function nextStep({ lab: { reader, selection, playback } }: Desk) {
  const steps = reader && stepsOf(reader, selection);
  return steps && { title: steps.title, time: stepAfter(reader, steps, playback.time) };
}

/** Stopping where something happens, and going through what happens to one host. */
export const BREAKPOINT_COMMANDS = [
  {
    id: 'breakpoints',
    title: 'Breakpoints: stop where something happens',
    group,
    keys: '.',
    icon: 'breakpoint',
    also: ['run until', 'stop when', 'pause at'],
    why: ({ lab }) => (lab.reader ? '' : 'No run is there yet'),
    run: ({ lab }) => (lab.breakpoints.open = true),
  },
  {
    id: 'next-hit',
    title: 'Go to where the next breakpoint is met',
    group,
    keys: 'N',
    icon: 'breakpoint',
    why: ({ lab }) => (lab.breakpoints.next ? '' : 'No breakpoint is met after this moment'),
    run: ({ lab: { breakpoints } }) => breakpoints.go(breakpoints.next!),
  },
  {
    id: 'previous-hit',
    title: 'Go to where a breakpoint was met before',
    group,
    keys: 'Shift+N',
    icon: 'breakpoint',
    why: ({ lab }) => (lab.breakpoints.previous ? '' : 'No breakpoint was met before this moment'),
    run: ({ lab: { breakpoints } }) => breakpoints.go(breakpoints.previous!),
  },
  {
    id: 'next-step',
    title: 'Step to the next event of what is chosen',
    group,
    keys: 'Alt+ArrowRight',
    icon: 'forward',
    also: ['next event of this host', 'follow a host'],
    why: (desk) => {
      const step = nextStep(desk);
      if (!step) return 'Choose a host, a machine or a packet first';
      return step.time === null ? `Nothing happens to ${step.title} after this moment` : '';
    },
    run: (desk) => {
      desk.lab.playback.pause();
      desk.lab.seek(nextStep(desk)!.time!);
    },
  },
] as const satisfies readonly Command[];
