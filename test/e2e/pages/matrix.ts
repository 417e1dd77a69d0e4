import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';

/** What breaks: faults by features. */
export class Matrix {
  readonly grid: Locator;
  readonly table: Locator;
  /** How far the sweep is, and of what. */
  readonly state: Locator;
  readonly filter: Locator;
  readonly order: Locator;
  /** The sheet that searches the smallest set of rules. */
  readonly smallest: Locator;
  readonly #stage: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.#stage = page.getByRole('region', { name: 'What breaks' }).first();
    this.smallest = page.getByRole('dialog', { name: 'Smallest set of rules' });
    this.grid = this.#stage.getByRole('grid', { name: 'What breaks' });
    this.table = this.#stage.getByRole('table');
    this.state = this.#stage.getByRole('status');
    this.filter = this.#stage.getByRole('searchbox', { name: 'Show only rows that hold' });
    this.order = this.#stage.getByRole('combobox', { name: 'Order of the rows' });
  }

  /** Waits until every feature is done. */
  async whole(): Promise<void> {
    await this.#stage.getByText(/scenes played$/).waitFor({ timeout: 120_000 });
  }

  /** A cell, by what its name for the screen reader begins with. */
  cell(name: string): Locator {
    return this.grid.getByRole('gridcell', { name: new RegExp(`^${name}`) });
  }

  /** Names of the rows in sight, in their order; headings between them, too. */
  async rows(): Promise<string[]> {
    const heads = this.grid.getByRole('rowheader');
    const tops = await heads.evaluateAll((all) =>
      all.map((one) => ({
        name: one.getAttribute('aria-label') ?? one.textContent,
        top: one.getBoundingClientRect().top,
      })),
    );
    return tops.sort((one, other) => one.top - other.top).map(({ name }) => name);
  }

  /** The cell of the keyboard. */
  get cursor(): Locator {
    return this.grid.locator('.cursor');
  }

  /** A row of the table twin. */
  row(name: string): Locator {
    return this.table
      .getByRole('row')
      .filter({ has: this.#page.getByRole('rowheader', { name, exact: true }) });
  }

  async show(as: 'Grid' | 'Table' | 'One at a time' | 'Pairs'): Promise<void> {
    await this.#stage.getByRole('radio', { name: as }).click();
  }

  async only(need: RegExp): Promise<void> {
    await this.button(need).click();
  }

  /** Asks for another kind of faults, or no longer. */
  async toggleKinds(...titles: readonly string[]): Promise<void> {
    await this.button(/^What goes wrong/).click();
    for (const title of titles) await this.#page.getByRole('menuitemcheckbox', { name: title }).click();
    await this.#page.keyboard.press('Escape');
  }

  button(name: string | RegExp): Locator {
    return this.#stage.getByRole('button', { name });
  }

  /** Saves what is shown, and reads the file. */
  async save(format: string): Promise<{ readonly name: string; readonly text: string }> {
    const download = this.#page.waitForEvent('download');
    await this.button('Save what is shown').click();
    await this.#page.getByRole('menuitem', { name: format }).click();
    const file = await download;
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
  }
}
