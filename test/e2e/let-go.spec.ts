import type { JSHandle, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** Something in the page, known without being held. */
const weakly = (page: Page, selector: string): Promise<JSHandle<WeakRef<Element>>> =>
  page.evaluateHandle((words) => new WeakRef(document.querySelector(words)!), selector);

test('sheets that were closed, or left for another, are held by nothing', async ({ lab, page }) => {
  const dialog = page.getByRole('dialog');
  const open = async (words: string): Promise<JSHandle<WeakRef<Element>>> => {
    await lab.palette.do(words);
    await dialog.locator('.body > *').first().waitFor();
    return weakly(page, '[role=dialog] .body > *');
  };
  const close = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  };
  const left = await open('what is modelled');
  await dialog.getByRole('button', { name: 'Licences' }).click();
  await page.getByRole('dialog', { name: 'Licences' }).waitFor();
  const closed = await weakly(page, '[role=dialog] .body > *');
  await close();
  // Browser and window keep what they did last: something else takes its place.
  await open('all commands');
  await close();
  await expect(async () => {
    await page.requestGC();
    for (const shown of [left, closed])
      expect(await shown.evaluate((ref) => ref.deref() === undefined)).toBe(true);
  }).toPass({ timeout: 30_000 });
});
