import type {
  BrowserWindowConstructorOptions,
  Event,
  WebContents,
  WebContentsWillFrameNavigateEventParams,
  WebPreferences,
  WindowOpenHandlerResponse,
} from 'electron';

/** The one origin that the program has; not file://, from which module workers do not start. */
export const ORIGIN = 'app://lab';

/** Whether an address is a page of ours. */
export function isOurs(url: string | undefined): boolean {
  return url === ORIGIN || (url?.startsWith(`${ORIGIN}/`) ?? false);
}

/**
 * What a page of ours may be. Most is Electron's default; it is written down so that no later default changes it.
 * @param devTools for those who make the lab; never in a package
 */
export function pagePreferences(devTools: boolean): WebPreferences {
  return {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    // It would download dictionaries.
    spellcheck: false,
    devTools,
  };
}

/** @param preload file of the preload script */
export function windowOptions(preload: string, devTools: boolean): BrowserWindowConstructorOptions {
  return {
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Edge Lab',
    // The window has its own bar; Alt shows the menus, and their keys work all the same.
    autoHideMenuBar: true,
    webPreferences: { ...pagePreferences(devTools), preload },
  };
}

/** The presenter's notes, the one page that may open on a window of its own; which talk they are of is a random id. */
const NOTES = new RegExp(`^${ORIGIN}/\\?notes=[0-9a-f-]{36}$`);

/** What becomes of a window that a page wants to open: it is refused, but for the notes, which get no preload script. */
function openWindow(url: string, devTools: boolean): WindowOpenHandlerResponse {
  if (!NOTES.test(url)) return { action: 'deny' };
  return {
    action: 'allow',
    overrideBrowserWindowOptions: {
      title: 'Notes - Edge Lab',
      autoHideMenuBar: true,
      webPreferences: pagePreferences(devTools),
    },
  };
}

/** Keeps a window's contents on our page: no windows but the notes, no way to anywhere else, no views of other pages. */
export function confine(contents: WebContents, devTools: boolean): void {
  contents.setWindowOpenHandler(({ url }) => openWindow(url, devTools));
  contents.on('will-frame-navigate', (event) => {
    if (!isReload(event, contents)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** The page loads itself anew, as it does for another language. */
function isReload(
  { isMainFrame, url }: Event<WebContentsWillFrameNavigateEventParams>,
  contents: WebContents,
): boolean {
  return isMainFrame && isOurs(url) && url === contents.getURL();
}
