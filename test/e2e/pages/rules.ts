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

  /** A rule's row in the tables on the stage. */
  row(rule: string): Locator {
    return this.#page
      .getByRole('main')
      .getByRole('row')
      .filter({ has: this.#page.getByRole('rowheader', { name: rule, exact: true }) });
  }

  /** The handle by which a row is moved. */
  handle(rule: string): Locator {
    return this.#page.getByRole('button', { name: new RegExp(`^Move ${rule},`) });
  }

  /** Carries a rule below another. */
  async dragBelow(rule: string, other: string): Promise<void> {
    // Both in sight first: a list that moves under the hand is another test.
    await this.row(other).scrollIntoViewIfNeeded();
    const height = (await this.row(other).boundingBox())?.height ?? 30;
    await this.handle(rule).dragTo(this.row(other), { targetPosition: { x: 200, y: height - 4 } });
  }

  /** Ids of the rules of a firewall, in their order. */
  async order(firewall: string): Promise<string[]> {
    const table = this.#page.getByRole('table', { name: new RegExp(`^${firewall}`) });
    const heads = await table.getByRole('rowheader').allInnerTexts();
    return heads.map((text) => text.trim().split(/\s/)[0]!).filter((text) => text !== 'none');
  }

  /** Chooses a rule on the stage. */
  async choose(rule: string): Promise<void> {
    await this.#page.getByRole('main').getByRole('button', { name: rule, exact: true }).click();
  }

  /** A new rule above one, by the form. */
  async insertAbove(
    rule: string,
    what: { action: string; protocol: string; port: string; from?: string; to?: string },
  ): Promise<void> {
    await this.choose(rule);
    await this.#page.getByRole('button', { name: `Add a rule above ${rule}` }).click();
    const form = this.#page.getByRole('form', { name: new RegExp(`above ${rule}`) });
    await form.getByLabel('Action').selectOption({ label: what.action });
    await form.getByLabel('Protocol').selectOption({ label: what.protocol });
    await form.getByLabel('From', { exact: true }).fill(what.from ?? 'any');
    await form.getByLabel('To', { exact: true }).fill(what.to ?? 'any');
    await form.getByLabel('To port').fill(what.port);
    await form.getByRole('button', { name: 'Add' }).click();
  }

  /** What the firewall looks for in what the chosen rule lets in. */
  async lookFor(rule: string, what: 'Nothing' | 'TLS' | 'SIP'): Promise<void> {
    await this.#page
      .getByRole('radiogroup', { name: `What is let in by ${rule} is looked into for` })
      .getByRole('radio', { name: what })
      .click();
  }
}
