import type { Locator, Page } from '@playwright/test';

/** Variants under the timeline, and what makes one in the middle of a run. */
export class Branches {
  /** Where two variants part, in words. */
  readonly parting: Locator;
  readonly #lanes: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.parting = page.getByRole('region', { name: 'First difference' });
    this.#lanes = page.getByRole('region', { name: 'Variants' });
  }

  /** "B E12 closed": pressing it shows that variant. */
  lane(name: string): Locator {
    return this.#lanes.getByRole('button', { name });
  }

  firstDifference(letter: string): Locator {
    return this.#lanes.getByRole('button', { name: `First difference from ${letter}` });
  }

  async compareAs(view: string): Promise<void> {
    await this.#page
      .getByRole('radiogroup', { name: 'Compare as' })
      .getByRole('radio', { name: view, exact: true })
      .click();
  }

  /** Looks what can happen at this moment. */
  async look(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Branch here' }).click();
  }

  /** Makes something happen at this moment: looks it up by some words. */
  async at(words: string, title: RegExp): Promise<void> {
    await this.look();
    await this.#page.getByPlaceholder(/^What happens at/).fill(words);
    await this.#page.getByRole('option', { name: title }).click();
  }

  async rename(name: string): Promise<void> {
    await this.#page.getByRole('button', { name: /^Variant/ }).click();
    await this.#page.getByRole('menuitem', { name: 'Name this variant' }).click();
    const sheet = this.#page.getByRole('dialog', { name: 'Name this variant' });
    await sheet.getByRole('textbox', { name: 'Name' }).fill(name);
    await sheet.getByRole('button', { name: 'Name it' }).click();
  }
}
