import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Figure } from '../setup/history.ts';
import { atMost, record } from '../setup/history.ts';
import { HISTORY } from '../torture/history.ts';
import type { Measured } from './one.ts';
import { READERS } from './readers/registry.ts';

/*
 * npm run fuzz [-- <inputs> <seed> <reader>...] [--record]: hostile input for each reader, a million times, two readers at a
 * time. A name that ends with * stands for all that begin so. Ends with 1 when one answers wrongly, takes too long or keeps
 * what it was given.
 */

/** The most that one input may take of the processor. */
const LONGEST_ms = 1000;
/** The most that may be held at the end, as a ratio to what is held after a tenth of the inputs. */
const GROWTH = 1.1;
const AT_ONCE = 2;

const words = process.argv.slice(2);
const [inputs = '1000000', seed = '1', ...names] = words.filter((word) => !word.startsWith('--'));
const wanted = (id: string) =>
  names.length === 0 ||
  names.some((name) => (name.endsWith('*') ? id.startsWith(name.slice(0, -1)) : id === name));
const left = READERS.map(({ id }) => id).filter(wanted);
const done: Measured[] = [];
const broken: string[] = [];

async function measure(id: string): Promise<void> {
  const one = join(import.meta.dirname, 'one.mjs');
  const child = spawn(process.execPath, ['--expose-gc', one, id, seed, inputs], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told = await text(child.stdout);
  if (told === '') {
    broken.push(id);
    console.log(`${id}: ended by itself (${child.signalCode ?? child.exitCode})`);
    return;
  }
  const measured = JSON.parse(told) as Measured;
  done.push(measured);
  tell(measured);
}

function tell({ id, read, refused, faults, seconds, longest_ms, longestInput, growth }: Measured): void {
  const bad = faults.length > 0 || longest_ms > LONGEST_ms || growth > GROWTH;
  if (bad) broken.push(id);
  console.log(
    `${bad ? 'WRONG ' : ''}${id}: ${read} read, ${refused} refused, ${faults.length} wrong; ${seconds.toFixed(1)} s ` +
      `(${Math.round((read + refused) / seconds)}/s), longest ${longest_ms.toFixed(0)} ms (input ${longestInput}), memory × ${growth.toFixed(3)}`,
  );
  for (const fault of faults) console.log(`  ${fault}`);
}

async function work(): Promise<void> {
  for (let id = left.shift(); id !== undefined; id = left.shift()) await measure(id);
}

await Promise.all(Array.from({ length: AT_ONCE }, work));
const figures: Figure[] = [
  atMost(
    'inputs answered wrongly',
    done.reduce((sum, { faults }) => sum + faults.length, 0),
    0,
  ),
  atMost('readers that ended', broken.length - done.filter(({ id }) => broken.includes(id)).length, 0),
  atMost(
    'longest input, ms of the processor',
    Math.max(...done.map(({ longest_ms }) => longest_ms)),
    LONGEST_ms,
  ),
  atMost('memory at the end as a ratio to a tenth', Math.max(...done.map(({ growth }) => growth)), GROWTH),
];
console.log(
  `${done.length} readers, ${inputs} inputs each, seed ${seed}: ${broken.length === 0 ? 'all well' : `not well: ${broken.join(', ')}`}`,
);
if (words.includes('--record'))
  record(HISTORY, figures, {
    command: 'fuzz',
    readers: done.length,
    inputs: Number(inputs),
    seed: Number(seed),
  });
process.exitCode = broken.length > 0 ? 1 : 0;
