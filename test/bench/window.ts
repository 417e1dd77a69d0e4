import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { buildSync } from 'esbuild';
import { serve } from '../../electron/shell/serve.ts';
import { ensureBrowser } from '../setup/tools.ts';
import { median, percentile } from './figures.ts';

const root = process.cwd();
const BUILT = join(root, 'out/renderer');
const FRAMES = 240;
const SEEKS = 100;

export interface WindowFigures {
  /** From asking for the page to the first thing on screen, milliseconds. */
  readonly paint_ms: number;
  /** What it loads when each view is looked at, compressed as servers do, kB. */
  readonly loaded_kB: number;
  /** The same with what only comes when a picture, a report or a replay is made. */
  readonly all_kB: number;
  /** Memory after many plays, as a ratio to that after a few. */
  readonly memory: number;
  /** From asking for the page to the map with its gates, milliseconds. */
  readonly usable_ms: number;
  /** From closing a rule to its new outcome on screen, milliseconds. */
  readonly closed_ms: number;
  readonly frame_p95_ms: number;
  readonly emptyFrame_p95_ms: number;
  /** What the drawing of 2,000 packets itself takes of a frame. */
  readonly drawing_p95_ms: number;
  readonly seeks: SeekFigures;
  readonly film: FilmFigures;
}

/** Making a film of the map as a GIF, 960 pixels wide. */
export interface FilmFigures {
  /** How long it plays, and how long it takes to make. */
  readonly plays_s: number;
  readonly took_s: number;
}

/** Going to another time in a long run. */
export interface SeekFigures {
  readonly events: number;
  /** From the press on the timeline to the painted map. */
  readonly map_p95_ms: number;
  readonly ladder_p95_ms: number;
}

/** Measures the built window in a browser without a screen. */
export async function windowFigures(): Promise<WindowFigures> {
  const browser = await chromium.launch({
    executablePath: ensureBrowser(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    return {
      ...(await opening(browser)),
      loaded_kB: (await loadedSize(browser)) / 1000,
      all_kB: compressedSize(filesIn(BUILT)) / 1000,
      memory: await memory(browser),
      ...(await frames(browser)),
      seeks: await seeks(browser),
      film: await film(browser),
    };
  } finally {
    await browser.close();
  }
}

async function opening(
  browser: Browser,
): Promise<Pick<WindowFigures, 'paint_ms' | 'usable_ms' | 'closed_ms'>> {
  const { server, url } = await serve(BUILT);
  const paint: number[] = [];
  const usable: number[] = [];
  const closed: number[] = [];
  for (let i = 0; i < 5; i++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const start = performance.now();
    await page.goto(url);
    await page.locator('[data-rule="E3"]').waitFor();
    usable.push(performance.now() - start);
    paint.push(
      await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]!.startTime),
    );
    await page.getByRole('button', { name: /^Rule E3,/ }).focus();
    const before = performance.now();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^broken Remote sign-in/ }).waitFor();
    closed.push(performance.now() - before);
    await page.close();
  }
  server.close();
  server.closeAllConnections();
  return { paint_ms: median(paint), usable_ms: median(usable), closed_ms: median(closed) };
}

