import { runCommand } from '../commands/command.ts';
import { menusOf } from '../commands/menus.ts';
import { keyedCommands } from '../commands/registry.ts';
import { host } from '../host/host.ts';
import type { Desk } from '../stores/desk.svelte.ts';
import { WORK_EXTENSION } from '../stores/lessons/class-book.svelte.ts';
import type { Sweeps } from '../stores/sweeps.svelte.ts';

/**
 * Does what the program around the window says: commands of its menus, files that the system gave, links to lessons. In a
 * browser nobody says anything. Call once the lab is there.
 */
export function hearShell(desk: Desk): void {
  const shell = window.edgeLab;
  if (!shell) return;
  shell.onCommand((id) => {
    const command = keyedCommands(desk).find((one) => one.id === id);
    if (command) runCommand(command, desk);
    else desk.say('This cannot be done now');
  });
  shell.onOpen((file) => {
    if (file.ok && file.name.endsWith(`.${WORK_EXTENSION}`))
      void desk.openWork([new File([file.text], file.name)]);
    else void desk.open(() => host.given(file));
  });
  shell.onLesson((id) => void desk.lessons.beginCourse(id));
  void shell.started(menusOf(keyedCommands(desk)));
}

/** Tells the program what it shows of the window: how bright it is, and how far something long. Call in a component. */
export function tellShell({ theme, lab }: Desk): void {
  const shell = window.edgeLab;
  if (!shell) return;
  $effect(() => void shell.brightness(theme.chosen.theme));
  $effect(() => void shell.progress(shareOf(lab.sweeps)));
}

/** How much of a sweep is done; null when none is under way. */
function shareOf({ busy, swept }: Sweeps): number | null {
  if (!busy || !swept) return null;
  const { features, missing } = swept.matrix;
  return features.length / (features.length + missing.length);
}
