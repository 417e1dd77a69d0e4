import type { Page } from '@playwright/test';

/** Ends a window without warning. Its process dies only some time after it was told to; until then it holds its locks. */
export async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  await page.goto('chrome://crash').catch(() => undefined);
  await crashed;
}
