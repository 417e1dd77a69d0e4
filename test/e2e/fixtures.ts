import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { serve } from '../../electron/shell/serve.ts';
import { LabPage } from './pages/lab.ts';

interface Fixtures {
  readonly lab: LabPage;
  /** What the browser complained about; a test that ends with any has failed. */
  readonly complaints: string[];
}

/** Serves the built window as the browser shell does, and opens it. */
export const test = base.extend<Fixtures, { appUrl: string }>({
  appUrl: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const { server, url } = await serve(join(import.meta.dirname, '../../out/renderer'));
      await use(url);
      server.closeAllConnections();
      server.close();
    },
    { scope: 'worker' },
  ],
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await use(complaints);
      base.expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
  lab: async ({ page, appUrl }, use) => {
    // Nobody can drive the system's own dialogs: files go by upload and download.
    await page.addInitScript(() =>
      Object.assign(window, { showOpenFilePicker: undefined, showSaveFilePicker: undefined }),
    );
    const lab = new LabPage(page);
    await lab.open(appUrl);
    await use(lab);
  },
});

export { expect } from '@playwright/test';
