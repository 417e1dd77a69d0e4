import type { Locator, Page } from '@playwright/test';

/** Many people: the scene for them, and the map that they are on. */
export class Crowd {
  readonly map: Locator;
  /** Everybody of one kind, as one card. */
  readonly card: Locator;
  readonly list: Locator;
  readonly search: Locator;
  readonly #page: Page;
  readonly #rail: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.map = page.getByRole('group', { name: /^Map of/ });
    this.card = this.map.getByRole('button', { name: /remote users/ });
    this.list = page.getByRole('dialog', { name: /remote users/ });
    this.search = page.getByRole('combobox', { name: 'Find a host, person, address or rule' });
    this.#rail = page.getByRole('complementary', { name: 'Features' });
  }

  /** Adds 500 people outside and waits until the features have run with them. */
  async add(people: number): Promise<void> {
    await this.#rail.getByRole('button', { name: 'Add 500 remote users' }).click();
    await this.#rail.getByText(`${people} people`).waitFor();
    await this.#page.locator('.app[aria-busy=false]').waitFor();
  }

  /** Plays the busy hour, and stands still at once. */
  async play(): Promise<void> {
    await this.busyHour.click();
    await this.#rail.getByRole('button', { name: /^(works|degraded|broken) Busy hour/ }).waitFor();
    await this.#page.getByRole('button', { name: 'Pause' }).click();
  }

  get busyHour(): Locator {
    return this.#rail.getByRole('button', { name: /Busy hour/ });
  }

  /** Presses on the time axis, at a share of it. */
  async seek(share: number): Promise<void> {
    const axis = (await this.#page.getByRole('slider', { name: 'Time' }).boundingBox())!;
    const left = axis.x + 150;
    await this.#page.mouse.click(left + share * (axis.x + axis.width - left - 20), axis.y + axis.height / 2);
  }

  host(name: string | RegExp): Locator {
    return this.map.getByRole('button', { name });
  }

  gate(rule: string): Locator {
    return this.map.getByRole('button', { name: new RegExp(`^Rule ${rule},`) });
  }
}
