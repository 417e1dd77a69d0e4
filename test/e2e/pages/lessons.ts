import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from '@playwright/test';

/** A file as a test has it. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** The lessons: their map, one that is played, and what instructors do. */
export class Lessons {
  readonly course: Locator;
  /** What is to be done now. */
  readonly step: Locator;
  readonly people: Locator;
  readonly score: Locator;
  readonly exposure: Locator;
  readonly handIn: Locator;
  readonly sheet: Locator;
  readonly problem: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.course = page.getByRole('list', { name: 'Lessons of the course' });
    this.step = page.getByRole('region', { name: 'What to do now' });
    this.people = page.getByRole('region', { name: 'What people say' });
    this.score = page.getByRole('region', { name: 'Score' });
    this.exposure = page.getByRole('region', { name: /^Exposure/ });
    this.handIn = this.step.getByRole('button', { name: 'Hand in' });
    this.sheet = page.getByRole('dialog');
    this.problem = page.getByRole('main').getByRole('alert');
  }

  /** Before the window is opened: files are chosen in the dialog that a test can answer. */
  async chooseByInput(): Promise<void> {
    await this.#page.addInitScript(() => {
      Object.defineProperty(window, 'showOpenFilePicker', { value: undefined });
    });
  }

  async show(): Promise<void> {
    await this.#page
      .getByRole('navigation', { name: 'Views' })
      .getByRole('button', { name: 'Lessons' })
      .click();
  }

  /** Presses something that lets one choose files, and chooses some. */
  async choose(press: Locator, ...files: readonly TextFile[]): Promise<void> {
    const chooser = this.#page.waitForEvent('filechooser');
    await press.click();
    await (
      await chooser
    ).setFiles(files.map(({ name, text }) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })));
  }

  async open(file: TextFile): Promise<void> {
    await this.choose(this.button('Open a lesson…'), file);
  }

  button(name: string | RegExp): Locator {
    return this.#page.getByRole('main').getByRole('button', { name });
  }

  /** Presses something that saves a file, and gives what was saved. */
  async saved(press: Locator): Promise<TextFile> {
    const download = this.#page.waitForEvent('download');
    await press.click();
    return textOf(await download);
  }

  async next(): Promise<void> {
    await this.step.getByRole('button', { name: /^(Next|Skip this step)$/ }).click();
  }

  /** Answers a question, part by part. */
  async answer(...options: readonly string[]): Promise<void> {
    for (const [at, option] of options.entries())
      await this.step.getByRole('group').nth(at).getByRole('radio', { name: option, exact: true }).check();
    await this.step.getByRole('button', { name: 'Check' }).click();
  }

  async showHint(): Promise<void> {
    await this.#page.getByRole('tab', { name: 'Score' }).click();
    await this.#page
      .getByRole('region', { name: 'Hints' })
      .getByRole('button', { name: /^Show/ })
      .first()
      .click();
  }

  /** Hands in, and gives the work file. */
  async finish(learner: string): Promise<TextFile> {
    await this.handIn.click();
    await this.sheet.getByLabel('Your name').fill(learner);
    return this.saved(this.sheet.getByRole('button', { name: 'Hand in' }));
  }

  async leave(): Promise<void> {
    await this.sheet.getByRole('button', { name: 'Leave the lesson' }).click();
    await this.#page.getByRole('complementary', { name: 'Lesson' }).waitFor({ state: 'detached' });
  }
}

async function textOf(download: Download): Promise<TextFile> {
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}
