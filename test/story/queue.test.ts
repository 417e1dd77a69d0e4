import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Job, Processor } from 'bullmq';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { planKey, PREFIX, QUEUE } from '../../electron/cli/sweeps/queue.ts';
import type { SweepJob } from '../../electron/cli/sweeps/wire.ts';
import { freePort, RedisServer } from '../setup/redis-server.ts';
import { haveRedis } from '../setup/tools.ts';

const LAB = resolve(import.meta.dirname, '../../electron/cli/start.mjs');
/** Two that are soon done and one that is not, in this order. */
const FEATURES = ['remote-sign-in', 'http-redirect', 'av-remote-internal'];
const SWEEP = ['whatif', '--depth', '2', '--only', FEATURES.join(','), '--json'];
const DONE = ' scenes were played in ';

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly lines: readonly string[];
}

/** A command of the lab at work beside the test. */
class Program {
  readonly lines: string[] = [];
  readonly #process;
  readonly #reader;
  readonly #end: Promise<unknown>;
  #stdout = '';

  constructor(...args: string[]) {
    this.#process = spawn(process.execPath, [LAB, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    this.#reader = createInterface(this.#process.stderr).on('line', (line) => this.lines.push(line));
    this.#end = once(this.#process, 'close');
  }

  /** Waits for something on standard error. */
  async says(what: string): Promise<void> {
    const never = this.#end.then(() =>
      Promise.reject(new Error(`ended without "${what}": ${this.lines.join('\n')}`)),
    );
    while (!this.lines.some((line) => line.includes(what)))
      await Promise.race([once(this.#reader, 'line'), never]);
    never.catch(() => undefined);
  }

  async ends(signal?: NodeJS.Signals): Promise<Ended> {
    if (signal) this.#process.kill(signal);
    await this.#end;
    return { status: this.#process.exitCode, stdout: this.#stdout, lines: this.lines };
  }
}

/** What a sweep came to, but for its time. */
function found(stdout: string): unknown {
  return { ...(JSON.parse(stdout) as object), seconds: 0 };
}

/** The features whose jobs a worker says are done. */
const doneBy = ({ lines }: Ended) =>
  lines.filter((line) => line.includes(DONE)).map((line) => /^lab: ([^:]*): /.exec(line)![1]);

describe.skipIf(!haveRedis())('jobs through Redis', () => {
  let server: RedisServer;
  let expected: unknown;
  const programs: Program[] = [];
  const closing: (() => Promise<unknown>)[] = [];

  const lab = (...args: string[]) => {
    const program = new Program(...args);
    programs.push(program);
    return program;
  };
  const sweep = () => lab(...SWEEP, '--queue', server.url);
  const worker = (...args: string[]) => lab('worker', '--queue', server.url, ...args);
  /** A connection of the test's own. */
  const connection = () => {
    const redis = new Redis(server.url, { maxRetriesPerRequest: null });
    closing.unshift(() => redis.quit());
    return redis;
  };
  const queue = () => {
    const own = new Queue(QUEUE, { connection: connection(), prefix: PREFIX });
    closing.unshift(() => own.close());
    return own;
  };
  /** A worker that is none of ours. */
  const stranger = (work: Processor) => {
    const own = new Worker(QUEUE, work, { connection: connection(), prefix: PREFIX });
    closing.unshift(() => own.close(true));
    return own;
  };

  beforeAll(() => {
    expected = found(spawnSync(process.execPath, [LAB, ...SWEEP], { encoding: 'utf8' }).stdout);
  }, 60_000);

  beforeEach(async () => {
    server = await RedisServer.begin();
  });

  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.ends('SIGKILL')));
    for (const close of closing.splice(0)) await close();
    await server.end();
  });

  test('a sweep is the same as without a queue; a worker ends when it is asked to', async () => {
    const first = sweep();
    await first.says(`lab: no worker is there yet; start one: lab worker --queue ${server.url}`);
    const crew = worker();
    const { status, stdout } = await first.ends();
    expect(status).toBe(0);
    expect(found(stdout)).toEqual(expected);
    // The same jobs again are no jobs any more.
    const again = await sweep().ends();
    expect(found(again.stdout)).toEqual(expected);
    const ended = await crew.ends('SIGTERM');
    expect(ended.status).toBe(0);
    expect(doneBy(ended).sort()).toEqual([...FEATURES].sort());
  });

