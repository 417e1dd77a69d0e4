import { app, Menu } from 'electron';
import type { WindowMenu } from '../ipc/window-forms.ts';

/** As in electron-builder.yml: by it Windows groups windows and knows what was opened last. */
const APP_ID = 'org.edgelab.lab';

/** The switch with which a second start opens one more window. */
export const NEW_WINDOW = '--new-window';

/** Says who the program is, where the system asks for it. */
export function introduce(): void {
  app.setAppUserModelId(APP_ID);
  app.setAboutPanelOptions({
    applicationName: 'Edge Lab',
    applicationVersion: app.getVersion(),
    copyright: 'MIT licence',
    credits: 'A packet-level simulator of a Lync Server 2010 Edge',
    authors: ['The Edge Lab team'],
  });
}

/** What can be begun at the program's icon: in the dock of a Mac, in the task bar of Windows. */
export function showTasks(menus: readonly WindowMenu[], openWindow: () => void): void {
  const commands = menus.flatMap(({ sections }) => sections.flat());
  const title = commands.find(({ id }) => id === 'new-window')?.title;
  if (title === undefined) return;
  app.dock?.setMenu(Menu.buildFromTemplate([{ label: title, click: openWindow }]));
  if (process.platform !== 'win32') return;
  app.setUserTasks([
    {
      program: process.execPath,
      arguments: NEW_WINDOW,
      iconPath: process.execPath,
      iconIndex: 0,
      title,
      description: title,
    },
  ]);
}
