import type { Locator, Page } from '@playwright/test';
import type { LabPage } from '../../../../test/e2e/pages/lab.ts';

/** A picture of the manual: what is done in the window before it is taken, and what is on it. */
export interface Scene {
  /** Its file is `pictures/NAME.webp`. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
  readonly steps: (lab: LabPage, page: Page) => Promise<void>;
  /** What is on the picture; all of the window when left out. */
  readonly region?: (page: Page) => Locator;
}

/** Brings a scene about in a window that was just opened. */
export async function play(scene: Scene, lab: LabPage, page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: scene.dark ? 'dark' : 'light' });
  await scene.steps(lab, page);
  // On the stage the lab is there, and not to be seen.
  await page.locator('.app[aria-busy=false]').waitFor({ state: 'attached' });
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished)));
}
