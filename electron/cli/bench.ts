import { spawnSync } from 'node:child_process';
import type { Command } from 'commander';

/** `lab bench`: the same as `npm run bench`, which needs the project's own tests and builds the window first. */
export function benchCommand(program: Command): void {
  program
    .command('bench')
    .description('measures the performance goals; takes some minutes, and a machine that does nothing else')
    .option('--json', 'as JSON')
    .action(({ json }: { json?: boolean }) => {
      const { status } = spawnSync('npm', ['run', '-s', 'bench', '--', ...(json ? ['--json'] : [])], {
        stdio: 'inherit',
      });
      process.exitCode = status ?? 2;
    });
}
