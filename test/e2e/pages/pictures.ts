import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';

/** A file that was saved. */
export interface Saved {
  readonly name: string;
  readonly path: string;
  readonly bytes: Buffer;
}

/** The sheet in which pictures and films are saved. */
export class Pictures {
  readonly sheet: Locator;
  readonly said: Locator;
  readonly preview: Locator;
  readonly progress: Locator;
  readonly make: Locator;
  readonly cancel: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.sheet = page.getByRole('dialog', { name: 'Save a picture' });
    this.said = this.sheet.getByRole('status');
    this.preview = this.sheet.getByAltText('What will be saved');
    this.progress = this.sheet.getByRole('progressbar');
    this.make = this.sheet.getByRole('button', { name: 'Make the film' });
    this.cancel = this.sheet.getByRole('button', { name: 'Cancel' });
  }

  async open(): Promise<void> {
    await this.#page.getByRole('button', { name: /^Design:/ }).click();
    await this.#page.getByRole('menuitem', { name: 'Save a picture…' }).click();
    await this.preview.waitFor();
  }

  async choose(name: string): Promise<void> {
    await this.sheet.getByRole('radio', { name, exact: true }).click();
  }

  async caption(wanted: boolean): Promise<void> {
    await this.sheet.getByRole('checkbox', { name: 'Title, time and legend' }).setChecked(wanted);
  }

  async speed(factor: number): Promise<void> {
    await this.sheet.getByRole('combobox', { name: 'Speed' }).selectOption(String(factor));
  }

  /** How long the film will be, seconds. */
  async seconds(): Promise<number> {
    const text = await this.sheet
      .getByRole('combobox', { name: 'Speed' })
      .evaluate((select: HTMLSelectElement) => select.selectedOptions[0]!.text);
    return Number(/([\d.]+) s$/.exec(text)![1]);
  }

  async save(): Promise<Saved> {
    const download = this.#page.waitForEvent('download');
    await this.sheet.getByRole('button', { name: 'Save', exact: true }).click();
    const file = await download;
    const path = await file.path();
    return { name: file.suggestedFilename(), path, bytes: readFileSync(path) };
  }

  async close(): Promise<void> {
    await this.sheet.getByRole('button', { name: 'Close' }).click();
  }
}
