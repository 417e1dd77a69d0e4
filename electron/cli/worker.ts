import type { Command } from 'commander';
import { queueOption, workersOption } from './sweeps/options.ts';
import { takeJobs } from './sweeps/queue-worker.ts';

interface Options {
  readonly workers: number;
  readonly queue: string;
  readonly once: boolean;
}

/** `lab worker --queue URL` */
export function workerCommand(program: Command): void {
  program
    .command('worker')
    .description('does jobs of lab whatif --queue, on this machine, until Ctrl-C')
    .addOption(queueOption('takes jobs from a queue in this Redis').makeOptionMandatory())
    .addOption(workersOption())
    .option('--once', 'ends when no job is left to take', false)
    .action(async ({ queue, workers, once }: Options) => {
      const stop = new AbortController();
      const interrupted = () => {
        process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
        stop.abort();
      };
      process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
      await takeJobs(queue, {
        workers,
        once,
        say: (line) => process.stderr.write(`lab: ${line}\n`),
        stop: stop.signal,
      });
    });
}
