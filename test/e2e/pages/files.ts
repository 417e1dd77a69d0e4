import type { Locator, Page } from '@playwright/test';

/** Texts of rules with what became of each line, and what they would change. */
export class Files {
  readonly text: Locator;
  readonly ledger: Locator;
  readonly use: Locator;
  /** What the rules would change, in a line. */
  readonly change: Locator;
  readonly problem: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.text = page.getByRole('textbox', { name: /^Rules of the/ });
    this.ledger = page.getByRole('region', { name: 'What became of each line' });
    this.use = page.getByRole('button', { name: /^Use them for/ });
    this.change = page.getByRole('main').getByRole('status').first();
    this.problem = page.getByRole('main').getByRole('alert');
  }

  async open(name: string, text: string): Promise<void> {
    const chooser = this.#page.waitForEvent('filechooser');
    await this.#page.getByRole('button', { name: 'Open rules…' }).click();
    await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  }

  /** Drops a file on the window. */
  async drop(name: string, text: string): Promise<void> {
    const data = await this.#page.evaluateHandle(
      ([of, content]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], of, { type: 'text/plain' }));
        return transfer;
      },
      [name, text] as const,
    );
    await this.#page.dispatchEvent('body', 'dragover', { dataTransfer: data });
    await this.#page.dispatchEvent('body', 'drop', { dataTransfer: data });
  }

  /** Pastes a text where nobody writes. */
  async paste(text: string): Promise<void> {
    await this.#page.evaluate((content) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', content);
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    }, text);
  }

  /** Marks the first lines with the mouse. */
  async markLines(): Promise<void> {
    const { x, y } = (await this.text.boundingBox())!;
    const { mouse } = this.#page;
    await mouse.move(x + 30, y + 10);
    await mouse.down();
    await mouse.move(x + 40, y + 100, { steps: 4 });
    await mouse.up();
  }

  async writeAs(form: string): Promise<void> {
    await this.#page.getByLabel('Written as').selectOption({ label: form });
  }

  /** Saves what is there; gives its name and text. */
  async save(): Promise<{ name: string; text: string }> {
    const download = this.#page.waitForEvent('download');
    await this.#page.getByRole('button', { name: 'Save…' }).click();
    const file = await download;
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    return { name: file.suggestedFilename(), text: Buffer.concat(chunks).toString() };
  }

  /** A line of the ledger, by its number. */
  line(number: number): Locator {
    return this.ledger.getByRole('listitem').filter({ hasText: new RegExp(`^\\s*${number}\\s`) });
  }
}
