import type { Locator, Page } from '@playwright/test';
import { Packet } from './packet.ts';

/** The inspector's tab of the panel. */
export class Inspector {
  readonly body: Locator;
  readonly title: Locator;
  readonly playFeature: Locator;
  readonly packet: Packet;

  constructor(page: Page) {
    this.body = page.getByRole('tabpanel');
    this.title = this.body.getByRole('heading', { level: 2 });
    this.packet = new Packet(this.body, page);
    this.playFeature = this.body.getByRole('button', { name: /^Play / });
  }

  section(title: string): Locator {
    return this.body
      .locator('section')
      .filter({ has: this.body.page().getByRole('heading', { level: 3, name: title }) });
  }

  /** Something that stands there. */
  text(text: string | RegExp): Locator {
    return this.body.getByText(text);
  }

  /** Asks for the steps that led there. */
  async explain(): Promise<void> {
    await this.button(/^Follow it from the first act/).click();
  }

  button(name: string | RegExp): Locator {
    return this.body.getByRole('button', { name });
  }
}
