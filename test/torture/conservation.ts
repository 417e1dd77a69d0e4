import { record, atMost, formatFigure } from '../setup/history.ts';
import { HISTORY } from './history.ts';
import { tryRuns } from './trials.ts';

/*
 * npm run conservation [-- <runs> <seed>] [--record]: drawn runs, ten thousand of them, each held from outside to what a run
 * promises. Ends with 1 when one breaks it.
 */

const [runs = '10000', seed = '1'] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const began = performance.now();
const EVERY = 1000;
const done = tryRuns(Number(runs), Number(seed), (count) => {
  if (count % EVERY === 0) console.log(`${count} runs, ${((performance.now() - began) / 1000).toFixed(0)} s`);
});
for (const fault of done.faults) console.log(fault);
const figures = [atMost('runs that broke a promise', done.faults.length, 0)];
const seconds = Math.round((performance.now() - began) / 1000);
const { events, packets, statuses } = done;
console.log(
  `${runs} runs, seed ${seed}, ${seconds} s: ${packets.toLocaleString('en')} packets, ${events.toLocaleString('en')} events; ` +
    Object.entries(statuses)
      .map(([status, count]) => `${count} ${status}`)
      .join(', '),
);
console.log(figures.map(formatFigure).join('\n'));
if (process.argv.includes('--record'))
  record(HISTORY, figures, {
    command: 'conservation',
    runs: Number(runs),
    seed: Number(seed),
    seconds,
    packets,
    events,
  });
process.exitCode = done.faults.length > 0 ? 1 : 0;
