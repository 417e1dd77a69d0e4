import type { IconName } from '../parts/icons.ts';
import type { Desk } from '../stores/desk.svelte.ts';
import type { Speaker } from '../stores/speaker.svelte.ts';

/** Groups of commands, in the order in which they are shown. */
export const GROUPS = [
  'Go to',
  'Run control',
  'Views',
  'Features',
  'Design',
  'Rules',
  'Hosts',
  'Lessons',
  'Files',
  'Look',
  'Layout',
  'Help',
] as const;
export type CommandGroup = (typeof GROUPS)[number];

/** Something that one can do in the window. Keys, help, palette, menus and tips all read it here. */
export interface Command<D = Desk> {
  readonly id: string;
  /** A sentence without its end: "Go to the next drop". */
  readonly title: string;
  readonly group: CommandGroup;
  /** As tinykeys writes them: "$mod+Shift+Z", where $mod is Ctrl, or the command key on a Mac. */
  readonly keys?: string;
  /** The browser acts on the keys by itself; here they are only told. */
  readonly native?: boolean;
  /** One of many of its kind, shown to those who ask for it. */
  readonly many?: boolean;
  /** It tells of something: what does it, or shows it, is found before it. */
  readonly tells?: boolean;
  /** Other words by which it is found. */
  readonly also?: readonly string[];
  readonly icon?: IconName;
  /** Why it cannot be done now; empty, or left out, when it can. */
  readonly why?: (desk: D) => string;
  readonly run: (desk: D) => void;
}

/** Does what a command says, or says why it cannot be done. */
export function runCommand<D extends Speaker>(command: Command<D>, desk: D): void {
  const why = command.why?.(desk) ?? '';
  if (why === '') command.run(desk);
  else desk.say(why);
}
