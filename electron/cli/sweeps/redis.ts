import type { Redis } from 'ioredis';
import { CliError } from '../output.ts';

/** Milliseconds within which a Redis server answers, or is none. */
const PATIENCE_MS = 2000;
/** Milliseconds without an answer after which a server counts as gone: more than a worker waits for a job at a time. */
const SILENCE_MS = 10_000;
/** Milliseconds that a server has to say goodbye. */
const GOODBYE_MS = 200;
/** Milliseconds between two tries to reach one that went away. */
const AGAIN_MS = 250;

/** Name of the errors with which a server refuses what it was asked. */
export const REFUSAL = 'ReplyError';

/**
 * A connection to a Redis server. When that goes away meanwhile, it is waited for, and standard error says so; what was
 * asked then is asked again when it is back.
 * @param url as the option --queue allows it
 * @param instead what a person can do when no server is there
 * @throws CliError when none is
 */
export async function openRedis(url: string, instead: string): Promise<Redis> {
  // Loaded only where it is used: the command line starts in a fraction of a second without it.
  const { Redis } = await import('ioredis');
  let reached = false;
  let gone = false;
  let why = '';
  const redis = new Redis(url, {
    lazyConnect: true,
    // BullMQ wants it so: a command waits until there is an answer.
    maxRetriesPerRequest: null,
    socketTimeout: SILENCE_MS,
    disconnectTimeout: GOODBYE_MS,
    retryStrategy: () => (reached ? AGAIN_MS : null),
  });
  redis.on('error', (error) => (why = error.message));
  const late = setTimeout(() => redis.disconnect(), PATIENCE_MS);
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    throw new CliError(`${shown(url)}: ${unreached(why || (error as Error).message, instead)}`);
  } finally {
    clearTimeout(late);
  }
  reached = true;
  const say = (what: string) => process.stderr.write(`lab: ${shown(url)}: ${what}\n`);
  redis.on('reconnecting', () => {
    if (!gone) say('the Redis server went away; waiting until it is back');
    gone = true;
  });
  redis.on('ready', () => {
    if (gone) say('the Redis server is back');
    gone = false;
  });
  return redis;
}

/** The address without a password. */
export function shown(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

function unreached(why: string, instead: string): string {
  return /NOAUTH|WRONGPASS|AUTH/.test(why)
    ? 'the Redis server wants another password: redis://USER:PASSWORD@HOST:PORT'
    : `no Redis server answers there; start one, or ${instead}`;
}
