import type { Command } from 'commander';
import { FEATURES } from '../../simulator/features/registry.ts';
import { print, printJson, table } from './output.ts';

/** `lab features` */
export function featuresCommand(program: Command): void {
  program
    .command('features')
    .description('lists the features that can be run')
    .option('--json', 'as JSON')
    .action((options: { json?: boolean }) => {
      const features = FEATURES.map(({ id, workload, title, between }) => ({ id, workload, title, between }));
      if (options.json) printJson({ features });
      else
        print(
          table([['id', 'workload', 'title'], ...features.map((one) => [one.id, one.workload, one.title])]),
        );
    });
}
