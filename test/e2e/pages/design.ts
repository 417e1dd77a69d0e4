import type { Locator, Page } from '@playwright/test';

/** The view in which a design is changed by hand. */
export class DesignPage {
  /** What was done last, or why it was refused. */
  readonly said: Locator;
  /** What is wrong with a field. */
  readonly problem: Locator;
  readonly search: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    const main = page.getByRole('main');
    this.said = main.getByRole('status');
    this.problem = main.getByRole('alert');
    this.search = main.getByRole('searchbox', { name: 'Search the design' });
  }

  /** A line of what the design has, by the beginning of its title. */
  line(title: string): Locator {
    return this.#page.getByRole('treeitem', { name: new RegExp(`^${title}`) }).first();
  }

  field(label: string): Locator {
    return this.#page.getByRole('region', { name: 'Fields' }).getByLabel(label, { exact: true }).first();
  }

  button(name: string | RegExp): Locator {
    return this.#page.getByRole('main').getByRole('button', { name });
  }

  /** Opens a part of a list of the form. */
  async open(part: string): Promise<void> {
    await this.#page.locator('summary').filter({ hasText: part }).first().click();
  }

  /** Adds something through the menu; what would come of it is told before. */
  async add(what: string, name: string): Promise<void> {
    await this.button('Add to the design').click();
    await this.#page.getByRole('menuitem', { name: what }).click();
    const sheet = this.#page.getByRole('dialog', { name: what });
    await sheet.getByLabel('Name', { exact: true }).fill(name);
    await sheet.getByText(name).first().waitFor();
    await sheet.getByRole('button', { name: 'Add' }).click();
  }
}
