import type { Redis } from 'ioredis';
import type { FeatureSweep } from '../../../simulator/analysis/matrix.ts';
import { printable } from '../../../simulator/designs/quote.ts';
import type { Plan } from '../../../simulator/sweep/sweep.ts';
import type { Crew } from './crew.ts';
import { threads } from './crew.ts';
import { engineVersion, planKey, PREFIX, QUEUE } from './queue.ts';
import { openRedis, REFUSAL } from './redis.ts';
import { checked, packSweep, SweepJob, unpackPlan } from './wire.ts';

/** Milliseconds after which the job of a worker that gives no sign of life is another's. */
const LOCK_MS = 4000;
/** Milliseconds between two looks for such jobs. */
const STALLED_MS = 1000;
/** So often may a job's worker die before the job is taken to be the reason. */
const MAX_DEATHS = 3;
/** Milliseconds after which what failed for want of a server is tried again. */
const RETRY_MS = 250;

/**
 * Takes jobs from the queue in a Redis server until it is stopped; then what has been begun is finished. Threads do them,
 * so that there are signs of life meanwhile.
 * @param once ends, too, when no job is left to take
 * @param say hears a line for each job, and when one goes wrong
 * @throws CliError when there is no Redis server
 */
export async function takeJobs(
  url: string,
  {
    workers,
    once,
    say,
    stop,
  }: { workers: number; once: boolean; say: (line: string) => void; stop: AbortSignal },
): Promise<void> {
  const redis = await openRedis(url, 'name another');
  const crew = threads(workers);
  const { UnrecoverableError, Worker } = await import('bullmq');
  const doer = new Doer(redis, crew);
  const worker = new Worker(
    QUEUE,
    async ({ data }) => {
      try {
        return packSweep(await doer.sweep(data));
      } catch (error) {
        // Anything else would go wrong again.
        throw error instanceof PlanMissing ? error : new UnrecoverableError((error as Error).message);
      }
    },
    {
      connection: redis,
      prefix: PREFIX,
      concurrency: workers,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_MS,
      maxStalledCount: MAX_DEATHS,
      runRetryDelay: RETRY_MS,
    },
  );
  worker.on('completed', ({ name, processedOn, finishedOn }, { runs }) => {
    const seconds = (finishedOn! - processedOn!) / 1000;
    say(printable(`${name}: ${runs} scenes were played in ${seconds.toFixed(2)} s`));
  });
  worker.on('failed', (job, { message }) => say(printable(`${job?.name}: ${message}`)));
  // That the server went away is said where the connection is; a job that was lost with it is done again.
  worker.on('error', ({ name, message }) => {
    if (name === REFUSAL) say(printable(message));
  });
  say(`takes jobs with ${workers} threads; Ctrl-C ends it`);
  await new Promise<void>((resolve) => {
    stop.addEventListener('abort', () => resolve(), { once: true });
    if (once) worker.once('drained', resolve);
  });
  // Without a server, nobody would take what is finished.
  await worker.close(redis.status !== 'ready');
  await crew.leave();
  redis.disconnect();
}

/** Does what jobs say. */
class Doer {
  readonly #redis: Redis;
  readonly #crew: Crew;
  readonly #engine = engineVersion();
  /** The last job's plan: those that follow mostly have the same. */
  #last: { readonly name: string; readonly plan: Plan } | undefined;

  constructor(redis: Redis, crew: Crew) {
    this.#redis = redis;
    this.#crew = crew;
  }

  /** @throws Error in one line when it is no job for this engine */
  async sweep(data: unknown): Promise<FeatureSweep> {
    const { engine, plan, feature } = checked(SweepJob, data, 'the job in Redis');
    if (engine !== this.#engine)
      throw new Error(`a worker refused the job: its engine is ${this.#engine}, the job is for ${engine}`);
    let result: FeatureSweep | undefined;
    await this.#crew.sweep(
      { ...(await this.#planOf(plan)), features: [feature] },
      (sweep) => (result = sweep),
      new AbortController().signal,
    );
    return result!;
  }

  async #planOf(name: string): Promise<Plan> {
    if (this.#last?.name === name) return this.#last.plan;
    const text = await this.#redis.get(planKey(name));
    if (text === null) throw new PlanMissing('its plan is not in Redis any more');
    const plan = unpackPlan(text, name);
    this.#last = { name, plan };
    return plan;
  }
}

/** The server lost it, and whoever waits for the job is about to send it again. */
class PlanMissing extends Error {}
