import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import type { Dropped, Step } from './monkey.ts';
import { doStep } from './monkey.ts';

/** What a window holds when all that can go is gone. */
export interface Held {
  readonly heap_MB: number;
  /** What of it is compiled code, and what the engine notes to compile more. */
  readonly code_MB: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** A window answers within that, whatever was done to it. */
const PATIENCE_ms = 10_000;

/** A page whose troubles are gathered, and whose memory can be looked into. */
export class Watched {
  readonly page: Page;
  readonly troubles: string[] = [];
  /** Names of the scripts that were loaded. */
  readonly scripts = new Set<string>();
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
      this.scripts.add(basename(new URL(response.url()).pathname));
      if (response.status() >= 400) this.troubles.push(`${response.status()}: ${response.url()}`);
    });
    page.on('crash', () => this.troubles.push('the page crashed'));
    // What looks into the page holds what it has seen: else each of these fields would stay.
    page.on('filechooser', (chooser) => {
      const field = chooser.element();
      // Not `setInputFiles`, which lets go of what it looked at only where it succeeds.
      const answered = field
        .evaluate((input) => void input.dispatchEvent(new Event('cancel')))
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

  /**
   * What is held now.
   * @param file to keep the snapshot in, for the browser's own tools
   */
  async held(file: string | null = null): Promise<Held> {
    await Promise.all(this.#answering);
    for (let times = 0; times < 3; times++) await this.#devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await this.#devtools.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    const snapshot = await this.#snapshot();
    if (file !== null) writeFileSync(file, snapshot);
    return {
      heap_MB: of('JSHeapUsedSize') / 1e6,
      code_MB: codeIn(JSON.parse(snapshot) as Snapshot) / 1e6,
      nodes: of('Nodes'),
      listeners: of('JSEventListeners'),
    };
  }

  async #snapshot(): Promise<string> {
    const chunks: string[] = [];
    const take = ({ chunk }: { chunk: string }) => void chunks.push(chunk);
    this.#devtools.on('HeapProfiler.addHeapSnapshotChunk', take);
    await this.#devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    this.#devtools.off('HeapProfiler.addHeapSnapshotChunk', take);
    return chunks.join('');
  }
}

/** What is read of a snapshot of V8's heap: objects one after the other, each so many numbers, by the names of their places. */
interface Snapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly unknown[] };
  };
  readonly nodes: readonly number[];
}

/** Bytes of compiled code. */
function codeIn({ snapshot: { meta }, nodes }: Snapshot): number {
  const [type, size] = [meta.node_fields.indexOf('type'), meta.node_fields.indexOf('self_size')];
  const code = (meta.node_types[type] as readonly string[]).indexOf('code');
  let bytes = 0;
  for (let at = 0; at < nodes.length; at += meta.node_fields.length)
    if (nodes[at + type] === code) bytes += nodes[at + size]!;
  return bytes;
}
