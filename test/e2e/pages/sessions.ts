import type { Locator, Page } from '@playwright/test';

/** What the firewalls remember, and the tester of packets. */
export class Sessions {
  readonly answer: Locator;
  readonly #form: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.#form = page.getByRole('form', { name: 'Would this get through?' });
    this.answer = this.#form.getByRole('status');
  }

  /** The table of one firewall. */
  table(firewall: string): Locator {
    return this.#page.getByRole('table', { name: new RegExp(`^${firewall}`) });
  }

  rows(firewall: string): Locator {
    return this.table(firewall)
      .locator('tbody tr')
      .filter({ has: this.#page.getByRole('button') });
  }

  async ask(packet: {
    readonly protocol?: string;
    readonly from?: string;
    readonly fromPort?: number;
    readonly to?: string;
    readonly toPort?: number;
    readonly flags?: string;
  }): Promise<void> {
    const form = this.#form;
    if (packet.protocol) await form.getByLabel('Protocol').selectOption(packet.protocol);
    if (packet.from) await form.getByLabel('From').fill(packet.from);
    if (packet.to) await form.getByLabel('To', { exact: true }).fill(packet.to);
    if (packet.fromPort) await form.getByLabel('Port').first().fill(String(packet.fromPort));
    if (packet.toPort) await form.getByLabel('Port').last().fill(String(packet.toPort));
    if (packet.flags) await form.getByLabel('Flags').selectOption(packet.flags);
  }
}
