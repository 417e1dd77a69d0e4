import { host } from '../host/host.ts';
import type { Command } from './command.ts';

/** Windows of the lab, and what the program around them keeps. */
export const WINDOW_COMMANDS = [
  {
    id: 'new-window',
    title: 'New window',
    group: 'Files',
    icon: 'plus',
    also: ['second', 'another lab'],
    run: () => host.newWindow(),
  },
  {
    id: 'show-reports',
    title: 'Show the folder of reports of faults',
    group: 'Help',
    icon: 'open',
    also: ['crash', 'log', 'error', 'broken'],
    why: () => (host.kind === 'electron' ? '' : 'In a browser no reports are kept'),
    run: () => void window.edgeLab?.showReports(),
  },
] as const satisfies readonly Command[];
