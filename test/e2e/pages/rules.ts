import type { Locator, Page } from '@playwright/test';

/** The rules of the firewalls, in the panel or on the stage. */
export class Rules {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  switch(rule: string): Locator {
    return this.#page.getByRole('switch', { name: new RegExp(`^${rule} `) });
  }

  hairpin(firewall: string): Locator {
    return this.#page.getByRole('switch', { name: new RegExp(`^Hairpin of the ${firewall}`) });
  }

  /** What the shown feature needed. */
  get needs(): Locator {
    return this.#page.getByTestId('needs');
  }

  async setDefault(firewall: string, action: 'Drop' | 'Reject'): Promise<void> {
    await this.#page
      .getByRole('radiogroup', { name: new RegExp(firewall) })
      .getByRole('radio', { name: action })
      .click();
  }
}
