import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

test.describe.configure({ timeout: 120_000 });

/** What the pictures were taken with: other browsers and other fonts draw otherwise. */
const TAKEN_WITH = join(import.meta.dirname, 'looks/taken-with.txt');

/** The browser's version, and how wide some words are in the fonts of the window. */
async function instrument(page: Page): Promise<string> {
  const version = page.context().browser()?.version().split('.')[0] ?? '';
  const widths = await page.evaluate(() => {
    const pen = document.createElement('canvas').getContext('2d')!;
    const style = getComputedStyle(document.body);
    return [style.fontFamily, 'monospace'].map((family) => {
      pen.font = `16px ${family}`;
      return pen.measureText('The external firewall dropped it: 10.45.16.30, UDP 3478').width.toFixed(2);
    });
  });
  return `Chromium ${version}, ${widths.join(' and ')} px`;
}

for (const theme of ['Light', 'Dark'] as const)
  test(`each view looks as it did: ${theme}`, async ({ lab, page }, info) => {
    const now = await instrument(page);
    if (info.config.updateSnapshots === 'all') writeFileSync(TAKEN_WITH, `${now}\n`);
    const then = existsSync(TAKEN_WITH) ? readFileSync(TAKEN_WITH, 'utf8').trim() : 'nothing';
    test.skip(now !== then, `the pictures were taken with ${then}, this is ${now}`);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await lab.chooseLook(theme);
    await lab.showPanel('Rules');
    await lab.rules.switch('E12').click();
    await lab.showPanel('Inspector');
    await lab.feature('degraded Remote ↔ internal').click();
    await lab.transport.pause.click();
    await lab.press('Home');
    await lab.transport.nextDrop.click();
    for (const view of await lab.views()) {
      await lab.show(view);
      await lab.settled();
      await expect
        .soft(page)
        .toHaveScreenshot(`${view}-${theme}.png`.toLowerCase(), { maxDiffPixelRatio: 0.01 });
    }
  });
