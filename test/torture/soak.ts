import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { serve } from '../../electron/shell/serve.ts';
import { writeShow } from '../../renderer/stores/show-file.ts';
import { BUILTIN_DESIGNS, builtinDesign } from '../../simulator/designs/registry.ts';
import { Random } from '../../simulator/kernel/random.ts';
import { atMost, formatFigure, record } from '../setup/history.ts';
import { ensureBrowser } from '../setup/tools.ts';
import { HISTORY } from './history.ts';
import type { Dropped, Step } from './monkey.ts';
import { Monkey } from './monkey.ts';
import { NO_SHOW, rest } from './rest.ts';
import { warmUp } from './warm-up.ts';
import type { Held } from './watched.ts';
import { Watched } from './watched.ts';

/*
 * npm run soak [-- <minutes> <seed>] [--record] [--window=FOLDER] [--again=FILE] [--snapshots=FOLDER]: an hour of random use
 * of the built window. No error, no request that fails, every step answered within 10 s, and memory flat: what is held when
 * everything is closed and the first design is open, in the last quarter as compared to the first. Ends with 1 when that does
 * not hold, and keeps the steps in a file that --again plays. Snapshots of the heap are for the browser's own tools.
 */

/** Memory is looked at so many times. */
const LOOKS = 12;
const GROWTH = 1.1;
const MINUTE_ms = 60_000;
/**
 * Used at random for so long before the time begins, as a share of it: the engine compiles what is used, and most of that when
 * it is used for the first times.
 */
const BEFORE = 0.1;

const words = process.argv.slice(2);
const option = (name: string) => words.find((word) => word.startsWith(`--${name}=`))?.split('=')[1];
const [minutes = '60', seed = '1'] = words.filter((word) => !word.startsWith('--'));
const windowFolder = option('window') ?? 'out/renderer';

/** Files that the monkey lets fall on the window: designs, rules, lessons, a capture, and what is none of these. */
function filesToDrop(): readonly Dropped[] {
  const read = (folder: string, only = /./): readonly Dropped[] =>
    readdirSync(folder)
      .filter((name) => only.test(name))
      .map((name) => ({ name, base64: readFileSync(join(folder, name), 'base64') }));
  const text = (name: string, content: string) => ({ name, base64: Buffer.from(content).toString('base64') });
  return [
    ...BUILTIN_DESIGNS.map((design) => text(`${design.id}.edgelab`, design.text)),
    ...read('test/fixtures/firewalls'),
    ...read('simulator/lessons/course', /\.yaml$/).slice(0, 4),
    ...read('test/fixtures/captures'),
    text(NO_SHOW, writeShow(builtinDesign(), [])),
    text('nothing.txt', 'nothing that anybody could read'),
    text('broken.edgelab', BUILTIN_DESIGNS[0]!.text.slice(0, 900)),
  ];
}

/** Uses the window at random; each step is taken down. */
async function use(watched: Watched, monkey: Monkey, until: number, steps: Step[]): Promise<void> {
  while (performance.now() < until && watched.troubles.length === 0) {
    const step = await monkey.next(watched.page);
    steps.push(step);
    await watched.step(step);
  }
}

function tell(minute: number, steps: number, { heap_MB, code_MB, nodes, listeners }: Held): void {
  console.log(
    `${minute.toFixed(1)} min: ${steps} steps, heap ${heap_MB.toFixed(1)} MB (${code_MB.toFixed(1)} MB of it code), ${nodes} nodes, ${listeners} listeners`,
  );
}

/**
 * What is held in the last quarter, as a ratio to the first: the least of each. Of many things, window and browser keep the last
 * that there was, so that looks differ; what a leak keeps is in all of them.
 */
function growth(looks: readonly Held[], of: (held: Held) => number): number {
  const part = Math.max(1, Math.floor(looks.length / 4));
  return Math.min(...looks.slice(-part).map(of)) / Math.min(...looks.slice(0, part).map(of));
}

async function soak(page: Page, url: string): Promise<void> {
  const files = filesToDrop();
  const watched = await Watched.over(page, files);
  await page.goto(url);
  await page.locator('[data-rule="E3"]').waitFor();
  await warmUp(watched, files, windowFolder);
  const again = option('again');
  if (again !== undefined) {
    for (const step of JSON.parse(readFileSync(again, 'utf8')) as Step[]) {
      console.log(JSON.stringify(step));
      await watched.step(step);
      if (watched.troubles.length > 0) break;
    }
    console.log(watched.troubles.join('\n'));
    process.exitCode = watched.troubles.length > 0 ? 1 : 0;
    return;
  }
  const monkey = new Monkey(new Random(Number(seed), 'soak'), files);
  const steps: Step[] = [];
  const looks: Held[] = [];
  const snapshots = option('snapshots') ?? null;
  if (snapshots) mkdirSync(snapshots, { recursive: true });
  const length = Number(minutes) * MINUTE_ms;
  await use(watched, monkey, performance.now() + length * BEFORE, steps);
  const began = performance.now();
  for (let look = 1; look <= LOOKS; look++) {
    await use(watched, monkey, began + (length * look) / LOOKS, steps);
    if (watched.troubles.length > 0) break;
    await rest(watched);
    looks.push(await watched.held(snapshots && join(snapshots, `${look}.heapsnapshot`)));
    tell((performance.now() - began) / MINUTE_ms, steps.length, looks.at(-1)!);
  }
  finish(watched, steps, looks);
}

function finish({ troubles }: Watched, steps: readonly Step[], looks: readonly Held[]): void {
  if (troubles.length > 0) {
    const file = `test-results/soak-${seed}.json`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(steps, null, 1));
    console.log(`${troubles.join('\n')}\nafter ${steps.length} steps, the last ones:`);
    for (const step of steps.slice(-5)) console.log(`  ${JSON.stringify(step)}`);
    console.log(`all of them are in ${file}: npm run soak -- --again=${file}`);
  }
  const figures = [
    atMost('errors, failed requests and steps without an answer', troubles.length, 0),
    atMost(
      'heap at the end as a ratio to the first quarter',
      growth(looks, ({ heap_MB }) => heap_MB),
      GROWTH,
    ),
    atMost(
      'heap without compiled code, the same',
      growth(looks, ({ heap_MB, code_MB }) => heap_MB - code_MB),
      GROWTH,
    ),
    atMost(
      'elements held, the same',
      growth(looks, ({ nodes }) => nodes),
      GROWTH,
    ),
    atMost(
      'listeners held, the same',
      growth(looks, ({ listeners }) => listeners),
      GROWTH,
    ),
  ];
  console.log(figures.map(formatFigure).join('\n'));
  if (words.includes('--record'))
    record(HISTORY, figures, {
      command: 'soak',
      minutes: Number(minutes),
      seed: Number(seed),
      steps: steps.length,
    });
  process.exitCode = figures.every(({ met }) => met) ? 0 : 1;
}

const { server, url } = await serve(windowFolder);
const browser = await chromium.launch({
  executablePath: ensureBrowser(),
  args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await soak(page, url);
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
