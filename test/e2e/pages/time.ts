import type { Locator, Page } from '@playwright/test';

/** Breakpoints at the run control, and the filter of the ladder. */
export class Time {
  readonly open: Locator;
  readonly sheet: Locator;
  readonly field: Locator;
  readonly means: Locator;
  readonly filter: Locator;
  readonly rows: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.open = page.getByRole('button', { name: /^\d+ breakpoints?$/ });
    this.sheet = page.getByRole('dialog', { name: 'Breakpoints' });
    this.field = this.sheet.getByRole('combobox', { name: 'What should happen' });
    this.means = this.sheet.getByRole('status');
    this.filter = page.getByRole('combobox', { name: 'Filter the ladder' });
    this.rows = page.getByRole('list', { name: 'Conversations and their packets' }).getByRole('listitem');
  }

  /** Something to pick from the list that is open. */
  option(name: string): Locator {
    return this.#page.getByRole('option', { name });
  }

  /** Writes what should happen, with the list of suggestions put away. */
  async write(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Escape');
  }

  async runUntil(text: string): Promise<void> {
    await this.write(text);
    await this.sheet.getByRole('button', { name: 'Run until then' }).click();
  }

  async add(text: string): Promise<void> {
    await this.write(text);
    await this.sheet.getByRole('button', { name: 'Add breakpoint' }).click();
  }

  breakpoint(text: string): Locator {
    return this.sheet.getByRole('switch', { name: `Stop at: ${text}` });
  }
}
