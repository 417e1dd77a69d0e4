import { writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Outcome } from './fuzz.ts';
import { fuzz } from './fuzz.ts';
import { READERS } from './readers/registry.ts';

/*
 * One reader, in a process of its own: whatever it leaves in memory is its own. Started by run.ts with --expose-gc.
 */

/** What became of a reader, with what it took. */
export interface Measured extends Outcome {
  readonly id: string;
  readonly inputs: number;
  /** Of the processor, making the inputs included. */
  readonly seconds: number;
  /** The most that one input took of the processor, with the collection of what others left. */
  readonly longest_ms: number;
  readonly longestInput: number;
  /** What is kept after all inputs, as a ratio to what was kept after a tenth of them. */
  readonly growth: number;
}

/** Milliseconds of the processor that this program has had. */
function spent_ms(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Bytes that are still held when all that can go is gone. */
function held(): number {
  const { gc } = globalThis;
  gc?.();
  gc?.();
  return process.memoryUsage().heapUsed;
}

/** A thread that ends the process when one input takes 20 s of the processor: nothing else could. */
function watchFor(count: Int32Array): void {
  const script = `
    const { workerData } = require('node:worker_threads');
    let last = -1;
    let since = 0;
    setInterval(() => {
      const now = Atomics.load(workerData.count, 0);
      const { user, system } = process.cpuUsage();
      if (now !== last) [last, since] = [now, user + system];
      else if (user + system - since > 20e6) {
        require('node:fs').writeSync(2, workerData.id + ': hangs at input ' + now + '\\n');
        process.kill(process.pid, 'SIGKILL');
      }
    }, 1000);`;
  new Worker(script, { eval: true, workerData: { count, id } }).unref();
}

const [id = '', seed = '1', inputs = '1000000'] = process.argv.slice(2);
const reader = READERS.find((one) => one.id === id);
if (!reader) throw new Error(`no reader "${id}"`);
const count = new Int32Array(new SharedArrayBuffer(4));
watchFor(count);
const total = Number(inputs);
const early = Math.floor(total / 10);
let [began, before, longest, longestInput, first] = [0, 0, 0, 0, 0];
const outcome = await fuzz(reader, Number(seed), total, {
  before(at) {
    Atomics.store(count, 0, at);
    before = spent_ms();
    if (at === 0) began = before;
  },
  after(at) {
    const took = spent_ms() - before;
    if (took > longest) [longest, longestInput] = [took, at];
    if (at === early) first = held();
  },
});
const seconds = (spent_ms() - began) / 1000;
const growth = held() / first;
const measured: Measured = {
  id,
  inputs: total,
  ...outcome,
  seconds,
  longest_ms: longest,
  longestInput,
  growth,
};
writeSync(1, `${JSON.stringify(measured)}\n`);
process.exit();
