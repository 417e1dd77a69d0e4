import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import type { WindowMenu } from '../../../electron/ipc/window-forms.ts';
import { menuTemplate } from '../../../electron/main/menu.ts';

const MENUS: readonly WindowMenu[] = [
  {
    role: 'file',
    title: 'File',
    sections: [
      [
        { id: 'open-file', title: 'Open…', keys: '$mod+O' },
        { id: 'save-design', title: 'Save', keys: '$mod+Shift+S' },
      ],
      [],
      [{ id: 'open-lesson', title: 'Open a lesson…' }],
    ],
  },
  { role: 'edit', title: 'Edit', sections: [[{ id: 'undo', title: 'Undo', keys: '$mod+Z' }]] },
  { role: 'view', title: 'View', sections: [[{ id: 'show-map', title: 'Map', keys: '1' }]] },
  {
    role: 'run',
    title: 'Run',
    sections: [
      [
        { id: 'step', title: 'Step', keys: '$mod+ArrowRight' },
        { id: 'go', title: 'Go', keys: 'F5' },
      ],
    ],
  },
  { role: 'help', title: 'Help', sections: [[{ id: 'keys', title: 'Keys', keys: '[Shift]+?' }]] },
];
const PLATFORMS = ['linux', 'win32', 'darwin'] as const;
type Items = MenuItemConstructorOptions[];
const under = (items: Items, label: string) =>
  items.find((item) => item.label === label)!.submenu as MenuItemConstructorOptions[];
const all = (items: Items): Items =>
  items.flatMap((item) => [item, ...all(Array.isArray(item.submenu) ? item.submenu : [])]);

test.each(PLATFORMS)('on %s no entry of the menu leads out or throws a run away', (platform) => {
  const roles = all(menuTemplate(platform, MENUS, vi.fn())).flatMap(({ role }) => role ?? []);
  // Those that hold others of Electron's choice.
  expect(roles.filter((role) => /reload|devtools|fileMenu|viewMenu|editMenu|spell/i.test(role))).toEqual([]);
  expect(roles.includes('appMenu')).toBe(platform === 'darwin');
});

test.each(PLATFORMS)('on %s menus stand where one looks for them, Help last', (platform) => {
  const names = menuTemplate(platform, MENUS, vi.fn()).map(({ label, role }) => label ?? role);
  const expected = ['File', 'Edit', 'View', 'Run', 'windowMenu', 'Help'];
  expect(names).toEqual(platform === 'darwin' ? ['appMenu', ...expected] : expected);
});

test('an entry does the command of the window', () => {
  const act = vi.fn();
  for (const item of all(menuTemplate('linux', MENUS, act)))
    (item.click as ((...args: never[]) => void) | undefined)?.();
  expect(act.mock.calls.flat()).toEqual([
    'open-file',
    'save-design',
    'open-lesson',
    'undo',
    'show-map',
    'step',
    'go',
    'keys',
  ]);
});

test('keys are shown as the system writes them, but the window hears them; a key to type is none', () => {
  const keys = all(menuTemplate('linux', MENUS, vi.fn())).flatMap(({ label, accelerator, ...rest }) =>
    accelerator === undefined ? [] : [[label, accelerator, rest.registerAccelerator]],
  );
  expect(keys).toEqual([
    ['Open…', 'CmdOrCtrl+O', false],
    ['Save', 'CmdOrCtrl+Shift+S', false],
    ['Undo', 'CmdOrCtrl+Z', false],
    ['Step', 'CmdOrCtrl+Right', false],
    ['Go', 'F5', false],
  ]);
});

test('sections are parted by lines, never two and none at the ends', () => {
  for (const platform of PLATFORMS)
    for (const { submenu } of menuTemplate(platform, MENUS, vi.fn())) {
      const lines = Array.isArray(submenu) ? submenu.map(({ type }) => type === 'separator') : [];
      expect(lines[0] ?? false).toBe(false);
      expect(lines.at(-1) ?? false).toBe(false);
      expect(lines.some((line, at) => line && lines[at + 1] === true)).toBe(false);
    }
  expect(under(menuTemplate('linux', MENUS, vi.fn()), 'File').map(({ type }) => type)).toContain('separator');
});

test('before a window says anything there is a menu all the same', () => {
  expect(menuTemplate('linux', [], vi.fn())).toEqual([{ role: 'windowMenu' }]);
});

test('a Mac undoes in fields by its menu; it has the recent documents of the system', () => {
  const roles = (platform: NodeJS.Platform) =>
    all(menuTemplate(platform, MENUS, vi.fn())).flatMap(({ role }) => role ?? []);
  expect(roles('darwin')).toEqual(expect.arrayContaining(['undo', 'redo', 'recentDocuments']));
  expect(roles('linux')).not.toContain('undo');
  expect(roles('linux')).toEqual(expect.arrayContaining(['copy', 'quit', 'about', 'togglefullscreen']));
});
