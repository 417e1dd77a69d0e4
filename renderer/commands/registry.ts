import type { Desk } from '../stores/desk.svelte.ts';
import { BOOKMARK_COMMANDS } from './bookmarks.ts';
import { BREAKPOINT_COMMANDS } from './breakpoints.ts';
import type { Command } from './command.ts';
import { DESIGN_COMMANDS } from './design.ts';
import { foundCommands, viewCommands } from './found.ts';
import { HELP_COMMANDS } from './help.ts';
import { shownKeys } from './keys.ts';
import { LESSON_COMMANDS } from './lessons.ts';
import { LOOK_COMMANDS } from './look.ts';
import { RUN_COMMANDS } from './run.ts';
import { WINDOW_COMMANDS } from './window.ts';

const ALWAYS = [
  ...RUN_COMMANDS,
  ...BREAKPOINT_COMMANDS,
  ...WINDOW_COMMANDS,
  ...DESIGN_COMMANDS,
  ...BOOKMARK_COMMANDS,
  ...LESSON_COMMANDS,
  ...LOOK_COMMANDS,
  ...HELP_COMMANDS,
] as const;
export type CommandId = (typeof ALWAYS)[number]['id'];

/** Everything that one can do in the window as it is now. */
export function allCommands(desk: Desk): readonly Command[] {
  return [...ALWAYS, ...foundCommands(desk)];
}

/** The commands that have keys, or can have. */
export function keyedCommands(desk: Pick<Desk, 'views'>): readonly Command[] {
  return [...ALWAYS, ...viewCommands(desk)];
}

export function commandOf(id: CommandId): Command {
  return ALWAYS.find((command) => command.id === id)!;
}

/** The keys of a command as they are shown; empty when it has none. */
export function keysOf(id: CommandId): string {
  return shownKeys(commandOf(id).keys ?? '');
}
