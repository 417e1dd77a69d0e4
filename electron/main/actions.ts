import { app, BrowserWindow, Menu, nativeTheme, shell } from 'electron';
import type { Actions } from '../ipc/answering.ts';
import type { WindowMenu } from '../ipc/window-forms.ts';
import { fileActions } from './files.ts';
import { menuTemplate } from './menu.ts';
import type { Reports } from './reports.ts';
import { showTasks } from './system.ts';
import type { LabWindows } from './windows.ts';

/** What the shell does on each channel. */
export function actionsOf(windows: LabWindows, reports: Reports): Actions {
  return {
    ...fileActions,
    'app:info': () => {
      const { electron, chrome, node } = process.versions;
      return Promise.resolve({ lab: app.getVersion(), electron, chrome, node });
    },
    'window:started': (menus, asker) => {
      showMenus(menus, windows);
      windows.started(asker);
      return Promise.resolve(undefined);
    },
    'window:new': () => {
      windows.open();
      return Promise.resolve(undefined);
    },
    'window:brightness': (brightness) => {
      nativeTheme.themeSource = brightness;
      return Promise.resolve(undefined);
    },
    'window:progress': (share, asker) => {
      // Below 0 there is none.
      BrowserWindow.fromWebContents(asker)?.setProgressBar(share ?? -1);
      return Promise.resolve(undefined);
    },
    'reports:keep': (text) => {
      reports.keep('page', text);
      return Promise.resolve(undefined);
    },
    'reports:show': () => {
      reports.keep('main', 'the folder of reports was opened');
      shell.showItemInFolder(reports.log);
      return Promise.resolve(undefined);
    },
  };
}

/** Menus, dock and task bar, of what a window says that one can do in it. */
export function showMenus(menus: readonly WindowMenu[], windows: LabWindows): void {
  const act = (command: string) => {
    if (windows.current) windows.tell(windows.current, 'tell:command', command);
  };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, menus, act)));
  showTasks(menus, () => windows.open());
}
