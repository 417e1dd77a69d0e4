import type { Locator, Page } from '@playwright/test';

/** A packet taken apart, in the panel or on the stage: fields, bytes, and what the chosen field means. */
export class Packet {
  readonly fields: Locator;
  readonly note: Locator;
  readonly conversation: Locator;
  readonly #place: Locator;
  readonly #page: Page;

  constructor(place: Locator, page: Page) {
    this.#place = place;
    this.#page = page;
    this.fields = place.getByRole('tree', { name: 'Fields' });
    this.note = place.getByRole('status', { name: 'Chosen field' });
    this.conversation = place.getByRole('list', { name: 'Conversation' });
  }

  /** A line of the tree, by the beginning of its name and value. */
  field(name: string): Locator {
    return this.fields.getByRole('treeitem', { name: new RegExp(`^${name}`) }).first();
  }

  /** The dump of some bytes. */
  bytes(of = 'Packet'): Locator {
    return this.#place.getByRole('group', { name: `Bytes: ${of}` });
  }

  /** One byte of it, in hexadecimal. */
  byte(at: number, of = 'Packet'): Locator {
    return this.bytes(of).locator(`.hex [data-at="${at}"]`);
  }

  /** The bytes that are lit because their field, or one of them, is under the pointer. */
  async lit(of = 'Packet'): Promise<string> {
    return (await this.bytes(of).locator('.hex .lit').allTextContents()).join(' ');
  }

  /** The bytes of the field that is chosen. */
  async chosen(of = 'Packet'): Promise<string> {
    return (await this.bytes(of).locator('.hex .chosen').allTextContents()).join(' ');
  }

  /** Shows other bytes: of the packet, of the whole message, of what was encrypted. */
  async showBytes(of: string): Promise<void> {
    await this.#place.getByRole('radio', { name: new RegExp(`^${of}`) }).click();
  }

  /** Copies something and returns what is on the clipboard then. */
  async copy(form: string): Promise<string> {
    await this.#place.getByRole('button', { name: 'Copy', exact: true }).click();
    await this.#page.getByRole('menuitem', { name: `As ${form}` }).click();
    await this.#place.getByText(`Copied as ${form}`).waitFor();
    return this.#page.evaluate(() => navigator.clipboard.readText());
  }

  /** Copies the filter of the chosen field. */
  async copyFilter(): Promise<string> {
    await this.note.getByRole('button', { name: 'Copy as a display filter' }).click();
    await this.#place.getByText('Copied as filter').waitFor();
    return this.#page.evaluate(() => navigator.clipboard.readText());
  }

  /** An entry of the conversation. */
  entry(name: string | RegExp): Locator {
    return this.conversation.getByRole('button', { name });
  }
}
