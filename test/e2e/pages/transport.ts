import type { Locator, Page } from '@playwright/test';

/** The run control in the top bar. */
export class Transport {
  readonly play: Locator;
  readonly pause: Locator;
  readonly back: Locator;
  readonly step: Locator;
  readonly nextDrop: Locator;
  readonly clock: Locator;
  readonly #bar: Locator;
  readonly #page: Page;

  constructor(bar: Locator, page: Page) {
    this.#bar = bar;
    this.#page = page;
    this.play = bar.getByRole('button', { name: 'Play' });
    this.pause = bar.getByRole('button', { name: 'Pause' });
    this.back = bar.getByRole('button', { name: 'Step back' });
    this.step = bar.getByRole('button', { name: 'Step', exact: true });
    this.nextDrop = bar.getByRole('button', { name: 'Next drop' });
    this.clock = bar.getByRole('timer');
  }

  async chooseSpeed(speed: string): Promise<void> {
    await this.#bar.getByRole('button', { name: /^Speed/ }).click();
    await this.#page
      .getByRole('menuitemradio', { name: new RegExp(`^${speed.replace('.', '\\.')}×`) })
      .click();
  }

  /** Simulated seconds on the clock. */
  async seconds(): Promise<number> {
    return Number.parseFloat((await this.clock.textContent()) ?? '');
  }
}
