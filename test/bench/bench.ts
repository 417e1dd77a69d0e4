import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { builtinDesign } from '../../simulator/designs/registry.ts';
import { FORMATS } from '../../simulator/firewall/formats/registry.ts';
import { run } from '../../simulator/run.ts';
import { callCrowd } from './calls.ts';
import { longCapture } from './captures.ts';
import type { Figure } from '../setup/history.ts';
import { atLeast, atMost, formatFigure, record } from '../setup/history.ts';
import { best, median } from './figures.ts';
import { diff_ms, exposure_ms, lint_ms, lookupsPerSecond, reading_ms } from './firewalls.ts';
import { hopsPerSecond, timersPerSecond } from './network.ts';
import { ns3HopsPerSecond } from './ns3/ns3.ts';
import { replayFigures } from './replay.ts';
import { sieveRules, siteRules, tangledRules } from './rule-sets.ts';
import { sweepFigures } from './sweeps.ts';
import { crowd } from './users.ts';
import { windowFigures } from './window.ts';

/**
 * `npm run bench [-- --json]`: the figures of the performance goals, each beside its goal. Each time they are added to
 * docs/benchmarks/history.jsonl. Build the window first.
 */

const root = process.cwd();
const HISTORY = join(root, 'docs/benchmarks/history.jsonl');

function times(tries: number, action: () => void): number[] {
  return Array.from({ length: tries }, () => {
    const start = performance.now();
    action();
    return performance.now() - start;
  });
}

function commandLine_ms(): number {
  const script = join(root, 'electron/cli/start.mjs');
  return median(
    times(7, () => spawnSync(process.execPath, [script, 'run', '--only', 'remote-sign-in', '--json'])),
  );
}