  test('a worker is killed in the middle: its job is given to another, and counted once', async () => {
    const first = sweep();
    const killed = worker('--workers', '1');
    await killed.says(DONE);
    await killed.ends('SIGKILL');
    worker();
    const { status, stdout } = await first.ends();
    expect(status).toBe(0);
    expect(found(stdout)).toEqual(expected);
    const jobs = await queue().getCompleted();
    expect(jobs.map(({ name }) => name).sort()).toEqual([...FEATURES].sort());
    expect(jobs.some(({ stalledCounter }) => stalledCounter > 0)).toBe(true);
  });

  test('Redis dies in the middle and comes back empty: what is not done is sent again', async () => {
    const crew = worker('--workers', '1');
    await crew.says('takes jobs');
    const first = sweep();
    await crew.says(DONE);
    await server.kill();
    for (const one of [first, crew])
      await one.says(`lab: ${server.url}: the Redis server went away; waiting until it is back`);
    await server.start();
    const { status, stdout } = await first.ends();
    expect(status).toBe(0);
    expect(found(stdout)).toEqual(expected);
    expect(await connection().keys(planKey('*'))).toHaveLength(1);
    expect((await crew.ends('SIGINT')).status).toBe(0);
  });

  test('a job whose plan Redis lost is tried again', async () => {
    const first = sweep();
    const busy = stranger(() => new Promise(() => undefined));
    const [job] = (await once(busy, 'active')) as [Job<SweepJob>];
    await first.ends('SIGKILL');
    const { plan } = job.data;
    const redis = connection();
    const text = await redis.getdel(planKey(plan));
    const crew = worker();
    await queue().add('again', job.data, { attempts: 9, backoff: 200 });
    await crew.says('lab: again: its plan is not in Redis any more');
    await redis.set(planKey(plan), text!);
    await crew.says(`lab: again: 4${DONE}`);
  });

  test('no Redis is there: one line; no address of one: one line', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const away = await lab('whatif', '--queue', url).ends();
    expect(away.lines).toEqual([
      `lab: ${url}: no Redis server answers there; start one, or leave --queue out`,
    ]);
    expect(away.status).toBe(2);
    const wrong = await lab('worker', '--queue', 'localhost:6379').ends();
    expect(wrong.lines).toEqual([
      "lab: option '--queue <url>' argument 'localhost:6379' is invalid. It must be redis://HOST:PORT.; lab --help lists what there is",
    ]);
    expect(wrong.status).toBe(2);
  });

  test('a sweep that is interrupted takes its jobs back and says what is missing', async () => {
    const first = sweep();
    const busy = stranger(() => new Promise(() => undefined));
    await once(busy, 'active');
    const { status, stdout, lines } = await first.ends('SIGINT');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ missing: FEATURES });
    expect(lines.at(-1)).toBe(`lab: stopped: ${FEATURES.length} of ${FEATURES.length} features are missing`);
    expect(await queue().getWaitingCount()).toBe(0);
  });

  test('a job for another engine is refused; a job that fails fails the sweep; both in one line', async () => {
    const crew = worker();
    const data = { engine: '0123456789abcdef', plan: 'a'.repeat(64), feature: FEATURES[0] };
    await queue().add('strange', data);
    await crew.says('lab: strange: a worker refused the job: its engine is ');
    await crew.ends('SIGTERM');
    await queue().add('damaged', { ...data, feature: 'toString' });
    await worker('--once').says('lab: damaged: the job in Redis is wrong at feature');
    const first = sweep();
    stranger(() => Promise.reject(new Error('out of\nmemory \u001b[31m')));
    const { status, stdout, lines } = await first.ends();
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(lines.at(-1)).toMatch(/^lab: [a-z0-9-]+: out of\\u000amemory \\u001b\[31m$/);
  });

  test('what a worker sends is looked at before it is believed', async () => {
    const first = sweep();
    stranger(() => Promise.resolve({ outcomes: [{ status: 'splendid' }], singles: [], pairs: [], runs: 1 }));
    const { status, stdout, lines } = await first.ends();
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(lines.at(-1)).toMatch(/^lab: the result for [a-z0-9-]+ in Redis is wrong at outcomes\.0\./);
  });
});
