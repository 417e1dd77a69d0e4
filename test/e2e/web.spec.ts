import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeEdition } from '../../build/web/edition.ts';
import type { Serving } from '../../electron/shell/serve.ts';
import { serve } from '../../electron/shell/serve.ts';
import { expect, test } from './fixtures.ts';
import { LabPage } from './pages/lab.ts';

const renderer = join(import.meta.dirname, '../../out/renderer');
let folder = '';
let edition = '';
let serving: Serving;
test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'edge-lab-web-'));
  edition = join(folder, 'edition');
  makeEdition(renderer, edition);
  serving = await serve(edition);
});
test.afterEach(() => {
  stop(serving);
  rmSync(folder, { recursive: true });
});

function stop({ server }: Serving): void {
  server.closeAllConnections();
  server.close();
}

/** Opens the edition and waits until the browser keeps all of it. */
async function visit(page: Page): Promise<LabPage> {
  const lab = new LabPage(page);
  await lab.open(serving.url);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  return lab;
}

test('after one visit it opens and plays without a server, at the address that it was given', async ({
  page,
}) => {
  await visit(page);
  stop(serving);
  const lab = new LabPage(page);
  await lab.open(`${serving.url}?any=thing`);
  await lab.feature('Remote sign-in').click();
  await lab.gate('E3').press('Enter');
  await lab.feature('broken Remote sign-in').waitFor();
  // Loaded only when it is wanted: kept all the same.
  await lab.palette.do('Save a picture');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('a browser can install it', async ({ page }) => {
  await visit(page);
  const devtools = await page.context().newCDPSession(page);
  const { data, errors } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { icons, display, start_url } = JSON.parse(data!) as {
    icons: { src: string; sizes: string }[];
    display: string;
    start_url: string;
  };
  expect(display).toBe('standalone');
  expect(new URL(start_url, serving.url).href).toBe(serving.url);
  for (const { src, sizes } of icons) {
    const real = await page.evaluate(async (address) => {
      const picture = await createImageBitmap(await (await fetch(address)).blob());
      return `${picture.width}x${picture.height}`;
    }, src);
    expect(real).toBe(sizes);
  }
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // A window of a test is one that keeps nothing: of that alone may it complain.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
});

test('a new version waits until it is asked for', async ({ page, context }) => {
  await visit(page);
  const offer = page.getByText('A new version of Edge Lab is here.');
  await expect(offer).toBeHidden();
  const next = join(folder, 'next');
  cpSync(renderer, next, { recursive: true });
  const file = join(next, 'index.html');
  writeFileSync(file, readFileSync(file, 'utf8').replace('</head>', '<meta name="next" /></head>'));
  makeEdition(next, edition);

  await page.reload();
  // Chromium looks for it some time after the page is there.
  await expect(offer).toBeVisible({ timeout: 30_000 });
  const mark = 'meta[name="next"]';
  await expect(page.locator(mark)).not.toBeAttached();
  const other = await context.newPage();
  const otherLab = new LabPage(other);
  await otherLab.open(serving.url);
  await page.getByRole('button', { name: 'Load it' }).click();
  await expect(page.locator(mark)).toBeAttached();
  await expect(offer).toBeHidden();
  // The other window was not asked: it stays as it is until it is.
  await other.getByRole('button', { name: 'Load it' }).click();
  await expect(other.locator(mark)).toBeAttached();
});

test('the window of `npm start` and of Electron keeps nothing in the browser', async ({ lab, page }) => {
  await lab.feature('Remote sign-in').waitFor();
  expect(await page.evaluate(async () => navigator.serviceWorker.getRegistrations())).toEqual([]);
  expect(await page.evaluate(async () => caches.keys())).toEqual([]);
  expect(readFileSync(join(renderer, 'index.html'), 'utf8')).not.toContain('manifest.webmanifest');
});
