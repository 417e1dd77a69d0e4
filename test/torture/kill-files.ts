import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../simulator/kernel/random.ts';

/** What became of what was killed. */
export interface Killed {
  readonly times: number;
  readonly faults: readonly string[];
  /** Files left beside what was written, after one more save. */
  readonly litter: number;
}

/** What killed writers left is taken away by the next one when it is older than a minute: makes it that. */
function age(folder: string): void {
  const before = new Date(Date.now() - 5 * 60_000);
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), before, before);
}

async function killAfter(child: ChildProcess, ms: number): Promise<void> {
  const ended = once(child, 'close');
  await Promise.race([pause(ms), ended]);
  child.kill('SIGKILL');
  await ended;
}

/**
 * Kills a program that saves a file again and again: what is there is whole each time, and no older than what was last said to
 * be kept.
 */
export async function killSaving(times: number, random: Random): Promise<Killed> {
  const folder = mkdtempSync(join(tmpdir(), 'edge-lab-saving-'));
  const file = join(folder, 'design.edgelab');
  const saver = ['--import', 'tsx', join(import.meta.dirname, 'kill-saver.ts'), file];
  const faults: string[] = [];
  let kept = 0;
  for (let time = 0; time < times; time++) {
    const child = spawn(process.execPath, [...saver, String(kept + 1)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part.toString()));
    // Not while it starts: then there would be nothing to lose.
    await once(child.stdout, 'data');
    await killAfter(child, random.between(0, 400));
    const promised = Number(said.trim().split('\n').at(-1)) || kept;
    const found = existsSync(file) ? numberIn(readFileSync(file, 'utf8')) : 0;
    if (found === null) faults.push(`kill ${time}: the file is not whole`);
    else if (found < promised) faults.push(`kill ${time}: save ${promised} was kept, and ${found} is there`);
    kept = Math.max(promised, found ?? 0);
  }
  age(folder);
  spawnSync(process.execPath, [...saver, '1', '1']);
  const litter = readdirSync(folder).filter((name) => name !== basename(file)).length;
  rmSync(folder, { recursive: true });
  return { times, faults, litter };
}

/** The number of the save whose text this is; null when it is not whole. */
function numberIn(text: string): number | null {
  const end = text.lastIndexOf('\n') + 1;
  const sum = createHash('sha256').update(text.slice(0, end)).digest('hex');
  return text.slice(end) === sum ? Number.parseInt(text, 10) : null;
}

/** Exports of the command line that take a while, to a file that is named last. */
const EXPORTS: readonly (readonly string[])[] = [
  ['run', '--pcap'],
  ['replay', '--out'],
  ['report', 'summary', '--out'],
  ['run', '--trace'],
];
const ENDINGS = ['.pcapng', '.html', '.html', '.jsonl'];

function commandLine(words: readonly string[]): readonly string[] {
  return [join(process.cwd(), 'electron/cli/start.mjs'), ...words];
}

/**
 * Kills exports of the command line over files that are there already: the old file or the new one is there, whole.
 */
export async function killExports(times: number, random: Random): Promise<Killed> {
  const folder = mkdtempSync(join(tmpdir(), 'edge-lab-exports-'));
  const faults: string[] = [];
  const known = EXPORTS.slice(0, times).map((words, at) => {
    const make = (name: string, ...more: readonly string[]) => {
      const file = join(folder, `${name}-${at}${ENDINGS[at]}`);
      const began = performance.now();
      const { status, stderr } = spawnSync(process.execPath, commandLine([...words, file, ...more]), {
        encoding: 'utf8',
      });
      if (status !== 0 && status !== 1) throw new Error(`${words.join(' ')}: ${stderr}`);
      return { bytes: readFileSync(file), took_ms: performance.now() - began };
    };
    const old = make('old', '--close', 'E12').bytes;
    return { words, old, ...make('new') };
  });
  for (let time = 0; time < times; time++) {
    const at = time % known.length;
    const { words, old, bytes, took_ms } = known[at]!;
    const file = join(folder, `killed-${at}${ENDINGS[at]}`);
    writeFileSync(file, old);
    const child = spawn(process.execPath, commandLine([...words, file]), { stdio: 'ignore' });
    await killAfter(child, random.between(Math.floor(took_ms * 0.3), Math.floor(took_ms * 1.1)));
    const found = readFileSync(file);
    if (!found.equals(old) && !found.equals(bytes))
      faults.push(
        `kill ${time}: ${words.join(' ')} left ${found.length} bytes, which are neither the old nor the new file`,
      );
  }
  age(folder);
  known.forEach(({ words }, at) => {
    const file = join(folder, `killed-${at}${ENDINGS[at]}`);
    spawnSync(process.execPath, commandLine([...words, file]), { stdio: 'ignore' });
  });
  const litter = readdirSync(folder).filter((name) => !/^(old|new|killed)-/.test(name)).length;
  rmSync(folder, { recursive: true });
  return { times, faults, litter };
}
