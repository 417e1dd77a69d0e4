import { Random } from '../../simulator/kernel/random.ts';
import { median } from '../bench/figures.ts';
import { atMost, formatFigure, record } from '../setup/history.ts';
import { ensureBrowser } from '../setup/tools.ts';
import { HISTORY } from './history.ts';
import { killWindows } from './kill-browser.ts';
import type { Killed } from './kill-files.ts';
import { killExports, killSaving } from './kill-files.ts';

/*
 * npm run kill [-- <times> <seed>] [--record]: kill -9 at random moments, two hundred times: half of them the window with all of its
 * browser, a quarter a program that saves, a quarter exports of the command line. Ends with 1 when something that was kept is
 * lost, a file is not whole, or the lab is back too late. Linux, whose /proc tells which processes there are.
 */

const BACK_ms = 2000;

const [times = '200', seed = '1'] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const quarter = Math.max(1, Math.floor(Number(times) / 4));
process.env['E2E_BROWSER'] = ensureBrowser();

function tell(what: string, { times: killed, faults }: Pick<Killed, 'times' | 'faults'>): void {
  console.log(`${what}: killed ${killed} times, ${faults.length} faults`);
  for (const fault of faults) console.log(`  ${fault}`);
}

const random = (name: string) => new Random(Number(seed), `kill/${name}`);
const saving = await killSaving(quarter, random('saving'));
tell('saving', saving);
const exports = await killExports(quarter, random('exports'));
tell('exports', exports);
const windows = await killWindows(quarter * 2, random('windows'));
tell('windows', windows);
const faults = saving.faults.length + exports.faults.length + windows.faults.length;
const figures = [
  atMost('kills after which something was lost or broken', faults, 0),
  atMost('files left beside, after one more save', saving.litter + exports.litter, 0),
  atMost('lab back after a kill, ms (median)', median(windows.back_ms), BACK_ms),
  atMost('lab back after a kill, ms (longest)', Math.max(...windows.back_ms), BACK_ms),
];
console.log(figures.map(formatFigure).join('\n'));
if (process.argv.includes('--record'))
  record(HISTORY, figures, { command: 'kill', times: quarter * 4, seed: Number(seed) });
process.exitCode = figures.every(({ met }) => met) ? 0 : 1;
