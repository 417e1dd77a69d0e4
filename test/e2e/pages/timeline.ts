import type { Locator, Page } from '@playwright/test';

/** The timeline below the map. */
export class Timeline {
  readonly body: Locator;
  readonly axis: Locator;
  readonly bookmark: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.body = page.getByRole('region', { name: 'Timeline' });
    this.axis = this.body.getByRole('slider', { name: 'Time' });
    this.bookmark = this.body.getByRole('button', { name: 'Bookmark this moment' });
  }

  /** A lane's name; for the screen reader it says how many packets it has. */
  lane(name: string): Locator {
    return this.body.getByRole('button', { name: new RegExp(`^${name}(:|$)`) });
  }

  /** A flag or a bookmark on the axis. */
  flag(name: string): Locator {
    return this.body.getByRole('button', { name: new RegExp(`^${name}, `) });
  }

  async show(lanes: 'Flows' | 'Agents'): Promise<void> {
    await this.body.getByRole('radio', { name: lanes }).click();
  }

  /** Opens the list of bookmarks. */
  async bookmarks(): Promise<Locator> {
    await this.body.getByRole('button', { name: /^Bookmarks: / }).click();
    return this.#page.getByRole('dialog', { name: 'Bookmarks' });
  }
}
