import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { launch } from 'puppeteer-core';
import { launchFirefox } from '../setup/firefox.ts';
import { ensureBrowser, ensureFirefox } from '../setup/tools.ts';
import { median } from './figures.ts';

const TRIES = 5;

export interface ReplayFigure {
  readonly browser: string;
  /** From asking for the file to the first thing of the run on screen, milliseconds. */
  readonly shown_ms: number;
}

/** Opens the replay of a call in the browsers that are here. */
export async function replayFigures(): Promise<readonly ReplayFigure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'edge-lab-replay-'));
  const file = join(folder, 'call.html');
  const program = join(process.cwd(), 'electron/cli/start.mjs');
  const options = ['--only', 'av-remote-internal', '--close', 'E12', '--out', file];
  spawnSync(process.execPath, [program, 'replay', ...options], { stdio: 'inherit' });
  const firefox = ensureFirefox();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  try {
    return [
      {
        browser: 'Chromium',
        shown_ms: await opening(file, () => launch({ executablePath: ensureBrowser(), args })),
      },
      ...(firefox === null
        ? []
        : [{ browser: 'Firefox', shown_ms: await opening(file, () => launchFirefox(firefox)) }]),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function opening(file: string, start: () => Promise<Browser>): Promise<number> {
  const browser = await start();
  try {
    const times: number[] = [];
    for (let i = 0; i < TRIES; i++) {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(file).href);
      await page.waitForSelector('[role=timer]');
      times.push(await page.evaluate(firstPaint));
      await page.close();
    }
    return median(times);
  } finally {
    await browser.close();
  }
}

/** When something was painted first: until the run is there, nothing is. */
function firstPaint(): Promise<number> {
  return new Promise((done) => {
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries())
        if (name === 'first-contentful-paint') done(startTime);
    }).observe({ type: 'paint', buffered: true });
  });
}
