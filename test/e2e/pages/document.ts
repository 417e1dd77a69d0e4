import type { BrowserContext, Locator, Page } from '@playwright/test';

/** A file that is chosen in the stubs of the system's dialogs: it lies in the page's own files, by a real handle. */
export async function stubPickers(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const chosen = async () => {
      const name = localStorage.getItem('test.chosen');
      if (name === null || name === '') throw new DOMException('nothing was chosen', 'AbortError');
      const folder = await navigator.storage.getDirectory();
      return folder.getFileHandle(name, { create: true });
    };
    Object.assign(window, {
      showOpenFilePicker: async () => [await chosen()],
      showSaveFilePicker: chosen,
    });
  });
}

/** The design as a document: its menu, its file, and what is said about it. */
export class DocumentPage {
  readonly button: Locator;
  readonly strips: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.button = page.getByRole('button', { name: /^Design:/ });
    this.strips = page.getByRole('main').getByRole('status');
  }

  /** From now on the system's dialogs choose this file; nothing for an empty name. */
  async choose(name: string): Promise<void> {
    await this.#page.evaluate((chosen) => localStorage.setItem('test.chosen', chosen), name);
  }

  /** The text of a file. */
  read(name: string): Promise<string> {
    return this.#page.evaluate(async (file) => {
      const folder = await navigator.storage.getDirectory();
      return (await (await folder.getFileHandle(file)).getFile()).text();
    }, name);
  }

  /** Something else writes a file. */
  async write(name: string, text: string): Promise<void> {
    await this.#page.evaluate(
      async ([file, content]) => {
        const folder = await navigator.storage.getDirectory();
        const stream = await (await folder.getFileHandle(file!, { create: true })).createWritable();
        await stream.write(content!);
        await stream.close();
      },
      [name, text],
    );
  }

  async remove(name: string): Promise<void> {
    await this.#page.evaluate(
      async (file) => (await navigator.storage.getDirectory()).removeEntry(file),
      name,
    );
  }

  /** The files of the menu of those that were open. */
  async recent(): Promise<Locator> {
    await this.button.click();
    await this.#page.getByRole('menuitem', { name: 'Open recent' }).press('ArrowRight');
    return this.#page.getByRole('menu').last().locator('[role^=menuitem]');
  }

  /** The time that is written down of the window, microseconds; -1 while none is. */
  keptTime(): Promise<number> {
    return this.#page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const opening = indexedDB.open('edge-lab');
          opening.onsuccess = () => {
            const asked = opening.result.transaction('moments').objectStore('moments').getAll();
            asked.onsuccess = () => {
              opening.result.close();
              resolve((asked.result as { time: number }[])[0]?.time ?? -1);
            };
          };
        }),
    );
  }

  /** All that was changed is on the disk. */
  async kept(): Promise<void> {
    await this.#page.locator('html[data-kept=yes]').waitFor();
  }
}
