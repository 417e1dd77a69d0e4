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

  async filter(name: RegExp): Promise<void> {
    await this.#page.getByRole('radio', { name }).click();
  }
}
