import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';

/*
 * What the shell uses of Electron, without Electron: it is no program here, and would need a screen.
 * vi.mock('electron', () => import('./fake-electron.ts'))
 */

/** Where this start of the program keeps its own. */
export const userData = mkdtempSync(join(tmpdir(), 'edge-lab-data-'));

export class FakeContents extends EventEmitter {
  readonly send = vi.fn<(channel: string, told: unknown) => void>();
  readonly setWindowOpenHandler = vi.fn();
  readonly reload = vi.fn();
  readonly forcefullyCrashRenderer = vi.fn();
  readonly getURL = () => 'app://lab/';
}

export class FakeWindow extends EventEmitter {
  readonly options: Record<string, unknown>;
  readonly webContents = new FakeContents();
  readonly loadURL = vi.fn(() => Promise.resolve());
  readonly show = vi.fn();
  readonly focus = vi.fn();
  readonly restore = vi.fn();
  readonly maximize = vi.fn();
  readonly destroy = vi.fn();
  readonly setFullScreen = vi.fn();
  readonly setProgressBar = vi.fn();
  readonly setDocumentEdited = vi.fn();
  readonly setRepresentedFilename = vi.fn();
  readonly isMinimized = vi.fn(() => false);
  readonly isMaximized = vi.fn(() => false);
  readonly isFullScreen = vi.fn(() => false);
  readonly isDestroyed = vi.fn(() => false);
  readonly getNormalBounds = vi.fn(() => ({ x: 10, y: 20, width: 1200, height: 800 }));

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    opened.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  static fromWebContents(contents: unknown): FakeWindow | null {
    return opened.find(({ webContents }) => webContents === contents) ?? null;
  }
}

/** All windows that were opened, the oldest first. */
export const opened: FakeWindow[] = [];

export const app = Object.assign(new EventEmitter(), {
  isPackaged: true,
  enableSandbox: vi.fn(),
  requestSingleInstanceLock: vi.fn(() => true),
  whenReady: vi.fn(() => Promise.resolve()),
  quit: vi.fn(),
  exit: vi.fn(),
  getVersion: () => '0.1.0',
  getPath: vi.fn(() => userData),
  setPath: vi.fn(),
  setAppUserModelId: vi.fn(),
  setAboutPanelOptions: vi.fn(),
  setAsDefaultProtocolClient: vi.fn(),
  setUserTasks: vi.fn(),
  addRecentDocument: vi.fn(),
  clearRecentDocuments: vi.fn(),
  dock: { setMenu: vi.fn() },
});

export const BrowserWindow = FakeWindow;
export const Menu = {
  setApplicationMenu: vi.fn(),
  buildFromTemplate: vi.fn((template: unknown) => template),
};
export const ipcMain = { handle: vi.fn<(channel: string, handler: Handler) => void>() };
export const protocol = { registerSchemesAsPrivileged: vi.fn(), handle: vi.fn() };
export const crashReporter = { start: vi.fn() };
export const nativeTheme = { themeSource: 'system' };
export const shell = { showItemInFolder: vi.fn() };
export const screen = {
  getPrimaryDisplay: () => ({ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }),
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
};
export const dialog = {
  showOpenDialog: vi.fn(),
  showSaveDialog: vi.fn(),
  showMessageBox: vi.fn(() => Promise.resolve({ response: 1 })),
  showMessageBoxSync: vi.fn(() => 1),
  showErrorBox: vi.fn(),
};

const defaultSession = Object.assign(new EventEmitter(), {
  setPermissionRequestHandler: vi.fn(),
  setPermissionCheckHandler: vi.fn(),
  setDevicePermissionHandler: vi.fn(),
  setSpellCheckerEnabled: vi.fn(),
  setCertificateVerifyProc: vi.fn(),
  webRequest: { onBeforeRequest: vi.fn() },
});
export const session = { defaultSession };

type Handler = (event: unknown, ask: unknown) => Promise<unknown>;

/** Asks on a channel, as the page in the top frame of a window does. */
export function ask(channel: string, value?: unknown, window: FakeWindow = opened[0]!): Promise<unknown> {
  const senderFrame = { parent: null, url: 'app://lab/' };
  return askAs({ sender: window.webContents, senderFrame }, channel, value);
}

/** Asks on a channel as whoever it is. */
export function askAs(event: object, channel: string, value?: unknown): Promise<unknown> {
  const [, handler] = ipcMain.handle.mock.calls.find(([name]) => name === channel) ?? [];
  if (!handler) throw new Error(`nobody answers on ${channel}`);
  return handler(event, value);
}

/** An event of Electron's, and whether what it tells of was prevented. */
export class FakeEvent {
  defaultPrevented = false;
  constructor(properties: object = {}) {
    Object.assign(this, properties);
  }
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}
