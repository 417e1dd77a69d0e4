import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { FakeContents } from './fake-electron.ts';
import { app, ask, dialog, FakeEvent, Menu, nativeTheme, opened, shell, userData } from './fake-electron.ts';

vi.mock('electron', () => import('./fake-electron.ts'));

beforeAll(async () => {
  await import('../../../electron/main/main.ts');
  await vi.waitUntil(() => opened.length > 0);
});
beforeEach(async () => {
  // All windows but the first are closed, and that one has begun.
  for (const window of opened.splice(1)) window.emit('closed');
  opened[0]!.emit('focus');
  opened[0]!.webContents.send.mockClear();
  await ask('window:started', []);
});

const said = ({ send }: FakeContents) => send.mock.calls;
const folder = mkdtempSync(join(tmpdir(), 'edge-lab-given-'));
const file = (name: string) => {
  writeFileSync(join(folder, name), '{}');
  return join(folder, name);
};
const second = (...args: string[]) => app.emit('second-instance', {}, ['edge-lab', ...args], folder);

test('one start is one program with one window', () => {
  expect(app.requestSingleInstanceLock).toHaveBeenCalledOnce();
  expect(opened).toHaveLength(1);
});

test('a second start shows the window that is there', () => {
  opened[0]!.isMinimized.mockReturnValueOnce(true);
  second();
  expect(opened).toHaveLength(1);
  expect(opened[0]!.restore).toHaveBeenCalled();
  expect(opened[0]!.focus).toHaveBeenCalled();
});

test('a second start with files opens each in a window of its own, once its page hears', async () => {
  file('one.edgelab');
  const two = file('two.edgelab');
  second('--some-switch', 'one.edgelab', two);
  await vi.waitUntil(() => opened.length === 3);
  expect(said(opened[0]!.webContents)).toEqual([]);
  expect(said(opened[1]!.webContents)).toEqual([]);
  await ask('window:started', [], opened[2]);
  await ask('window:started', [], opened[1]);
  expect(said(opened[1]!.webContents)).toEqual([
    ['tell:open', expect.objectContaining({ ok: true, name: 'one.edgelab' })],
  ]);
  expect(said(opened[2]!.webContents)).toEqual([
    ['tell:open', expect.objectContaining({ ok: true, name: 'two.edgelab' })],
  ]);
});

test('a file that cannot be read is told of in words', async () => {
  second('gone.edgelab');
  await vi.waitUntil(() => opened.length === 2);
  await ask('window:started', [], opened[1]);
  expect(said(opened[1]!.webContents)).toEqual([['tell:open', expect.objectContaining({ ok: false })]]);
});

test('a link shows its lesson in the window at hand; any other link is nothing', async () => {
  second('edge-lab://lesson/signing-in');
  await vi.waitUntil(() => said(opened[0]!.webContents).length > 0);
  expect(said(opened[0]!.webContents)).toEqual([['tell:lesson', 'signing-in']]);
  const event = new FakeEvent();
  app.emit('open-url', event, 'edge-lab://lesson/three-doors');
  expect(event.defaultPrevented).toBe(true);
  await vi.waitUntil(() => said(opened[0]!.webContents).length > 1);
  app.emit('open-url', new FakeEvent(), 'edge-lab://open/etc/passwd');
  await new Promise((done) => setImmediate(done));
  expect(said(opened[0]!.webContents)).toHaveLength(2);
  expect(opened).toHaveLength(1);
  expect(app.setAsDefaultProtocolClient).toHaveBeenCalledWith('edge-lab');
});

test('a Mac gives a file by an event', async () => {
  const event = new FakeEvent();
  app.emit('open-file', event, file('three.edgelab'));
  expect(event.defaultPrevented).toBe(true);
  await vi.waitUntil(() => opened.length === 2);
});

test('a page that is loaded anew is told again only once it hears again', async () => {
  const [first] = opened;
  const navigates = (isSameDocument: boolean) =>
    first!.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument });
  navigates(true);
  second('edge-lab://lesson/one');
  await vi.waitUntil(() => said(first!.webContents).length === 1);
  navigates(false);
  second('edge-lab://lesson/two');
  await new Promise((done) => setImmediate(done));
  expect(said(first!.webContents)).toHaveLength(1);
  await ask('window:started', []);
  expect(said(first!.webContents)).toHaveLength(2);
});

test('menus are what the window says, and act in the window at hand', async () => {
  const menus = [
    { role: 'file', title: 'Datei', sections: [[{ id: 'new-window', title: 'Neues Fenster' }]] },
  ];
  await ask('window:started', menus);
  await ask('window:new');
  await ask('window:started', menus, opened[1]);
  const template = Menu.setApplicationMenu.mock.lastCall![0] as { label?: string; submenu: object[] }[];
  const entry = template.find(({ label }) => label === 'Datei')!.submenu[0] as { click: () => void };
  opened[1]!.emit('focus');
  entry.click();
  expect(said(opened[1]!.webContents)).toEqual([['tell:command', 'new-window']]);
  opened[1]!.emit('closed');
  entry.click();
  expect(said(opened[0]!.webContents)).toEqual([['tell:command', 'new-window']]);
  // The dock of a Mac has it, too.
  const [[item]] = app.dock.setMenu.mock.lastCall as [[{ label: string; click: () => void }]];
  expect(item.label).toBe('Neues Fenster');
  item.click();
  expect(opened).toHaveLength(3);
});

test('a window closes where it opens again, beside any other', async () => {
  const [first] = opened;
  first!.isMaximized.mockReturnValueOnce(true);
  first!.emit('close');
  expect(JSON.parse(readFileSync(join(userData, 'window.json'), 'utf8'))).toMatchObject({
    x: 10,
    y: 20,
    width: 1200,
    height: 800,
    maximized: true,
  });
  await ask('window:new');
  expect(opened[1]!.options).toMatchObject({ x: 42, y: 52, width: 1200, height: 800 });
  opened[1]!.emit('ready-to-show');
  expect(opened[1]!.show).toHaveBeenCalled();
  expect(opened[1]!.maximize).not.toHaveBeenCalled();
});

test('title bar and dialogs are as bright as the window; the icon shows how far it is', async () => {
  await ask('window:brightness', 'dark');
  expect(nativeTheme.themeSource).toBe('dark');
  await ask('window:progress', 0.5);
  await ask('window:progress', null);
  expect(opened[0]!.setProgressBar.mock.calls).toEqual([[0.5], [-1]]);
});

test('a window with unsaved work closes only when the person says so', () => {
  const closes = (button: number) => {
    dialog.showMessageBoxSync.mockReturnValueOnce(button);
    const event = new FakeEvent();
    opened[0]!.webContents.emit('will-prevent-unload', event);
    return event.defaultPrevented;
  };
  expect([closes(0), closes(1)]).toEqual([true, false]);
});

test('the folder that is shown is that of the reports', async () => {
  await ask('reports:keep', 'TypeError: x is undefined');
  await ask('reports:show');
  const [shown] = shell.showItemInFolder.mock.lastCall as [string];
  expect(shown).toBe(join(userData, 'reports/errors.log'));
  expect(readFileSync(shown, 'utf8')).toContain('page: TypeError: x is undefined');
});

test('the program ends with its last window', () => {
  app.emit('window-all-closed');
  expect(app.quit).toHaveBeenCalledOnce();
});
