import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { _electron, expect, test as base } from '@playwright/test';
import type {} from '../../renderer/host/host.ts';
import { electronBinary } from '../../electron/shell/electron-binary.ts';
import { sandboxFlags } from '../../electron/shell/sandbox.ts';
import { newHome, root, startFile } from './launcher.ts';

/* The real program, point by point as in docs/security.md; what it is asked for is tested without it in test/unit/electron. */

const binary = electronBinary(startFile);
const screen =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);
base.skip(binary === null, 'the Electron program is not installed here (npm start -- --download fetches it)');
base.skip(!screen, 'Electron needs a screen (xvfb-run gives one)');

interface Fixtures {
  /** Folder of what the program keeps. */
  readonly home: string;
  readonly app: ElectronApplication;
  readonly page: Page;
}

const argumentsOf = (home: string, ...more: string[]) => [
  ...sandboxFlags(),
  root,
  `--user-data-dir=${home}`,
  ...more,
];

const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern
  home: async ({}, use) => use(newHome()),
  app: async ({ home }, use) => {
    const app = await _electron.launch({ executablePath: binary!, args: argumentsOf(home) });
    await use(app);
    await app.close();
  },
  page: async ({ app }, use) => {
    const page = await app.firstWindow();
    await expect(page.locator('[data-rule]').first()).toBeVisible();
    await use(page);
  },
});

/** Starts the program once more, as the system does with a file or a link; it hands over and ends. */
async function startAgain(home: string, given: string): Promise<unknown> {
  const second = spawn(binary!, argumentsOf(home, given), { stdio: 'ignore' });
  return new Promise((done) => second.once('exit', done));
}

test('opens the lab on its own scheme, without Node in the window', async ({ page }) => {
  await expect(page).toHaveTitle(/Edge Lab/);
  await expect(page).toHaveURL('app://lab/');
  expect(
    await page.evaluate(() => [
      typeof globalThis.process,
      typeof (globalThis as { require?: unknown }).require,
      typeof window.edgeLab,
    ]),
  ).toEqual(['undefined', 'undefined', 'object']);
  expect(await page.evaluate(() => window.edgeLab!.info())).toMatchObject({ lab: '0.1.0' });
});

test('the page is as weak as it was made', async ({ app, page }) => {
  await expect(page).toHaveURL('app://lab/');
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    return (webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });
});

test('a page elsewhere is not reached, in this window or in another', async ({ app, page }) => {
  await page.evaluate(() => {
    open('https://example.org/');
    location.href = 'https://example.org/';
  });
  await page.evaluate(() => (location.href = 'file:///'));
  await expect(page).toHaveURL('app://lab/');
  expect(app.windows()).toHaveLength(1);
});

test('nothing is loaded from elsewhere, even past the policy of content', async ({ app, page }) => {
  const reached = (address: string) =>
    page.evaluate(
      (url) =>
        fetch(url).then(
          () => true,
          () => false,
        ),
      address,
    );
  expect(await reached('https://example.org/')).toBe(false);
  expect(await reached('file:///etc/hostname')).toBe(false);
  expect(await reached('./index.html')).toBe(true);
  const bySession = await app.evaluate(({ session }) =>
    session.defaultSession.fetch('https://example.org/').then(
      () => true,
      () => false,
    ),
  );
  expect(bySession).toBe(false);
});

test('text is no code', async ({ page }) => {
  // Not through evaluate alone, which no policy holds for.
  const ran = await page.evaluate(
    () =>
      new Promise((done) => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.head.append(script);
        setTimeout(() => done('ran' in window), 100);
      }),
  );
  expect(ran).toBe(false);
});

test('permissions are refused', async ({ page }) => {
  const state = (name: string) =>
    page.evaluate(
      async (asked) => (await navigator.permissions.query({ name: asked as PermissionName })).state,
      name,
    );
  expect(await state('geolocation')).toBe('denied');
  expect(await state('notifications')).toBe('denied');
  expect(
    await page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => true,
        () => false,
      ),
    ),
  ).toBe(false);
});

test('the menus are the commands of the window', async ({ app, page }) => {
  const labels = () =>
    app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? []);
  await expect.poll(labels).toEqual(expect.arrayContaining(['File', 'Edit', 'View', 'Run', 'Help']));
  await app.evaluate(({ Menu }) => {
    const help = Menu.getApplicationMenu()!.items.find(({ label }) => label === 'Help')!;
    const [first] = help.submenu!.items as unknown as { click: () => void }[];
    first!.click();
  });
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('a second start shows its lesson in the first window, and opens its file in one of its own', async ({
  app,
  page,
  home,
}) => {
  await startAgain(home, 'edge-lab://lesson/signing-in');
  await expect(page.getByRole('button', { name: /^Lesson: / })).toBeVisible();
  const file = join(home, 'broken.edgelab');
  writeFileSync(file, 'no design');
  const opening = app.waitForEvent('window');
  await startAgain(home, file);
  const other = await opening;
  await expect(other.getByRole('alert')).toContainText('broken.edgelab');
});

test('a window that broke is loaded again', async ({ app, page, home }) => {
  await app.evaluate(({ BrowserWindow, dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
    BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer();
  });
  await expect(page.locator('[data-rule]').first()).toBeVisible({ timeout: 20_000 });
  expect(readFileSync(join(home, 'reports/errors.log'), 'utf8')).toContain('window: ');
});

test('it is kept where the window stood', async ({ home }) => {
  const app = await _electron.launch({ executablePath: binary!, args: argumentsOf(home) });
  await app.firstWindow();
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]!.setBounds({ x: 40, y: 60, width: 1100, height: 700 });
  });
  await app.close();
  const kept = join(home, 'window.json');
  expect(existsSync(kept)).toBe(true);
  expect(JSON.parse(readFileSync(kept, 'utf8'))).toMatchObject({ version: 1, width: 1100, height: 700 });
});
