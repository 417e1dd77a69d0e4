import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { CONTENT_SECURITY_POLICY } from '../../../electron/shell/files.ts';
import {
  app,
  ask,
  askAs,
  crashReporter,
  FakeContents,
  FakeEvent,
  opened,
  protocol,
  session,
} from './fake-electron.ts';

/* Electron's list for secure programs, point by point (docs/security.md). The fake says what would be asked of Electron. */

vi.mock('electron', () => import('./fake-electron.ts'));
const { pagePreferences, windowOptions } = await import('../../../electron/main/window.ts');
const root = join(import.meta.dirname, '../../..');
const { defaultSession } = session;

beforeAll(async () => {
  await import('../../../electron/main/main.ts');
  await vi.waitUntil(() => opened.length > 0);
});

/** A page that was just made, confined as all are. */
function contentsOf(): FakeContents {
  const contents = new FakeContents();
  app.emit('web-contents-created', {}, contents);
  return contents;
}

/** Whether a page may do something that Electron tells of by an event. */
function may(name: string, event: object, contents = contentsOf()): boolean {
  const told = new FakeEvent(event);
  contents.emit(name, told);
  return !told.defaultPrevented;
}

const called = (handler: { mock: { calls: readonly unknown[][] } }, at = 0) => handler.mock.calls[0]![at];

const ELSEWHERE = [
  'http://evil.example/',
  'https://evil.example/',
  'ws://evil.example/',
  'file:///etc/passwd',
  'app://elsewhere/',
  'app://lab.evil.example/',
  'app://laboratory/',
  'blob:https://evil.example/1',
  'blob:app://laboratory/1',
  'javascript:alert(1)',
  'edge-lab://lesson/x',
  'devtools://devtools/',
  '',
];

test('only our own files are loaded, whatever a page asks for', () => {
  const decide = called(defaultSession.webRequest.onBeforeRequest) as (
    details: { url: string },
    decide: (answer: object) => void,
  ) => void;
  const refused = (url: string) => {
    const answer = vi.fn<(answer: object) => void>();
    decide({ url }, answer);
    return answer.mock.calls[0]![0];
  };
  for (const url of ELSEWHERE) expect(refused(url), url).toEqual({ cancel: true });
  for (const url of ['app://lab/', 'app://lab/a.js', 'blob:app://lab/1', 'data:image/png;base64,'])
    expect(refused(url), url).toEqual({ cancel: false });
});

test('pages have no Node, a context of their own, and the sandbox', () => {
  for (const { options } of opened)
    expect(options['webPreferences']).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
    });
  expect(app.enableSandbox).toHaveBeenCalledOnce();
});

test('no preference weakens a page', () => {
  expect(pagePreferences(false)).toMatchObject({
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: false,
  });
  expect(Object.keys(pagePreferences(true))).not.toContain('enableBlinkFeatures');
  expect(windowOptions('preload.cjs', true).webPreferences).toEqual({
    ...pagePreferences(true),
    preload: 'preload.cjs',
  });
});

test('a packed program has no developer tools', () => {
  expect(app.isPackaged).toBe(true);
  expect(opened[0]!.options['webPreferences']).toMatchObject({ devTools: false });
});

test('permissions are refused, but for the clipboard at a click', () => {
  const request = called(defaultSession.setPermissionRequestHandler) as (
    contents: null,
    permission: string,
    decide: (granted: boolean) => void,
  ) => void;
  const decided = (permission: string) => {
    const decide = vi.fn<(granted: boolean) => void>();
    request(null, permission, decide);
    return decide.mock.calls[0]![0];
  };
  const refused = ['media', 'geolocation', 'notifications', 'hid', 'openExternal', 'fileSystem', 'unknown'];
  expect(refused.map(decided)).toEqual(refused.map(() => false));
  expect(decided('clipboard-sanitized-write')).toBe(true);
  const check = called(defaultSession.setPermissionCheckHandler) as (
    contents: null,
    permission: string,
  ) => boolean;
  expect(refused.map((permission) => check(null, permission))).toEqual(refused.map(() => false));
  expect(check(null, 'clipboard-read')).toBe(false);
  expect(check(null, 'clipboard-sanitized-write')).toBe(true);
  expect((called(defaultSession.setDevicePermissionHandler) as () => boolean)()).toBe(false);
});

