import type { Locator, Page } from '@playwright/test';

/** The command palette, used with keys alone. */
export class Palette {
  readonly field: Locator;
  readonly groups: Locator;
  readonly options: Locator;
  /** The one that Enter would choose. */
  readonly chosen: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.field = page.getByRole('combobox', { name: 'Search, or run a command' });
    const list = page.getByRole('listbox', { name: 'Search, or run a command' });
    this.groups = list.getByRole('group');
    this.options = list.getByRole('option');
    this.chosen = list.locator('[aria-selected=true]');
  }

  async ask(words: string): Promise<void> {
    await this.#page.keyboard.press('Control+k');
    await this.field.waitFor();
    await this.#page.keyboard.type(words);
  }

  /** Asks for something and takes what is found first. */
  async do(words: string): Promise<void> {
    await this.ask(words);
    await this.#page.keyboard.press('Enter');
  }
}
