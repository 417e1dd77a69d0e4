import type { Locator, Page } from '@playwright/test';
import { SHOW_EXTENSION } from '../../renderer/stores/show-file.ts';
import type { Watched } from './watched.ts';

/** The first design, as a file. */
const FIRST = 'reference-1.edgelab';
const FIRST_TITLE = `${FIRST} - Edge Lab`;
/** No bookmarks: opened, it takes away those that were made. */
export const NO_SHOW = `nothing.${SHOW_EXTENSION}`;
/** The window is ready for more within that. */
const READY_ms = 60_000;
/** What is pressed until nothing is open any more. */
const CLOSING = 8;

const ready = (page: Page) => page.locator('.app[aria-busy=false]').waitFor({ timeout: READY_ms });

/** Presses something that may not be there. */
export async function press(page: Page, target: Locator): Promise<void> {
  if (await target.isVisible()) await target.click();
  await ready(page);
}

/** They make place for a lesson. */
const features = (page: Page) => page.getByRole('complementary', { name: 'Features' });

/** Brings the window to where it began: the first design, its map, no bookmarks, nothing chosen and nothing open. */
export async function rest(watched: Watched): Promise<void> {
  const { page } = watched;
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  for (let times = 0; times < CLOSING; times++) await watched.step({ do: 'key', key: 'Escape' });
  for (const words of ['Light theme', 'Text in its usual size', 'Reset layout']) await once(watched, words);
  // A lesson that somebody let fall may still be on its way, and is left for what was open before it.
  for (let times = 0; times < CLOSING; times++) {
    await once(watched, 'Leave the lesson');
    for (const file of [FIRST, NO_SHOW]) {
      await watched.step({ do: 'drop', file });
      await ready(page);
      await watched.step({ do: 'key', key: 'Escape' });
    }
    if ((await page.title()) === FIRST_TITLE && (await features(page).isVisible())) break;
  }
  // A view keeps what it has shown last, with its run.
  for (const view of await page.getByRole('navigation', { name: 'Views' }).getByRole('button').all())
    await press(page, view);
  await watched.step({ do: 'key', key: '1' });
  await press(page, features(page).getByRole('button', { name: 'Stop' }));
  await once(watched, 'Remote user signs in');
  // The browser holds what was dragged last, and what it offered its own menu for, with all that these stood in.
  const { x, y } = (await page.getByRole('contentinfo').boundingBox())!;
  await watched.step({ do: 'drag', from: [x + 20, y + 10], to: [x + 60, y + 10] });
  await watched.step({ do: 'click', x: x + 20, y: y + 10, button: 'right', on: 'the status bar' });
  await watched.step({ do: 'key', key: 'Escape' });
  // A step ends the playing.
  for (const key of ['ArrowLeft', 'Home']) await watched.step({ do: 'key', key });
  await press(page, page.getByRole('tab', { name: 'Inspector' }));
  const open = await page.title();
  if (open !== FIRST_TITLE) watched.troubles.push(`it did not come to rest: ${open} is open`);
}

/** Does something by the palette, which stays open for what cannot be done now, and closes what that opens. */
export async function once(watched: Watched, words: string): Promise<void> {
  await watched.step({ do: 'command', words });
  for (let times = 0; times < 3; times++) await watched.step({ do: 'key', key: 'Escape' });
}
