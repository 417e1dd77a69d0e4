import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';

/** --workers: how many threads; as many as the machine can do at once when left out. */
export function workersOption(): Option {
  return new Option('--workers <n>', 'threads; as many as the machine can do at once when left out')
    .argParser(workers)
    .default(Math.max(1, availableParallelism()));
}

/**
 * --queue: a Redis server.
 * @param what it is for
 */
export function queueOption(what: string): Option {
  return new Option(
    '--queue <url>',
    `${what}: redis://HOST:PORT, or redis://USER:PASSWORD@HOST:PORT; without a password, whoever reaches that server can read and write the queue`,
  ).argParser(redisUrl);
}

/** --depth: one thing wrong at a time, or two. */
export function depthOption(initial: 1 | 2): Option {
  return new Option('--depth <1|2>', 'one thing wrong at a time, or two').argParser(depth).default(initial);
}

function depth(value: string): 1 | 2 {
  if (value !== '1' && value !== '2') throw new InvalidArgumentError('It must be 1 or 2.');
  return value === '1' ? 1 : 2;
}

function workers(value: string): number {
  if (!/^[1-9]\d{0,2}$/.test(value))
    throw new InvalidArgumentError('It must be a number of workers from 1 to 999.');
  return Number(value);
}

/** redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE]; rediss: for TLS. */
function redisUrl(value: string): string {
  const url = /^rediss?:\/\/[^/]/.test(value) && URL.canParse(value) ? new URL(value) : null;
  if (!url?.hostname || !/^(\/\d*)?$/.test(url.pathname) || url.search || url.hash)
    throw new InvalidArgumentError('It must be redis://HOST:PORT.');
  return value;
}
