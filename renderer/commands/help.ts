import type { Command } from './command.ts';

/** What helps one along. */
export const HELP_COMMANDS = [
  {
    id: 'manual',
    title: 'Open the manual',
    group: 'Help',
    keys: 'F1',
    icon: 'manual',
    also: ['help', 'documentation', 'handbook', 'read'],
    run: (desk) => desk.read(),
  },
  {
    id: 'palette',
    title: 'Search, or run a command',
    group: 'Help',
    keys: '$mod+K',
    icon: 'search',
    also: ['palette', 'find', 'everything'],
    run: (desk) => (desk.sheet = 'palette'),
  },
  {
    id: 'keys',
    title: 'All commands and their keys',
    group: 'Help',
    keys: '[Shift]+?',
    icon: 'keys',
    also: ['help', 'shortcuts', 'keyboard'],
    run: (desk) => (desk.sheet = 'keys'),
  },
  {
    id: 'tour',
    title: 'Take the tour, one minute',
    group: 'Help',
    icon: 'flag',
    also: ['help', 'introduction', 'start'],
    run: (desk) => (desk.touring = true),
  },
  {
    id: 'model',
    title: 'What is modelled, simplified, not modelled',
    group: 'Help',
    icon: 'info',
    also: ['limits', 'assumptions', 'values'],
    run: (desk) => (desk.sheet = 'model'),
  },
  {
    id: 'licences',
    title: 'Licences of what the lab is made of',
    group: 'Help',
    icon: 'info',
    also: ['about', 'license', 'packages', 'copyright'],
    run: (desk) => (desk.sheet = 'licences'),
  },
] as const satisfies readonly Command[];
