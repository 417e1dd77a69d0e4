import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Dropped } from './monkey.ts';
import { WORDS } from './monkey.ts';
import { once, press, rest } from './rest.ts';
import type { Watched } from './watched.ts';

/** What is saved takes that long at most. */
const SAVING_ms = 120_000;
/** Scripts that this window never loads: another language, and the notes, which have a window of their own. */
const OTHERS = /\.de\.|^NotesPage/;

/** Has everything done once: what is loaded and kept at its first use is no leak. */
export async function warmUp(watched: Watched, files: readonly Dropped[], folder: string): Promise<void> {
  for (const words of WORDS) await once(watched, words);
  for (const { name } of files) {
    await watched.step({ do: 'drop', file: name });
    for (let times = 0; times < 3; times++) await watched.step({ do: 'key', key: 'Escape' });
  }
  await rest(watched);
  for (const sheet of ['Save a report', 'Save this run as a page', 'Save a picture'])
    await saveInAllForms(watched, sheet);
  await rest(watched);
  for (const script of readdirSync(join(folder, 'assets')))
    if (script.endsWith('.js') && !OTHERS.test(script) && !watched.scripts.has(script))
      watched.troubles.push(
        `${script} was not used before the time began: its first use would look like a leak`,
      );
}

/** Saves in a sheet, in each form that it offers. */
async function saveInAllForms(watched: Watched, words: string): Promise<void> {
  const { page } = watched;
  await watched.step({ do: 'command', words });
  const sheet = page.getByRole('dialog');
  const forms = sheet.getByRole('radiogroup', { name: /^(Form|As)$/ }).getByRole('radio');
  await sheet.getByRole('button', { name: 'Save', exact: true }).waitFor();
  for (let at = 0; at < Math.max(1, await forms.count()); at++) {
    await press(page, forms.nth(at));
    const speed = sheet.getByRole('combobox', { name: 'Speed' });
    // The last is the fastest.
    if (await speed.isVisible())
      await speed.selectOption({ index: (await speed.locator('option').count()) - 1 });
    await press(page, sheet.getByRole('button', { name: 'Make the film' }));
    await expect(sheet.getByRole('progressbar')).toBeHidden({ timeout: SAVING_ms });
    await press(page, sheet.getByRole('button', { name: 'Save', exact: true }));
    await expect(sheet.getByRole('progressbar')).toBeHidden({ timeout: SAVING_ms });
  }
  await watched.step({ do: 'key', key: 'Escape' });
}
