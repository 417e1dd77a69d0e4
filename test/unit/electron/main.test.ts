import { mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';

type Handler = (event: unknown, ask: unknown) => Promise<unknown>;

const fake = vi.hoisted(() => {
  const handlers = new Map<string, unknown>();
  const events = new Map<string, (...args: unknown[]) => void>();
  const window = {
    once: vi.fn(),
    show: vi.fn(),
    loadURL: vi.fn(() => Promise.resolve()),
    setMenuBarVisibility: vi.fn(),
    isMinimized: vi.fn(() => true),
    restore: vi.fn(),
    focus: vi.fn(),
  };
  const session = {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
  };
  return {
    handlers,
    events,
    window,
    app: {
      requestSingleInstanceLock: vi.fn(() => true),
      whenReady: vi.fn(() => new Promise<void>(() => undefined)),
      on: vi.fn((name: string, action: (...args: unknown[]) => void) => events.set(name, action)),
      quit: vi.fn(),
      exit: vi.fn(),
      getVersion: () => '0.1.0',
    },
    // A function, not an arrow: vitest calls a mocked class's implementation with `new`.
    BrowserWindow: vi.fn(function () {
      return window;
    }),
    Menu: { setApplicationMenu: vi.fn(), buildFromTemplate: vi.fn((template: unknown) => template) },
    ipcMain: { handle: vi.fn((channel: string, handler: unknown) => handlers.set(channel, handler)) },
    protocol: { registerSchemesAsPrivileged: vi.fn(), handle: vi.fn() },
    session: { defaultSession: session },
    dialog: { showOpenDialog: vi.fn(), showSaveDialog: vi.fn(), showMessageBoxSync: vi.fn(() => 1) },
  };
});
vi.mock('electron', () => fake);

const { ready } = await import('../../../electron/main/main.ts');
const { menuTemplate } = await import('../../../electron/main/window.ts');
const ours = { senderFrame: { parent: null, url: 'app://lab/index.html' } };
const ask = (channel: string, event: unknown, value?: unknown) =>
  (fake.handlers.get(channel) as Handler)(event, value);

beforeAll(() => ready());

test('one window, sandboxed and isolated, on our own scheme', () => {
  expect(fake.BrowserWindow).toHaveBeenCalledOnce();
  const [options] = fake.BrowserWindow.mock.calls[0] as unknown as [{ webPreferences: object }];
  expect(options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
  });
  expect(fake.window.loadURL).toHaveBeenCalledWith('app://lab/');
});

test('the scheme answers for our own host only, and stays in its folder', async () => {
  const handler = fake.protocol.handle.mock.calls[0]![1] as (request: { url: string }) => Promise<Response>;
  expect((await handler({ url: 'app://elsewhere/' })).status).toBe(403);
  expect((await handler({ url: 'app://lab/..%2f..%2fpackage.json' })).status).toBe(404);
  expect((await handler({ url: 'app://lab/%E0%A4%A' })).status).toBe(400);
});

test('contents cannot leave: no windows but the notes, no navigation, no views', () => {
  const on = vi.fn();
  const setWindowOpenHandler = vi.fn();
  fake.events.get('web-contents-created')!({}, { on, setWindowOpenHandler });
  const opened = setWindowOpenHandler.mock.calls[0]![0] as (details: { url: string }) => {
    action: string;
    overrideBrowserWindowOptions?: { webPreferences: object };
  };
  const talk = '?notes=01234567-89ab-4def-8123-456789abcdef';
  for (const url of [
    '',
    'about:blank',
    'app://lab/',
    'app://lab/?notes',
    `app://lab/${talk}&more`,
    `app://lab/elsewhere${talk}`,
    `app://laboratory/${talk}`,
    `https://evil.example/${talk}`,
    `https://evil.example/app://lab/${talk}`,
    `file:///app://lab/${talk}`,
  ])
    expect(opened({ url }), url).toEqual({ action: 'deny' });
  const notes = opened({ url: `app://lab/${talk}` });
  expect(notes.action).toBe('allow');
  // Nothing of the shell is known there.
  expect(notes.overrideBrowserWindowOptions?.webPreferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
  });
  for (const name of ['will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
    const preventDefault = vi.fn();
    (on.mock.calls.find(([event]) => event === name)![1] as (event: unknown) => void)({ preventDefault });
    expect(preventDefault).toHaveBeenCalled();
  }
});

