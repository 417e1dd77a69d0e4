import type { CDPSession, Page } from '@playwright/test';
import type { Dropped, Step } from './monkey.ts';
import { doStep } from './monkey.ts';

/** What a window holds when all that can go is gone. */
export interface Held {
  readonly heap_MB: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** A window answers within that, whatever was done to it. */
const PATIENCE_ms = 10_000;

/** A page whose troubles are gathered, and whose memory can be looked into. */
export class Watched {
  readonly page: Page;
  readonly troubles: string[] = [];
  readonly #devtools: CDPSession;
  readonly #files: readonly Dropped[];
  /** Dialogs for files that are being answered. */
  readonly #answering = new Set<Promise<void>>();

  private constructor(page: Page, devtools: CDPSession, files: readonly Dropped[]) {
    this.page = page;
    this.#devtools = devtools;
    this.#files = files;
    page.on('pageerror', (error) => this.troubles.push(`error: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      const { url, lineNumber, columnNumber } = message.location();
      if (message.type() === 'error')
        this.troubles.push(`console: ${message.text()} (${url}:${lineNumber + 1}:${columnNumber + 1})`);
    });
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText;
      // A picture that goes from the page before it was there is wanted no more.
      if (why !== 'net::ERR_ABORTED') this.troubles.push(`request failed: ${request.url()}: ${why}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.troubles.push(`${response.status()}: ${response.url()}`);
    });
    page.on('crash', () => this.troubles.push('the page crashed'));
    // What looks into the page holds what it has seen: else each of these fields would stay.
    page.on('filechooser', (chooser) => {
      const field = chooser.element();
      const answered = field
        .setInputFiles([])
        .catch(() => undefined)
        .then(() => field.dispose())
        .finally(() => this.#answering.delete(answered));
      this.#answering.add(answered);
    });
    page.on('download', (download) => void download.cancel());
    page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
    page.on('popup', (popup) => void popup.close());
  }

  static async over(page: Page, files: readonly Dropped[]): Promise<Watched> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    return new Watched(page, devtools, files);
  }

  /** Does a step, and waits until the window has drawn what came of it. */
  async step(step: Step): Promise<void> {
    const answered = (async () => {
      await doStep(this.page, step, this.#files);
      await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done(null))));
    })();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<'late'>((done) => (timer = setTimeout(() => done('late'), PATIENCE_ms)));
    const first = await Promise.race([answered, late]);
    clearTimeout(timer);
    if (first === 'late') this.troubles.push(`no answer within ${PATIENCE_ms / 1000} s`);
  }

  /** What is held now. */
  async held(): Promise<Held> {
    await Promise.all(this.#answering);
    for (let times = 0; times < 3; times++) await this.#devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await this.#devtools.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    return { heap_MB: of('JSHeapUsedSize') / 1e6, nodes: of('Nodes'), listeners: of('JSEventListeners') };
  }
}
