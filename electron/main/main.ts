import { join, resolve } from 'node:path';
import { app, dialog, ipcMain, protocol, session } from 'electron';
import { answerChannels } from '../ipc/answering.ts';
import { answer } from '../shell/files.ts';
import { actionsOf, showMenus } from './actions.ts';
import { keepCrashes, watchProgram } from './faults.ts';
import { openPath } from './files.ts';
import type { Given } from './given.ts';
import { givenBy, LINK_SCHEME } from './given.ts';
import { Reports } from './reports.ts';
import { guardProgram, guardSession } from './session.ts';
import { introduce, NEW_WINDOW } from './system.ts';
import { confine, isOurs } from './window.ts';
import { LabWindows } from './windows.ts';

const out = join(import.meta.dirname, '..');
const data = app.getPath('userData');
const devTools = !app.isPackaged;
const reports = new Reports(join(data, 'reports'));
const windows = new LabWindows({
  preload: join(out, 'preload/preload.cjs'),
  state: join(data, 'window.json'),
  devTools,
  reports,
});

app.enableSandbox();
keepCrashes(app, reports);
watchProgram(app, process, reports);
guardProgram(app);
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);

/** Opens the first window. Exported for the tests. */
export function ready(): void {
  protocol.handle('app', answerAppScheme);
  guardSession(session.defaultSession, devTools);
  // Only our page may ask, only its top frame, and only in a window of the lab.
  answerChannels(
    ipcMain,
    actionsOf(windows, reports),
    ({ sender, senderFrame }) =>
      senderFrame?.parent === null && isOurs(senderFrame.url) && windows.has(sender),
  );
  introduce();
  // While it is not packed, the link would have to name Electron and this folder.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  showMenus([], windows);
  windows.open();
  void open(givenBy(process.argv), process.cwd());
}

/** Opens what the system gave: each file in a window of its own, a lesson where one is. */
async function open({ files, lesson }: Given, folder: string): Promise<void> {
  for (const file of files) {
    const opened = await openPath(resolve(folder, file));
    windows.tell(windows.fresh(), 'tell:open', opened);
  }
  if (lesson === null) return;
  const window = windows.current ?? windows.open();
  windows.show(window);
  windows.tell(window, 'tell:lesson', lesson);
}

/** The page has work that is not saved. Browsers ask by themselves, Electron does not. */
function wantsToLeave(): boolean {
  const buttons = ['Close without saving', 'Stay'];
  const message = 'There are changes that are not saved.';
  return dialog.showMessageBoxSync({ type: 'question', message, buttons, defaultId: 1, cancelId: 1 }) === 0;
}

async function answerAppScheme(request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (!isOurs(request.url) || request.method !== 'GET') return new Response(null, { status: 403 });
  const { status, headers, body } = await answer(join(out, 'renderer'), url.pathname);
  return new Response(body, { status, headers });
}

app.on('web-contents-created', (_event, contents) => {
  confine(contents, devTools);
  contents.on('will-prevent-unload', (event) => {
    if (wantsToLeave()) event.preventDefault();
  });
});
app.on('window-all-closed', () => app.quit());

// No await at the top level before `ready`: an ES module that awaits whenReady() there never starts.
if (app.requestSingleInstanceLock()) {
  const begun = app
    .whenReady()
    .then(ready)
    .catch((error: unknown) => {
      reports.keep('main', error);
      console.error('edge-lab: the window could not be opened:', error);
      app.exit(1);
    });
  app.on('second-instance', (_event, args, folder) => {
    const given = givenBy(args);
    if (args.includes(NEW_WINDOW)) windows.open();
    // A second start for nothing else shows the window that is there.
    else if (given.files.length === 0) windows.show(windows.current ?? windows.open());
    void open(given, folder);
  });
  // A Mac gives files and links in this way, perhaps before there is a window.
  app.on('open-file', (event, file) => {
    event.preventDefault();
    void begun.then(() => open({ files: [file], lesson: null }, ''));
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    void begun.then(() => open(givenBy([link]), ''));
  });
} else app.quit();
