import type { Page } from '@playwright/test';

/** Waits until nothing moves by itself any more, or what moved was cut short. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)));
}
