import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Locator, Page } from '@playwright/test';
import { Timeline } from './timeline.ts';
import { Transport } from './transport.ts';

/** A replay that somebody opened by a double click, on a computer without a network. */
export class ReplayPage {
  readonly page: Page;
  readonly transport: Transport;
  readonly timeline: Timeline;
  readonly stage: Locator;
  readonly panel: Locator;
  readonly problem: Locator;
  /** What was asked of anything but the file, and what the browser complained about. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    this.transport = new Transport(page.getByRole('toolbar', { name: 'Run control' }), page);
    this.timeline = new Timeline(page);
    this.stage = page.getByRole('main');
    this.panel = page.getByRole('complementary', { name: 'Panel' });
    this.problem = page.getByRole('alert');
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('request', (request) => {
      if (!/^(file|data|blob):/.test(request.url())) this.complaints.push(request.url());
    });
  }

  static async open(
    browser: Browser,
    file: string,
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<ReplayPage> {
    const context: BrowserContext = await browser.newContext({ reducedMotion: 'reduce', ...options });
    await context.setOffline(true);
    await context.route(/^https?:/, (route) => route.abort());
    const replay = new ReplayPage(await context.newPage());
    await replay.page.goto(pathToFileURL(file).href);
    // Unpacked after the page has loaded: a key that is pressed before would be lost.
    await replay.transport.clock.or(replay.problem).first().waitFor();
    return replay;
  }

  async show(view: 'Map' | 'Ladder' | 'States' | 'Person'): Promise<void> {
    await this.page.getByRole('radiogroup', { name: 'View' }).getByRole('radio', { name: view }).click();
  }

  /** Chooses another feature, or another variant. */
  async choose(what: 'Feature' | 'Variant', name: string): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${what}: `) }).click();
    await this.page.getByRole('menuitemradio', { name }).click();
  }
}
