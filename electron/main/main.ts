import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron';
import { answerChannels } from '../ipc/answering.ts';
import { answer } from '../shell/files.ts';
import { actions } from './actions.ts';
import { confine, isOurs, menuTemplate, ORIGIN, refusePermissions, windowOptions } from './window.ts';

const out = join(import.meta.dirname, '..');
let window: BrowserWindow | undefined;

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);

/** Opens the window. Exported for the tests. */
export async function ready(): Promise<void> {
  protocol.handle('app', answerAppScheme);
  refusePermissions(session.defaultSession);
  // Only our page, and only its top frame, may ask.
  answerChannels(
    ipcMain,
    actions,
    ({ senderFrame }) => senderFrame?.parent === null && isOurs(senderFrame.url),
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform)));
  const opened = new BrowserWindow(windowOptions(join(out, 'preload/preload.cjs')));
  window = opened;
  // Hidden, not absent: the keys of the menu work all the same.
  opened.setMenuBarVisibility(false);
  opened.once('ready-to-show', () => opened.show());
  await opened.loadURL(`${ORIGIN}/`);
}

/** The page has work that is not saved. Browsers ask by themselves, Electron does not. */
function wantsToLeave(): boolean {
  const buttons = ['Close without saving', 'Stay'];
  const message = 'There are changes that are not saved.';
  return dialog.showMessageBoxSync({ type: 'question', message, buttons, defaultId: 1, cancelId: 1 }) === 0;
}

async function answerAppScheme(request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (!isOurs(request.url)) return new Response(null, { status: 403 });
  const { status, headers, body } = await answer(join(out, 'renderer'), url.pathname);
  return new Response(body, { status, headers });
}

app.on('web-contents-created', (_event, contents) => {
  confine(contents);
  contents.on('will-prevent-unload', (event) => {
    if (wantsToLeave()) event.preventDefault();
  });
});
app.on('window-all-closed', () => app.quit());
// A second start shows the window that is there.
app.on('second-instance', () => {
  if (window?.isMinimized()) window.restore();
  window?.focus();
});

// No await at the top level before `ready`: an ES module that awaits whenReady() there never starts.
if (app.requestSingleInstanceLock())
  app
    .whenReady()
    .then(ready)
    .catch((error: unknown) => {
      console.error('edge-lab: the window could not be opened:', error);
      app.exit(1);
    });
else app.quit();