test('a window with unsaved work closes only when the person says so', () => {
  const on = vi.fn();
  fake.events.get('web-contents-created')!({}, { on, setWindowOpenHandler: vi.fn() });
  const unload = on.mock.calls.find(([event]) => event === 'will-prevent-unload')![1] as (
    event: unknown,
  ) => void;
  const closes = (button: number) => {
    const preventDefault = vi.fn();
    fake.dialog.showMessageBoxSync.mockReturnValueOnce(button);
    unload({ preventDefault });
    return preventDefault.mock.calls.length === 1;
  };
  expect([closes(0), closes(1)]).toEqual([true, false]);
});

test('permissions are refused, but for the clipboard at a click', () => {
  const request = fake.session.defaultSession.setPermissionRequestHandler.mock.calls[0]![0] as (
    contents: unknown,
    permission: string,
    decide: (granted: boolean) => void,
  ) => void;
  const decided = (permission: string) => {
    const decide = vi.fn<(granted: boolean) => void>();
    request(null, permission, decide);
    return decide.mock.calls[0]![0];
  };
  expect(['media', 'geolocation', 'notifications', 'hid'].map(decided)).toEqual([false, false, false, false]);
  expect(decided('clipboard-sanitized-write')).toBe(true);
  const { setPermissionCheckHandler, setDevicePermissionHandler } = fake.session.defaultSession;
  const check = setPermissionCheckHandler.mock.calls[0]![0] as (contents: null, name: string) => boolean;
  expect(['media', 'clipboard-read', 'clipboard-sanitized-write'].map((name) => check(null, name))).toEqual([
    false,
    false,
    true,
  ]);
  expect((setDevicePermissionHandler.mock.calls[0]![0] as () => boolean)()).toBe(false);
});

test.each(['linux', 'darwin'] as const)(
  'on %s no entry of the menu leads out or throws a run away',
  (platform) => {
    const roles = JSON.stringify(menuTemplate(platform));
    expect(roles).not.toMatch(/reload|devtools|help|fileMenu|viewMenu/i);
    expect(roles).toContain('zoomIn');
    expect(roles.includes('appMenu')).toBe(platform === 'darwin');
  },
);

test('whoever is not our page gets no answer', async () => {
  for (const senderFrame of [
    null,
    { parent: null, url: 'https://evil.example/' },
    { parent: null, url: 'app://laboratory/' },
    { parent: {}, url: 'app://lab/' },
  ])
    await expect(ask('app:info', { senderFrame })).rejects.toThrow('unknown sender');
});

test('a question of another form is refused', async () => {
  await expect(ask('file:open', ours, { path: '/etc/passwd' })).rejects.toThrow();
});

test('the chosen design is read whole; what is none is refused in words', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'edge-lab-open-'));
  const chosen = async (name: string, content: string | Uint8Array | number) => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'number' ? '' : content);
    if (typeof content === 'number') truncateSync(path, content);
    fake.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [path] });
    return ask('file:open', ours, 'design');
  };
  expect(await chosen('good.json', '{"ä":1}')).toEqual({ ok: true, name: 'good.json', text: '{"ä":1}' });
  expect(await chosen('huge.json', 17 * 1024 * 1024)).toEqual({
    ok: false,
    problem: 'huge.json: too large (17 MB; at most 16 MB)',
  });
  expect(await chosen('film.json', Uint8Array.from([0xff, 0xfe, 0x80]))).toMatchObject({ ok: false });
  fake.dialog.showOpenDialog.mockResolvedValueOnce({
    canceled: false,
    filePaths: [join(folder, 'gone.json')],
  });
  expect(await ask('file:open', ours, 'design')).toMatchObject({ ok: false });
  fake.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: true, filePaths: [] });
  expect(await ask('file:open', ours, 'design')).toBeNull();
});

test('a text is kept where the person says, whole or not at all; a name with a folder is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'edge-lab-save-'));
  const save = (filePath: string, canceled = false) => {
    fake.dialog.showSaveDialog.mockResolvedValueOnce({ canceled, filePath });
    return ask('file:save', ours, { name: 'external.nft', text: 'table ip ä {}' });
  };
  expect(await save(join(folder, 'a.nft'))).toEqual({ ok: true, saved: true });
  expect(readFileSync(join(folder, 'a.nft'), 'utf8')).toBe('table ip ä {}');
  expect(readdirSync(folder)).toEqual(['a.nft']);
  expect(await save('', true)).toEqual({ ok: true, saved: false });
  expect(await save(join(folder, 'no-such/b.nft'))).toMatchObject({
    ok: false,
    problem: expect.stringContaining('b.nft: cannot be written') as string,
  });
  await expect(ask('file:save', ours, { name: '../b.nft', text: '' })).rejects.toThrow();
});

test('a second start shows the window that is there', () => {
  fake.events.get('second-instance')!();
  expect(fake.window.restore).toHaveBeenCalled();
  expect(fake.window.focus).toHaveBeenCalled();
});
