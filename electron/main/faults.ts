import { mkdirSync } from 'node:fs';
import type { App, BrowserWindow, RenderProcessGoneDetails } from 'electron';
import { crashReporter, dialog } from 'electron';
import type { Reports } from './reports.ts';

const KEPT = 'What you were at is kept, and a report of it lies in the folder of reports (Help).';

/** Has Chromium write beside the log what it knows of a process that breaks; none of it is sent. */
export function keepCrashes(app: App, { folder }: Reports): void {
  mkdirSync(folder, { recursive: true });
  app.setPath('crashDumps', folder);
  crashReporter.start({ uploadToServer: false });
}

/** Keeps what breaks outside windows, and says it once. */
export function watchProgram(app: App, process: NodeJS.Process, reports: Reports): void {
  let said = false;
  const keep = (where: string, what: unknown) => {
    reports.keep(where, what);
    if (said) return;
    said = true;
    dialog.showErrorBox('Edge Lab', `Something broke in the program, which goes on. ${KEPT}`);
  };
  process.on('uncaughtException', (error) => keep('main', error));
  process.on('unhandledRejection', (reason) => keep('main', reason));
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') reports.keep(type, `${reason}, exit code ${exitCode}`);
  });
}

/** Offers to load a window again whose page broke or no longer answers. */
export function watchWindow(window: BrowserWindow, reports: Reports): void {
  const { webContents } = window;
  let asked = false;
  /** The person has said already that it is to be loaded again. */
  let again = false;
  webContents.on('render-process-gone', (_event, details) => {
    if (again) webContents.reload();
    else void offerAgain(window, details, reports);
    again = false;
  });
  window.on('unresponsive', () => {
    if (asked) return;
    asked = true;
    reports.keep('window', 'does not answer');
    void asks(window, `This window does not answer. ${KEPT}`, ['Load it again', 'Wait']).then((yes) => {
      asked = false;
      again = yes && !window.isDestroyed();
      if (again) webContents.forcefullyCrashRenderer();
    });
  });
}

async function offerAgain(
  window: BrowserWindow,
  { reason, exitCode }: RenderProcessGoneDetails,
  reports: Reports,
): Promise<void> {
  if (reason === 'clean-exit' || window.isDestroyed()) return;
  reports.keep('window', `${reason}, exit code ${exitCode}`);
  const again = await asks(window, `This window broke (${reason}). ${KEPT}`, ['Load it again', 'Close it']);
  if (window.isDestroyed()) return;
  if (again) window.webContents.reload();
  else window.destroy();
}

/** @returns whether the first of both was chosen */
async function asks(window: BrowserWindow, message: string, buttons: [string, string]): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message,
    buttons,
    noLink: true,
  });
  return response === 0;
}
