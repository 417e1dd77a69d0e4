import type { Locator, Page } from '@playwright/test';

/** The views of media: ICE and the tables. */
export class Media {
  readonly ice: Locator;
  readonly tables: Locator;
  readonly packets: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.ice = page.getByRole('region', { name: 'ICE', exact: true });
    this.tables = page.getByRole('region', { name: 'Tables', exact: true });
    this.packets = page.getByRole('region', { name: 'Packets of the pair' });
  }

  /** Chooses a call by its place in the list. */
  async chooseCall(index: number): Promise<void> {
    await this.ice.getByRole('combobox', { name: 'Call' }).selectOption({ index });
  }

  /** One end, where only one is in sight. */
  async chooseEnd(person: string): Promise<void> {
    await this.ice.getByRole('radiogroup', { name: 'End' }).getByRole('radio', { name: person }).click();
  }

  /** Cells of one end's board. */
  cell(person: string, component: 'RTP' | 'RTCP', name: RegExp): Locator {
    return this.ice
      .getByRole('grid', { name: `${person}, ${component}: pairs` })
      .getByRole('gridcell', { name });
  }

  /** The link of a bit of ICEWarn to the packet that shows it. */
  bit(mask: string): Locator {
    return this.ice.getByRole('button', { name: new RegExp(`, which shows bit ${mask}$`) });
  }

  end(person: string): Locator {
    return this.ice.getByRole('article', { name: new RegExp(`^${person}:`) });
  }

  table(title: string): Locator {
    return this.tables.getByRole('table').filter({ has: this.#page.getByText(title, { exact: true }) });
  }
}
