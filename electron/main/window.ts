import type {
  BrowserWindowConstructorOptions,
  MenuItemConstructorOptions,
  Session,
  WebContents,
  WindowOpenHandlerResponse,
} from 'electron';

/** The one origin that the program has; not file://, from which module workers do not start. */
export const ORIGIN = 'app://lab';

/** The one permission that a page of ours asks for: to put text on the clipboard at the person's click. */
const GRANTED = 'clipboard-sanitized-write';

/** @param preload file of the preload script */
export function windowOptions(preload: string): BrowserWindowConstructorOptions {
  return {
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Edge Lab',
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false },
  };
}

/** Whether an address is a page of ours. */
export function isOurs(url: string | undefined): boolean {
  return url === ORIGIN || (url?.startsWith(`${ORIGIN}/`) ?? false);
}

/** The presenter's notes, the one page that may open on a window of its own; which talk they are of is a random id. */
const NOTES = new RegExp(`^${ORIGIN}/\\?notes=[0-9a-f-]{36}$`);

/** What becomes of a window that a page wants to open: it is refused, but for the notes, which get no preload script. */
export function openWindow({ url }: { readonly url: string }): WindowOpenHandlerResponse {
  if (!NOTES.test(url)) return { action: 'deny' };
  return {
    action: 'allow',
    overrideBrowserWindowOptions: {
      title: 'Notes - Edge Lab',
      autoHideMenuBar: true,
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
    },
  };
}

/** Keeps a window's contents on our page: no windows but the notes, no way to anywhere else, no views of other pages. */
export function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(openWindow);
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Refuses what the lab never needs: camera, location, notifications, devices and the rest. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(permission === GRANTED));
  session.setPermissionCheckHandler((_contents, permission) => permission === GRANTED);
  session.setDevicePermissionHandler(() => false);
}

/**
 * Electron's own menu has entries that lead out of the lab, and Reload, which would throw a run away. What is left is
 * what keyboards expect: editing, zoom, full screen and, on a Mac, the program's menu.
 */
export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
}