const design = builtinDesign();
const signIn = () => void run(design, { only: ['remote-sign-in'] });
times(20, signIn);
crowd(10);
const [ten, hundred, thousand] = [crowd(10), crowd(100), crowd(1000)];
const setUp_ms = median(Array.from({ length: 7 }, () => callCrowd(20, 10).setUp_ms));
const calls = callCrowd(500, 200);
const memory_mb = process.memoryUsage().rss / 1e6;
const long = longCapture(40, 20);
const browser = await windowFigures();
const replays = await replayFigures();
const sweeps = await sweepFigures();
const hops = best(3, () => hopsPerSecond(50, 20).hopsPerSecond);
const ns3 = ns3HopsPerSecond(50, 20, 3);
const [few, many, most] = [24, 1000, 10_000].map((count) =>
  best(5, () => lookupsPerSecond(siteRules(count))),
) as [number, number, number];
const diff = diff_ms(1000);
const figures: readonly Figure[] = [
  atLeast(
    'timer events a second',
    best(3, () => timersPerSecond(3_000_000)),
    2_000_000,
  ),
  atLeast('packet-hops a second, full trace, firewall of 24 rules', hops, 500_000),
  ...(ns3 === null
    ? []
    : [atLeast('the same as a ratio to ns-3 on the same network, one core each', hops / ns3, 10)]),
  atLeast('lookups a second among 24 rules', few, 5_000_000),
  atLeast('lookups a second among 10,000 rules', most, 1_000_000),
  atLeast(
    'the same, prefixes and ranges laid over each other',
    best(5, () => lookupsPerSecond(tangledRules(10_000))),
    1_000_000,
  ),
  atLeast(
    'the same, prefixes of every length and short ranges of ports',
    best(5, () => lookupsPerSecond(sieveRules(10_000))),
    1_000_000,
  ),
  atMost('cost of a lookup among 10,000 rules as a ratio to 1,000', many / most, 2),
  atMost('differences of 1,000 rules after 40 changes, ms', diff.changed, 1000),
  atMost('differences of two sets of 1,000 rules, ms', diff.strange, 1000),
  atMost('differences of 1,000 rules laid over each other, ms', diff.tangled, 1000),
  atMost('lint of 1,000 rules, ms', lint_ms(siteRules(1000), 3), 2000),
  atMost('lint of 1,000 rules laid over each other, ms', lint_ms(tangledRules(1000), 3), 2000),
  atMost('lint of 10,000 rules, ms', lint_ms(siteRules(10_000), 1), 20_000),
  atMost('what 10,000 rules lay open, counted, ms', exposure_ms(siteRules(10_000)), 20_000),
  ...FORMATS.map((format) =>
    atMost(`reading 10,000 lines of ${format.title}, ms`, reading_ms(format, 10_000), 2000),
  ),
  atMost('one remote sign-in, ms (median of 50)', median(times(50, signIn)), 20),
  atMost('all 39 features once, ms (median of 20)', median(times(20, () => void run(design))), 300),
  atMost('24 single closures over 39 features, two threads, s (median of 5)', sweeps.singles_s, 0.5),
  atMost('all 276 pairs, two threads, s', sweeps.pairs_s, 3),
  atLeast('the same by one thread: every case run by itself, as a ratio', sweeps.pruning, 8),
  atMost('all pairs of reference-2, two threads, s', sweeps.reference2Pairs_s, 15),
  atMost('smallest set of rules for ten features, s (longest of 4)', sweeps.minimal_s, 5),
  atMost('setting up one call, ms (median of 7)', setUp_ms, 10),
  atLeast('500 remote people, 200 calls, 10 minutes: times real time', (1000 * calls.seconds) / calls.ms, 10),
  atMost('the same: memory of the whole process, MB', memory_mb, 1000),
  atMost(
    '100 remote people, cost of a packet as a ratio to 10',
    hundred.perPacket_us / ten.perPacket_us,
    1.5,
  ),
  atMost(
    '1,000 remote people, cost of a packet as a ratio to 100',
    thousand.perPacket_us / hundred.perPacket_us,
    1.5,
  ),
  atMost('trace of 1,000 remote people, bytes an event', thousand.bytesPerEvent, 200),
  atLeast('frames written to a capture a second', long.framesWrittenPerSecond, 200_000),
  atMost('a capture of a million frames, s', 1e6 / long.framesWrittenPerSecond, 15),
  atMost(
    `more memory while ${long.frames.toLocaleString('en')} frames were written, MB`,
    long.memory_mb,
    200,
  ),
  atLeast('frames of a capture read a second', long.framesReadPerSecond, 300_000),
  atMost('command line: a whole run from start to exit, ms', commandLine_ms(), 1000),
  atMost('first paint of the window, ms', browser.paint_ms, 1000),
  atMost('window usable, ms', browser.usable_ms, 2000),
  atMost(
    `what the window loads (of ${Math.round(browser.all_kB)} kB in all files), compressed, kB`,
    browser.loaded_kB,
    1500,
  ),
  ...replays.map(({ browser, shown_ms }) => atMost(`a replay opened in ${browser}, ms`, shown_ms, 1000)),
  atMost('memory after 40 plays as a ratio to 5', browser.memory, 1.1),
  atMost('a rule closed to its outcome on screen, ms', browser.closed_ms, 1000),
  atMost('frame p95 with 2,000 packets in flight, ms', Math.round(browser.frame_p95_ms * 10) / 10, 16.7),
  atMost('the same as a ratio to an empty page', browser.frame_p95_ms / browser.emptyFrame_p95_ms, 1.05),
  atMost('drawing 2,000 packets, p95 of a frame, ms', browser.drawing_p95_ms, 16.7),
  atMost(
    `another time among ${browser.seeks.events.toLocaleString('en')} events, map and timeline, p95, ms`,
    browser.seeks.map_p95_ms,
    100,
  ),
  atMost('the same, ladder', browser.seeks.ladder_p95_ms, 100),
  atMost('GIF of a scene of 20 s, made, s', (20 * browser.film.took_s) / browser.film.plays_s, 20),
];

const told = record(HISTORY, figures);
if (process.argv.includes('--json')) console.log(JSON.stringify(told, null, 2));
else console.log(figures.map(formatFigure).join('\n'));
