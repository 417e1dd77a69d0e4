import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { chromium } from '@playwright/test';
import { buildSync } from 'esbuild';
import { serve } from '../../electron/shell/serve.ts';
import { ensureBrowser } from '../setup/tools.ts';
import { median, percentile } from './figures.ts';

const root = process.cwd();
const FRAMES = 240;

export interface WindowFigures {
  /** From asking for the page to the map with its gates, milliseconds. */
  readonly usable_ms: number;
  /** From closing a rule to its new outcome on screen, milliseconds. */
  readonly closed_ms: number;
  readonly frame_p95_ms: number;
  readonly emptyFrame_p95_ms: number;
  /** What the drawing of 200 packets itself takes of a frame. */
  readonly drawing_p95_ms: number;
}

/** Measures the built window in a browser without a screen. */
export async function windowFigures(): Promise<WindowFigures> {
  const browser = await chromium.launch({
    executablePath: ensureBrowser(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const { usable, closed } = await opening(browser);
    return { usable_ms: usable, closed_ms: closed, ...(await frames(browser)) };
  } finally {
    await browser.close();
  }
}

async function opening(browser: Browser): Promise<{ usable: number; closed: number }> {
  const { server, url } = await serve(join(root, 'out/renderer'));
  const usable: number[] = [];
  const closed: number[] = [];
  for (let i = 0; i < 5; i++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const start = performance.now();
    await page.goto(url);
    await page.locator('[data-rule="E3"]').waitFor();
    usable.push(performance.now() - start);
    await page.locator('[data-rule="E3"]').focus();
    const before = performance.now();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^broken Remote sign-in/ }).waitFor();
    closed.push(performance.now() - before);
    await page.close();
  }
  server.close();
  server.closeAllConnections();
  return { usable: median(usable), closed: median(closed) };
}

async function frames(browser: Browser): Promise<Omit<WindowFigures, 'usable_ms' | 'closed_ms'>> {
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
  const full = await page.evaluate((count) => window.measureFrames(200, count), FRAMES);
  return {
    frame_p95_ms: percentile(full.between, 95),
    emptyFrame_p95_ms: percentile(empty.between, 95),
    drawing_p95_ms: percentile(full.drawing, 95),
  };
}
