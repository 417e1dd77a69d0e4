import type { Locator, Page } from '@playwright/test';

/** A capture from real life: its conversations, and what the firewalls make of them. */
export class Captures {
  readonly table: Locator;
  /** Why a file cannot be read, or how far it could. */
  readonly problem: Locator;
  /** Says on other views that a capture is shown. */
  readonly strip: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.table = page.getByRole('region', { name: 'Conversations' });
    this.problem = page.getByRole('main').getByRole('alert');
    this.strip = page.getByRole('main').getByRole('status').filter({ hasText: 'a capture' });
  }

  async open(name: string, content: Uint8Array): Promise<void> {
    const chooser = this.#page.waitForEvent('filechooser');
    await this.#page.getByRole('button', { name: 'Open capture…' }).click();
    await (
      await chooser
    ).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
  }

  /** The conversation that such a text stands in. */
  row(text: string | RegExp): Locator {
    return this.table.getByRole('row').filter({ hasText: text });
  }

  async choose(row: Locator): Promise<void> {
    await row.getByRole('button').first().click();
  }

  /**
   * Saves the run's packets as the sheet offers, and gives the file's path.
   * @param place an option of where they are seen; everywhere when left out
   */
  async save(place?: string, clear = false): Promise<string> {
    await this.#page.getByRole('button', { name: 'Save capture…' }).click();
    const sheet = this.#page.getByRole('dialog', { name: 'Save a capture' });
    if (place !== undefined) await sheet.getByLabel('Seen').selectOption(place);
    if (clear) await sheet.getByRole('radio', { name: 'Taken off' }).click();
    const download = this.#page.waitForEvent('download');
    await sheet.getByRole('button', { name: 'Save', exact: true }).click();
    const path = await (await download).path();
    await sheet.getByRole('status').filter({ hasText: 'frames' }).waitFor();
    return path;
  }

  /** The sheet's last word, and away with it. */
  async closeSheet(): Promise<void> {
    const sheet = this.#page.getByRole('dialog', { name: 'Save a capture' });
    await sheet.getByRole('button', { name: 'Close' }).last().click();
  }

  async filter(name: RegExp): Promise<void> {
    await this.#page.getByRole('radio', { name }).click();
  }
}
