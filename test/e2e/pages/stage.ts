import type { Locator, Page } from '@playwright/test';
import { atRest } from './at-rest.ts';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where shows are made, and the stage on which they are shown. */
export class StagePage {
  readonly stage: Locator;
  readonly headline: Locator;
  readonly sentence: Locator;
  /** The stop that is shown, in the bar. */
  readonly now: Locator;
  readonly bar: Locator;
  readonly map: Locator;
  readonly notes: Locator;
  readonly spot: Locator;
  /** In the view: the list, and what is written at the chosen one. */
  readonly list: Locator;
  readonly rows: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.stage = page.getByRole('main', { name: 'Presentation' });
    this.headline = this.stage.getByRole('heading', { level: 1 });
    this.sentence = this.stage.locator('header p');
    this.bar = this.stage.getByRole('list');
    this.now = this.bar.locator('[aria-current=step]');
    this.map = this.stage.getByRole('img', { name: /^Stop / });
    this.notes = this.stage.getByRole('complementary', { name: 'Notes' });
    this.spot = this.stage.locator('.spot');
    this.list = page.getByRole('list', { name: 'Stops' });
    this.rows = this.list.getByRole('listitem');
  }

  field(label: string): Locator {
    return this.#page.getByRole('region', { name: /^Stop: / }).getByLabel(label);
  }

  button(name: string | RegExp): Locator {
    return this.#page.getByRole('region', { name: 'Presentation' }).getByRole('button', { name });
  }

  /** The handle by which a stop is put into another place. */
  handle(title: string): Locator {
    return this.list.getByRole('button', { name: new RegExp(`^Move ${title},`) });
  }

  async openExample(): Promise<void> {
    await this.button('Open "Five minutes on stage"').click();
    await this.rows.nth(5).getByRole('img').waitFor();
  }

  async openFile(name: string, text: string): Promise<void> {
    const chooser = this.#page.waitForEvent('filechooser');
    await this.button('Open a show…').click();
    await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  }

  /** Begins, and waits until the first picture stands. */
  async present(): Promise<void> {
    await this.#page.keyboard.press('F5');
    await this.stage.waitFor();
    await this.settled();
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.#page.keyboard.press(key);
      await this.settled();
    }
  }

  /** One key right behind the other, before anything is drawn. */
  async pressAtOnce(...keys: readonly string[]): Promise<void> {
    await this.stage.evaluate((stage, all) => {
      for (const key of all) stage.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    }, keys);
  }

  /** Waits until one picture has faded into the next, or was cut short. */
  async settled(): Promise<void> {
    await atRest(this.#page);
  }

  /** Where headline, map and bar are. */
  async places(): Promise<readonly (Place | null)[]> {
    return Promise.all([this.headline, this.sentence, this.map, this.bar].map((one) => one.boundingBox()));
  }
}
