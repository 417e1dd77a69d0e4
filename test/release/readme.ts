import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openLesson } from '../../simulator/lessons/handout.ts';
import { closingLine } from '../setup/count.ts';
import { RedisServer } from '../setup/redis-server.ts';
import { haveRedis } from '../setup/tools.ts';
import { workFile } from '../story/work-file.ts';
import { CleanAccount, end } from './clean-account.ts';
import { commandsIn, expectedStatus, THEIR_FILES, THEIR_REDIS } from './readme-commands.ts';

/**
 * `npm run readme`: does README.md hold? A clone of what is committed, in a clean account: what it says of starting, the
 * web edition, and each of its commands, as they are written there. With `--all` its test, too. Takes some minutes.
 */

const root = resolve(import.meta.dirname, '../..');
const count = { passed: 0, failed: 0, skipped: 0 };
const account = new CleanAccount(root);
const redis = haveRedis() ? await RedisServer.begin() : null;
/** Sweep for others, until all is done. */
const workers: ChildProcess[] = [];
console.log(account.isUser ? 'In a new user account.' : 'In an empty home of this account.');
try {
  await told('npm ci', () => runs('npm ci --no-audit --no-fund', 0));
  for (const command of commandsIn(readFileSync(join(account.clone, 'README.md'), 'utf8')))
    await told(command, () => obey(command));
} finally {
  for (const worker of workers) await end(worker);
  await redis?.end();
  account.remove();
}
console.log(closingLine(count));
process.exitCode = count.failed === 0 ? 0 : 1;

/** Does what README.md says. @returns null when it holds, else what does not; a reason with `skip` when it was not tried */
async function obey(command: string): Promise<string | { skip: string } | null> {
  if (command === 'npm ci && npm start') return answers('npm start -- --no-open --port 0', ['']);
  if (command === 'npm ci && npm test')
    return process.argv.includes('--all') ? runs('npm test --silent', 0) : { skip: 'only with --all' };
  if (command.startsWith('npm run web'))
    return answers('npm run web -- --serve', ['', 'manifest.webmanifest', 'service-worker.js']);
  await bringFiles(command);
  if (!command.includes(THEIR_REDIS)) return runs(command, expectedStatus(command));
  if (!redis) return { skip: 'no redis-server here' };
  const here = command.replace(THEIR_REDIS, redis.url);
  if (!here.includes(' worker ')) return runs(here, expectedStatus(command));
  workers.push(account.start(here));
  return null;
}

/** Makes the files that a command takes for granted. */
async function bringFiles(command: string): Promise<void> {
  for (const [name, maker] of Object.entries(THEIR_FILES)) {
    if (!command.includes(name) || existsSync(join(account.clone, name))) continue;
    const { status, lastLine } = await account.run(maker);
    if (status !== 0) throw new Error(`${maker}: ${lastLine}`);
  }
  if (!command.includes('*.edgework')) return;
  const lesson = openLesson(readFileSync(join(account.clone, 'lab.yaml'), 'utf8'), 'lab.yaml');
  if (!lesson.ok) throw new Error(lesson.problems[0]?.message);
  const { design } = lesson.lesson.start;
  writeFileSync(join(account.clone, 'ann.edgework'), workFile(lesson.lesson, 'ann', design));
}

async function runs(command: string, status: number): Promise<string | null> {
  const ended = await account.run(command);
  if (ended.status === status) return null;
  return `ended with ${ended.status}, not ${status}: ${ended.lastLine}`;
}

/** Whether a server prints its address and has these files. */
async function answers(command: string, files: readonly string[]): Promise<string | null> {
  const { url, child } = await account.address(command);
  try {
    for (const file of files) {
      const { status } = await fetch(new URL(file, url));
      if (status !== 200) return `${file || 'the page'}: status ${status}`;
    }
    return null;
  } finally {
    await end(child);
  }
}

/** Prints what became of a command, and counts it. */
async function told(command: string, action: () => Promise<string | { skip: string } | null>): Promise<void> {
  const began = performance.now();
  const outcome = await action().catch((error: unknown) => (error as Error).message);
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
  const skip = outcome !== null && typeof outcome === 'object';
  count[outcome === null ? 'passed' : skip ? 'skipped' : 'failed']++;
  const word = outcome === null ? 'ok  ' : skip ? 'skip' : 'FAIL';
  console.log(
    `${word} ${seconds} s  ${command}${outcome === null ? '' : `\n     ${skip ? outcome.skip : outcome}`}`,
  );
}
