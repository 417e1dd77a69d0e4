import type { MenuItemConstructorOptions } from 'electron';
import type { WindowMenu } from '../ipc/window-forms.ts';

type Items = MenuItemConstructorOptions[];
type Act = (command: string) => void;

/**
 * The menus: the window's own commands, and beside them what only the system can do. None leads out of the lab, and none
 * throws a run away, as Electron's Reload would.
 * @param menus as a window says them; empty until one does
 * @param act is given the id of the command that was chosen
 */
export function menuTemplate(platform: NodeJS.Platform, menus: readonly WindowMenu[], act: Act): Items {
  const mac = platform === 'darwin';
  const own = (menu: WindowMenu): MenuItemConstructorOptions => ({
    label: menu.title,
    ...(menu.role === 'help' ? { role: 'help' } : {}),
    submenu: inSections([...itemsOf(menu, act), ...nativeItems(menu.role, mac)]),
  });
  const isHelp = ({ role }: WindowMenu) => role === 'help';
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    ...menus.filter((menu) => !isHelp(menu)).map(own),
    { role: 'windowMenu' },
    ...menus.filter(isHelp).map(own),
  ];
}

function itemsOf({ sections }: WindowMenu, act: Act): Items[] {
  return sections.map((commands) =>
    commands.map(({ id, title, keys }) => ({
      label: title,
      click: () => act(id),
      // The window hears its keys by itself; on a Mac, those that it does not want come here.
      ...(keys !== undefined && isShortcut(keys)
        ? { accelerator: acceleratorOf(keys), registerAccelerator: false }
        : {}),
    })),
  );
}

function nativeItems(role: WindowMenu['role'], mac: boolean): Items[] {
  switch (role) {
    case 'file':
      return mac
        ? [[{ role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] }], [{ role: 'close' }]]
        : [[{ role: 'close' }, { role: 'quit' }]];
    case 'edit': {
      // Elsewhere a field undoes by its keys alone.
      const undoing: Items = mac ? [{ role: 'undo' }, { role: 'redo' }] : [];
      return [[...undoing, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }]];
    }
    case 'view':
      return [
        [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }],
        [{ role: 'togglefullscreen' }],
      ];
    case 'run':
      return [];
    case 'help':
      // On a Mac it stands in the program's own menu.
      return mac ? [] : [[{ role: 'about' }]];
  }
}

/** Sections one below the other, with lines between those that have anything. */
function inSections(sections: readonly Items[]): Items {
  return sections
    .filter((items) => items.length > 0)
    .flatMap((items, at): Items => (at === 0 ? items : [{ type: 'separator' }, ...items]));
}

/** A key without a modifier is none for a menu: on a Mac it could no longer be typed. */
function isShortcut(keys: string): boolean {
  return keys.includes('$mod') || /^F\d+$/.test(keys);
}

const NAMES: Readonly<Record<string, string>> = {
  $mod: 'CmdOrCtrl',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
};

/** Keys as Electron writes them. @param keys one press, as tinykeys writes it */
function acceleratorOf(keys: string): string {
  return keys
    .split('+')
    .map((part) => NAMES[part] ?? part)
    .join('+');
}
