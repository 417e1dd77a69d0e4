import type { MenuCommand, WindowMenu } from '../../electron/ipc/window-forms.ts';
import type { Command, CommandGroup } from './command.ts';

/** Which groups of commands stand in which menu of the program; those of one design are found by the palette. */
const MENUS: readonly (Pick<WindowMenu, 'role' | 'title'> & { readonly groups: readonly CommandGroup[] })[] =
  [
    { role: 'file', title: 'File', groups: ['Files', 'Lessons'] },
    { role: 'edit', title: 'Edit', groups: ['Design'] },
    { role: 'view', title: 'View', groups: ['Views', 'Look', 'Layout'] },
    { role: 'run', title: 'Run', groups: ['Run control', 'Go to'] },
    { role: 'help', title: 'Help', groups: ['Help'] },
  ];

/** The window's commands as menus of the program: their titles and keys are these, and no others. */
export function menusOf(commands: readonly Command[]): WindowMenu[] {
  return MENUS.map(({ role, title, groups }) => ({
    role,
    title,
    sections: groups.map((group) => commands.filter((command) => inMenu(command, group)).map(entryOf)),
  }));
}

/** What the browser does by itself is among what the system offers. */
function inMenu({ group, native }: Command, wanted: CommandGroup): boolean {
  return group === wanted && native !== true;
}

function entryOf({ id, title, keys }: Command): MenuCommand {
  return { id, title, ...(keys === undefined ? {} : { keys }) };
}
