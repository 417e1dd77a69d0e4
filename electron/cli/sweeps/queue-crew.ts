import { setTimeout } from 'node:timers/promises';
import type { Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { FeatureSweep } from '../../../simulator/analysis/matrix.ts';
import { printable, quote } from '../../../simulator/designs/quote.ts';
import type { Plan } from '../../../simulator/sweep/sweep.ts';
import { CliError } from '../output.ts';
import type { Crew } from './crew.ts';
import { engineVersion, KEPT_S, planKey, PREFIX, QUEUE } from './queue.ts';
import { openRedis, REFUSAL, shown } from './redis.ts';
import type { SweepJob } from './wire.ts';
import { packPlan, unpackSweep } from './wire.ts';

/** Milliseconds between two looks at what has become of the jobs. */
const LOOK_MS = 50;
/** So often is a job tried whose plan the server lost, in milliseconds from one to the next. */
const ATTEMPTS = 3;
const AGAIN_MS = 500;

/**
 * A crew of `lab worker`s, on whichever machines, that take their jobs from a queue in Redis.
 * @throws CliError when there is no Redis server
 */
export async function queueCrew(url: string): Promise<Crew> {
  const redis = await openRedis(url, 'leave --queue out');
  const { Queue } = await import('bullmq');
  const queue = new Queue<SweepJob>(QUEUE, {
    connection: redis,
    prefix: PREFIX,
    // Nobody reads its events, which hold results.
    streams: { events: { maxLen: 10 } },
  });
  // What goes wrong comes back to who asked, too; that the server went away is said where the connection is.
  queue.on('error', () => undefined);
  let errand: Errand | undefined;
  return {
    async sweep(plan, told, stop) {
      errand = new Errand(redis, queue, plan);
      const stopped = new Promise<void>((resolve) => {
        stop.addEventListener('abort', () => resolve(), { once: true });
      });
      try {
        await Promise.race([stopped, errand.run(told, stop, shown(url))]);
      } catch (error) {
        const { name, message } = error as Error;
        throw name === REFUSAL
          ? new CliError(`${shown(url)}: the Redis server says ${quote(message)}`)
          : error;
      }
    },
    leave: async () => {
      // While the server is away, there is nobody to take the jobs back from.
      if (redis.status === 'ready') await errand?.withdraw();
      await queue.close();
      redis.disconnect();
    },
  };
}

/**
 * A plan on its way through the queue. What became of its jobs is looked up again and again instead of listened for: an
 * event is lost with the connection or with a server that forgets, a job that is not there is sent again.
 */
class Errand {
  readonly #redis: Redis;
  readonly #queue: Queue<SweepJob>;
  readonly #plan: Plan;
  readonly #packed: ReturnType<typeof packPlan>;
  readonly #engine = engineVersion();
  /** Features without a result, and the ids of their jobs. */
  readonly #open: Map<string, string>;

  constructor(redis: Redis, queue: Queue<SweepJob>, plan: Plan) {
    this.#redis = redis;
    this.#queue = queue;
    this.#plan = plan;
    this.#packed = packPlan(plan);
    // The same engine, plan and feature make the same job, however often it is sent.
    this.#open = new Map(
      plan.features.map((feature) => [feature, `${this.#engine}-${this.#packed.name}-${feature}`]),
    );
  }

  /** Tells each result once, until all are there. Does not ask again when it is stopped. */
  async run(told: (sweep: FeatureSweep) => void, stop: AbortSignal, where: string): Promise<void> {
    if ((await this.#queue.getWorkersCount()) === 0)
      process.stderr.write(`lab: no worker is there yet; start one: lab worker --queue ${where}\n`);
    // That a job failed before is no answer: it is tried again.
    for (const [, , job] of await this.#look()) if (await job?.isFailed()) await job!.remove();
    while (this.#open.size > 0) {
      const looked = await this.#look();
      await this.#keepPlan();
      for (const [feature, id, job] of looked) {
        stop.throwIfAborted();
        if (!job) await this.#send(feature, id);
        else if (job.finishedOn !== undefined) {
          told(await this.#resultOf(feature, job));
          this.#open.delete(feature);
        }
      }
      if (this.#open.size > 0) await setTimeout(LOOK_MS);
    }
  }

  /** Takes back what no worker has begun, as far as the server lets it. */
  async withdraw(): Promise<void> {
    await Promise.allSettled([...this.#open.values()].map((id) => this.#queue.remove(id)));
  }

  #look() {
    return Promise.all(
      [...this.#open].map(async ([feature, id]) => [feature, id, await this.#queue.getJob(id)] as const),
    );
  }

  async #keepPlan(): Promise<void> {
    const key = planKey(this.#packed.name);
    if ((await this.#redis.expire(key, KEPT_S)) === 0)
      await this.#redis.set(key, this.#packed.text, 'EX', KEPT_S);
  }

  async #send(feature: string, jobId: string): Promise<void> {
    const data = { engine: this.#engine, plan: this.#packed.name, feature };
    await this.#queue.add(feature, data, {
      jobId,
      attempts: ATTEMPTS,
      backoff: AGAIN_MS,
      removeOnComplete: { age: KEPT_S },
      removeOnFail: { age: KEPT_S },
    });
  }

  async #resultOf(feature: string, job: Job<SweepJob>): Promise<FeatureSweep> {
    if (await job.isFailed())
      throw new CliError(`${feature}: ${printable((job.failedReason || 'it failed').slice(0, 300))}`);
    try {
      return unpackSweep(job.returnvalue, this.#plan, feature);
    } catch (error) {
      throw new CliError((error as Error).message);
    }
  }
}
