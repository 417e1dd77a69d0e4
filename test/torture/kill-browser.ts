import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import type { Random } from '../../simulator/kernel/random.ts';
import { Launched, watchedBrowser } from '../e2e/launcher.ts';

/** What a window is at, as somebody sees it. */
interface Seen {
  /** Rules that are closed. */
  readonly closed: string;
  readonly feature: string;
  /** Number of the event, 0 while there is none. */
  readonly event: number;
  /** Is it all on the disk? */
  readonly kept: boolean;
  readonly busy: boolean;
}

/** What was done to a window before it was killed. */
interface Used {
  /** What was seen, from what was kept on. */
  readonly seen: readonly Seen[];
  /** Features that were chosen since then. */
  readonly features: readonly string[];
  /** Was it killed after something was begun and before it was looked at: the time may have gone back? */
  readonly unseen: boolean;
}

export interface KilledWindows {
  readonly times: number;
  readonly faults: readonly string[];
  /** From the page's start until the lab was back, milliseconds, for each. */
  readonly back_ms: readonly number[];
}

/** On a machine that does much else. */
const PATIENCE_ms = 60_000;
/** The moment is written down so often, milliseconds: what is lost of it at most. */
const EVERY_ms = 500;

/** Kills the browser shell with its browser at random moments: it comes back with all that was kept, at the same event. */
export async function killWindows(times: number, random: Random): Promise<KilledWindows> {
  const home = mkdtempSync(join(tmpdir(), 'edge-lab-killed-'));
  const port = await freePort();
  const faults: string[] = [];
  const back_ms: number[] = [];
  let before: Used = { seen: [], features: [], unseen: false };
  for (let time = 0; time <= times; time++) {
    const shell = await Shell.start(home, port);
    try {
      const found = await shell.ready();
      if (time > 0) {
        back_ms.push(found.ms);
        const why = missing(before, found.seen);
        if (why !== null) faults.push(`kill ${time}: ${why}`);
      }
      if (time < times) before = await useAndKill(shell, random);
    } catch (error) {
      faults.push(`kill ${time}: ${String(error)}`);
    } finally {
      await shell.kill();
    }
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  return { times, faults, back_ms };
}

/** What is missing of what was kept: that, what was seen since, or what was begun last is all that may be there. */
function missing({ seen, features, unseen }: Used, now: Seen): string | null {
  const kept = seen[0];
  const last = seen.at(-1);
  if (!kept || !last) return null;
  if (!seen.some(({ closed }) => closed === now.closed) && differences(last, now) > 1)
    return `closed are ${now.closed || 'none'}; kept was ${kept.closed || 'none'}, then ${seen.map(({ closed }) => closed).join(' | ')}`;
  if (now.feature !== kept.feature && !features.includes(now.feature))
    return `${now.feature} is shown, ${kept.feature} was`;
  const stood = seen.every(
    ({ closed, feature, event }) => closed === kept.closed && feature === kept.feature && event >= kept.event,
  );
  return stood && !unseen && now.closed === kept.closed && now.event < kept.event
    ? `event ${now.event} is shown, ${kept.event} was kept`
    : null;
}

/** So many rules are closed in one and not in the other. */
function differences(one: Seen, other: Seen): number {
  const [a, b] = [one, other].map(({ closed }) => new Set(closed.split(' ').filter((rule) => rule !== '')));
  return [...a!].filter((rule) => !b!.has(rule)).length + [...b!].filter((rule) => !a!.has(rule)).length;
}

/**
 * Does things, waits until all is kept, does more, and kills in the middle of that.
 */
async function useAndKill(shell: Shell, random: Random): Promise<Used> {
  const { page } = shell;
  for (let count = random.between(1, 4); count > 0; count--) await act(page, random);
  await page.locator('.app[aria-busy=false]').waitFor({ timeout: PATIENCE_ms });
  // The moment is written down twice a second.
  await pause(EVERY_ms);
  await page
    .waitForFunction(() => document.documentElement.dataset['kept'] === 'yes', undefined, {
      timeout: PATIENCE_ms,
    })
    .catch((error: unknown) => {
      throw new Error(`it was never all kept: ${String(error)}`);
    });
  const seen = [await look(page)];
  const features: string[] = [];
  let unseen = false;
  const more = (async () => {
    for (let count = random.between(1, 6); count > 0; count--) {
      unseen = true;
      await act(page, random, features);
      seen.push(await look(page));
      unseen = false;
    }
    // What was begun last may be kept or not.
    for (;;) seen.push(await look(page));
  })();
  more.catch(() => undefined);
  await pause(random.between(0, 1500));
  await shell.kill();
  await more.catch(() => undefined);
  return { seen, features, unseen };
}

/**
 * Something that somebody does: rules, time, playing, other features, saving and exporting.
 * @param features takes down which are chosen
 */
async function act(page: Page, random: Random, features: string[] = []): Promise<void> {
  const { keyboard } = page;
  const command = async (words: string) => {
    await keyboard.press('Control+k');
    await keyboard.insertText(words);
    await keyboard.press('Enter');
  };
  const pick = <T>(list: readonly T[]): T => list[random.between(0, list.length - 1)]!;
  await pick<() => Promise<void>>([
    () =>
      page
        .locator(`[data-rule="E${random.between(1, 15)}"]`)
        .first()
        .press('Enter'),
    () =>
      page
        .locator(`[data-rule="I${random.between(1, 9)}"]`)
        .first()
        .press('Enter'),
    () => keyboard.press('Control+z'),
    () => keyboard.press('Space'),
    () => keyboard.press(pick(['ArrowRight', 'Shift+ArrowRight', 'Home', 'End'])),
    async () => {
      const one = pick(await page.locator('[data-feature]').all());
      features.push((await one.getAttribute('data-feature')) ?? '');
      await one.click();
    },
    () => keyboard.press('b'),
    () => keyboard.press('Control+s'),
    () => command('Save the packets of this run'),
  ])();
  await keyboard.press('Escape');
}

function look(page: Page): Promise<Seen> {
  return page.evaluate(() => ({
    closed: [...document.querySelectorAll('[data-rule][aria-label*=", closed,"]')]
      .map((rule) => rule.getAttribute('data-rule'))
      .join(' '),
    feature: document.querySelector('[data-feature][aria-current=true]')?.getAttribute('data-feature') ?? '',
    event: Number(
      /Event ([\d,]+) of/
        .exec(document.querySelector('footer')?.textContent ?? '')?.[1]
        ?.replaceAll(',', '') ?? 0,
    ),
    kept: document.documentElement.dataset['kept'] === 'yes',
    busy: document.querySelector('.app[aria-busy=false]') === null,
  }));
}

/** `npm start` without npm, its browser, and what looks into it. */
class Shell {
  readonly page: Page;
  readonly #launched: Launched;
  readonly #browser: Browser;
  readonly #profile: string;

  private constructor(launched: Launched, browser: Browser, profile: string) {
    this.#launched = launched;
    this.#browser = browser;
    this.#profile = profile;
    this.page = browser.contexts()[0]!.pages()[0]!;
    this.page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  }

  static async start(home: string, port: number): Promise<Shell> {
    const profile = join(home, `data/edge-lab/browser-${port}`);
    const file = join(profile, 'DevToolsActivePort');
    rmSync(file, { force: true });
    const launched = new Launched(
      ['--headless', '--port', String(port)],
      { CHROMIUM_PATH: watchedBrowser(home) },
      home,
    );
    const tools = await until(() =>
      existsSync(file) ? /^\d+(?=\n)/.exec(readFileSync(file, 'utf8'))?.[0] : undefined,
    );
    const address = `http://127.0.0.1:${tools}`;
    // Not before: a connection made while the first window opens may wait for ever.
    await until(async () => {
      const pages = (await (await fetch(`${address}/json/list`)).json()) as { title: string; url: string }[];
      return pages.find(({ title, url }) => title.endsWith('Edge Lab') && url === launched.url);
    });
    return new Shell(launched, await chromium.connectOverCDP(address), profile);
  }

  /** Waits until the lab is there; milliseconds since its page began, as the window has marked it. */
  async ready(): Promise<{ seen: Seen; ms: number }> {
    const started = await this.page.waitForFunction(
      () =>
        document.querySelector('.app[aria-busy=false]') &&
        /Event [\d,]+ of/.test(document.querySelector('footer')?.textContent ?? '') &&
        performance.getEntriesByName('edge-lab.started')[0]?.startTime,
      undefined,
      { timeout: PATIENCE_ms },
    );
    return { seen: await look(this.page), ms: Number(await started.jsonValue()) };
  }

  /** Kills the program and all processes of its browser. */
  async kill(): Promise<void> {
    for (const pid of processesWith(this.#profile))
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It was gone already.
      }
    await this.#launched.end('SIGKILL');
    await this.#browser.close().catch(() => undefined);
    await until(() => processesWith(this.#profile).length === 0);
  }
}

/** Waits until there is something. */
async function until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const latest = performance.now() + PATIENCE_ms;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > latest) throw new Error('nothing came within a minute');
    await pause(20);
  }
}

/** Processes whose command line has a word in it. */
function processesWith(word: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word);
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
