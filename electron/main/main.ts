import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { IpcMainInvokeEvent } from 'electron';
import { app, BrowserWindow, dialog, ipcMain, protocol, session } from 'electron';
import type { Answer, Channel } from '../ipc/channels.ts';
import { checkAsk } from '../ipc/channels.ts';
import { answer } from '../shell/files.ts';

const ORIGIN = 'app://lab';
/** A design is far smaller; a file of gigabytes chosen by mistake must not be read. */
const MOST_BYTES = 16 * 1024 * 1024;

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);

/** Answers a channel, for our own page only. */
function handle<C extends Channel>(channel: C, action: () => Promise<Answer<C>>): void {
  ipcMain.handle(channel, (event: IpcMainInvokeEvent, ask: unknown) => {
    if (!event.senderFrame?.url.startsWith(`${ORIGIN}/`)) throw new Error('an unknown page asked');
    checkAsk(channel, ask);
    return action();
  });
}

async function chooseDesign(): Promise<Answer<'design:open'>> {
  const chosen = await dialog.showOpenDialog({
    properties: ['openFile'],
    filters: [{ name: 'Designs', extensions: ['json', 'edgelab'] }],
  });
  const [file] = chosen.filePaths;
  if (chosen.canceled || file === undefined) return null;
  const { size } = await stat(file);
  const text = size > MOST_BYTES ? '' : await readFile(file, 'utf8');
  return { name: basename(file), text };
}

/** Opens the window. Exported for the tests. */
export async function ready(): Promise<void> {
  protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    if (url.host !== 'lab') return new Response(null, { status: 403 });
    const { status, headers, body } = await answer(join(import.meta.dirname, '../renderer'), url.pathname);
    return new Response(body, { status, headers });
  });
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  handle('design:open', chooseDesign);
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Edge Lab',
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  await window.loadURL(`${ORIGIN}/`);
}

app.on('window-all-closed', () => app.quit());
// No await at the top level before `ready`: an ES module that awaits whenReady() there never starts.
if (app.requestSingleInstanceLock()) void app.whenReady().then(ready);
else app.quit();