test('the policy of content lets in our own files and nothing else, in the page and with each answer', async () => {
  const policy = new Map(
    CONTENT_SECURITY_POLICY.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources] as const;
    }),
  );
  expect(policy.get('default-src')).toEqual(["'none'"]);
  expect(policy.get('script-src')).toEqual(["'self'"]);
  for (const [name, sources] of policy)
    for (const source of sources)
      expect(["'self'", "'none'", ...(name === 'img-src' ? ['data:'] : [])], name).toContain(source);
  // A page cannot say in itself who may frame it.
  const inPage = CONTENT_SECURITY_POLICY.replace("; frame-ancestors 'none'", '');
  expect(readFileSync(join(root, 'renderer/index.html'), 'utf8')).toContain(`content="${inPage}"`);
  const handler = called(protocol.handle, 1) as (request: object) => Promise<Response>;
  const answered = await handler({ url: 'app://lab/none.js', method: 'GET' });
  expect(answered.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
});

test('a page stays where it is; it may only load itself anew', () => {
  for (const url of [...ELSEWHERE, 'app://lab/elsewhere', 'app://lab/?notes=1'])
    expect(may('will-frame-navigate', { url, isMainFrame: true }), url).toBe(false);
  expect(may('will-frame-navigate', { url: 'app://lab/', isMainFrame: true })).toBe(true);
  expect(may('will-frame-navigate', { url: 'app://lab/', isMainFrame: false })).toBe(false);
  expect(may('will-redirect', { url: 'app://lab/' })).toBe(false);
});

test('a page that is none of ours cannot load itself anew', () => {
  const stray = Object.assign(contentsOf(), { getURL: () => 'https://evil.example/' });
  expect(may('will-frame-navigate', { url: 'https://evil.example/', isMainFrame: true }, stray)).toBe(false);
});

test('no page shows another one inside itself', () => {
  expect(may('will-attach-webview', {})).toBe(false);
});

test('no window opens but the notes, which know nothing of the shell', () => {
  interface Decided {
    action: string;
    overrideBrowserWindowOptions?: { webPreferences: object };
  }
  const decided = called(contentsOf().setWindowOpenHandler) as (details: { url: string }) => Decided;
  const talk = '?notes=01234567-89ab-4def-8123-456789abcdef';
  for (const url of [
    ...ELSEWHERE,
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
    expect(decided({ url }), url).toEqual({ action: 'deny' });
  const notes = decided({ url: `app://lab/${talk}` });
  expect(notes.action).toBe('allow');
  expect(notes.overrideBrowserWindowOptions?.webPreferences).toEqual(pagePreferences(false));
});

test('nothing is given to other programs', () => {
  // shell.openExternal and its like are not used at all; the one folder that is shown is our own.
  const folders = ['main', 'preload', 'ipc'].map((name) => join(root, 'electron', name));
  const sources = folders.flatMap((folder) =>
    readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')),
  );
  expect(sources.join('\n')).not.toMatch(/openExternal|shell\.openPath|child_process/);
});

test('the version of Electron is exact, so that what was tested is what is packed', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: { electron: string };
  };
  expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
});

test('whoever is not our page, in its own window, gets no answer', async () => {
  const sender = opened[0]!.webContents;
  for (const event of [
    { sender, senderFrame: null },
    { sender, senderFrame: { parent: null, url: 'https://evil.example/' } },
    { sender, senderFrame: { parent: null, url: 'app://laboratory/' } },
    { sender, senderFrame: { parent: {}, url: 'app://lab/' } },
    // The notes, or anything that a page has opened.
    { sender: new FakeContents(), senderFrame: { parent: null, url: 'app://lab/' } },
  ])
    await expect(askAs(event, 'app:info')).rejects.toThrow('unknown sender');
  await expect(ask('window:progress', null)).resolves.toBeUndefined();
});