/** Bytes of some files, each compressed by itself. */
function compressedSize(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** Bytes of what the window asks for until each of its views was looked at. */
async function loadedSize(browser: Browser): Promise<number> {
  const { server, url } = await serve(BUILT);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const files = new Set<string>();
  context.on('response', (response) => {
    const address = response.url();
    if (address.startsWith(url)) files.add(join(BUILT, address.slice(url.length) || 'index.html'));
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('[data-rule="E3"]').waitFor();
  const rail = page.getByRole('navigation', { name: 'Views' }).getByRole('button');
  for (const button of await rail.all()) await button.click();
  await page.waitForLoadState('networkidle');
  await context.close();
  server.close();
  server.closeAllConnections();
  return compressedSize([...files]);
}

/** A call played again and again, at a hundred times its speed: does the window keep more and more? */
async function memory(browser: Browser): Promise<number> {
  const { server, url } = await serve(BUILT);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page.getByRole('button', { name: 'Audio and video' }).click();
  await page.getByRole('button', { name: /^works Remote ↔ internal/ }).click();
  await page.getByRole('button', { name: /^Speed/ }).click();
  await page.getByRole('menuitemradio', { name: /^100×/ }).click();
  const devtools = await page.context().newCDPSession(page);
  const used = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    return usedSize;
  };
  const play = async (times: number) => {
    for (let i = 0; i < times; i++) {
      await page.keyboard.press('Home');
      const play = page.getByRole('button', { name: 'Play', exact: true });
      await play.click();
      await page.getByRole('button', { name: 'Step', exact: true, disabled: true }).waitFor();
    }
  };
  await play(5);
  const before = await used();
  await play(35);
  const after = await used();
  server.close();
  server.closeAllConnections();
  return after / before;
}

async function frames(
  browser: Browser,
): Promise<Pick<WindowFigures, 'frame_p95_ms' | 'emptyFrame_p95_ms' | 'drawing_p95_ms'>> {
  const script = buildSync({
    entryPoints: [join(root, 'test/bench/frames.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    mainFields: ['module', 'main'],
  }).outputFiles[0]!.text;
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.setContent('<!doctype html><body></body>');
  await page.addScriptTag({ content: script });
  const empty = await page.evaluate((count) => window.measureFrames(0, count), FRAMES);
  const full = await page.evaluate((count) => window.measureFrames(2000, count), FRAMES);
  return {
    frame_p95_ms: percentile(full.between, 95),
    emptyFrame_p95_ms: percentile(empty.between, 95),
    drawing_p95_ms: percentile(full.drawing, 95),
  };
}

/** A busy hour of a thousand people, some million events. */
async function seeks(browser: Browser): Promise<SeekFigures> {
  const { server, url } = await serve(BUILT);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  for (const people of ['504 people', '1,004 people']) {
    await page.getByRole('button', { name: 'Add 500 remote users' }).click();
    await page.getByText(people).waitFor();
    await page.locator('[aria-busy=false]').first().waitFor();
  }
  // By their marks: among a crowd's many rows, names for the screen reader take long to work out.
  const busyHour = page.locator('[data-scene=busy-hour]');
  await busyHour.click();
  await busyHour.getByText(/ s$/).waitFor({ timeout: 120_000 });
  await page.keyboard.press('Space');
  const status = (await page.getByRole('contentinfo').textContent()) ?? '';
  const events = Number(/Event [\d,]+ of ([\d,]+)/.exec(status)?.[1]?.replaceAll(',', ''));
  await page.evaluate(watchPresses);
  const axis = (await page.getByRole('slider', { name: 'Time' }).boundingBox())!;
  const left = axis.x + axis.width / 4;
  const map = await pressed(page, (i) => {
    // Golden steps: to and fro over all of it, never twice to one place.
    return page.mouse.click(left + ((i * 0.618) % 1) * (axis.width * 0.7), axis.y + axis.height / 2);
  });
  await page.getByText('Ladder', { exact: true }).click();
  const ladder = await pressed(page, (i) => page.keyboard.press(i % 2 === 0 ? 'Home' : 'End'));
  server.close();
  server.closeAllConnections();
  return { events, map_p95_ms: percentile(map, 95), ladder_p95_ms: percentile(ladder, 95) };
}

/** A call that falls back to TCP, with lost packets and media that flow. */
async function film(browser: Browser): Promise<FilmFigures> {
  const { server, url } = await serve(BUILT);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page.getByRole('button', { name: /^Rule E12,/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^degraded Remote ↔ internal/ }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Save a picture');
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Save a picture' });
  await sheet.getByRole('radio', { name: 'GIF film' }).click();
  const start = performance.now();
  await sheet.getByRole('button', { name: 'Make the film' }).click();
  const made = sheet.getByText(/^[\d.]+ [kM]B, [\d.]+ s$/);
  await made.waitFor({ timeout: 120_000 });
  const took_s = (performance.now() - start) / 1000;
  const plays_s = Number(/([\d.]+) s$/.exec((await made.textContent()) ?? '')?.[1]);
  await page.close();
  server.close();
  server.closeAllConnections();
  return { plays_s, took_s };
}

/** Makes many presses; gives how long each of them took. */
async function pressed(page: Page, press: (i: number) => Promise<void>): Promise<readonly number[]> {
  await page.evaluate(() => (window.presses = []));
  for (let i = 0; i < SEEKS; i++) {
    await press(i);
    await page.waitForFunction((count) => window.presses.length > count, i);
  }
  return page.evaluate(() => window.presses);
}

/** Runs in the page: takes down how long it is from a press to when what came of it is painted. */
function watchPresses(): void {
  for (const kind of ['pointerdown', 'keydown'])
    addEventListener(
      kind,
      () => {
        const start = performance.now();
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => window.presses.push(performance.now() - start);
          port2.postMessage(null);
        });
      },
      true,
    );
}

declare global {
  interface Window {
    presses: number[];
  }
}