test('a question of another form is refused', async () => {
  await expect(ask('file:open', { path: '/etc/passwd' })).rejects.toThrow();
  await expect(ask('window:brightness', 'blinding')).rejects.toThrow();
  await expect(ask('window:progress', 2)).rejects.toThrow();
  await expect(ask('reports:keep', 'x'.repeat(20_001))).rejects.toThrow();
  await expect(ask('window:started', [{ role: 'apple', title: 'x', sections: [] }])).rejects.toThrow();
});

test('pages come by a scheme of our own, which answers for our own host and folder only', async () => {
  expect(called(protocol.registerSchemesAsPrivileged)).toEqual([
    {
      scheme: 'app',
      // Neither a way around the policy nor one for other pages.
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
  for (const { loadURL } of opened) expect(loadURL).toHaveBeenCalledWith('app://lab/');
  const handler = called(protocol.handle, 1) as (request: object) => Promise<Response>;
  const status = async (url: string, method = 'GET') => (await handler({ url, method })).status;
  expect(await status('app://elsewhere/')).toBe(403);
  expect(await status('app://lab/', 'POST')).toBe(403);
  expect(await status('app://lab/..%2f..%2fpackage.json')).toBe(404);
  expect(await status('app://lab/%E0%A4%A')).toBe(400);
});

test('each fuse is named where packages are made', () => {
  const { electronFuses, asar } = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as {
    electronFuses: object;
    asar: boolean;
  };
  expect(electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
  // Without the archive there would be nothing whose integrity could be looked at.
  expect(asar).toBe(true);
});

test('nobody is asked for a password or a certificate, and no certificate is right', () => {
  const prevented = (name: string, ...args: unknown[]) => {
    const event = new FakeEvent();
    app.emit(name, event, ...args);
    return event.defaultPrevented;
  };
  const decide = vi.fn();
  expect(prevented('certificate-error', null, 'https://evil.example/', 'error', null, decide)).toBe(true);
  expect(decide).toHaveBeenCalledWith(false);
  const choose = vi.fn();
  expect(prevented('select-client-certificate', null, 'https://evil.example/', [{}], choose)).toBe(true);
  expect(prevented('login', null, {}, {}, choose)).toBe(true);
  expect(choose.mock.calls).toEqual([[], []]);
  const verify = called(defaultSession.setCertificateVerifyProc) as (
    request: object,
    decide: (result: number) => void,
  ) => void;
  const verified = vi.fn<(result: number) => void>();
  verify({}, verified);
  expect(verified).toHaveBeenCalledWith(-2);
});

test('no dictionaries are downloaded', () => {
  expect(defaultSession.setSpellCheckerEnabled).toHaveBeenCalledWith(false);
});

test('only what a page has made itself is downloaded, and a person says where to', () => {
  const saved = (url: string) => {
    const event = new FakeEvent();
    const item = { getURL: () => url, setSavePath: vi.fn() };
    defaultSession.emit('will-download', event, item);
    // A path that is set would be one that nobody was asked for.
    expect(item.setSavePath).not.toHaveBeenCalled();
    return !event.defaultPrevented;
  };
  expect(saved('blob:app://lab/01234567')).toBe(true);
  for (const url of ELSEWHERE) expect(saved(url), url).toBe(false);
});

test('reports of crashes stay on this machine', () => {
  expect(crashReporter.start).toHaveBeenCalledExactlyOnceWith({ uploadToServer: false });
});

test('no component makes elements or code of text', () => {
  const sources = readdirSync(join(root, 'renderer'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(ts|svelte)$/.test(name),
  );
  expect(sources.length).toBeGreaterThan(200);
  const makes = /\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\b/;
  const guilty = sources.filter((name) => makes.test(readFileSync(join(root, 'renderer', name), 'utf8')));
  expect(guilty).toEqual([]);
});
