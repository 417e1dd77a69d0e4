import type { Command } from 'commander';
import { FAULT_KINDS } from '../../simulator/faults/registry.ts';
import { chooseSetup } from './choose-design.ts';
import { CliError, print, printJson } from './output.ts';
import type { RunOptions } from './run-options.ts';
import { chosenFeatures, DESIGN_ARGUMENT, list, withRunOptions } from './run-options.ts';
import { threads } from './sweeps/crew.ts';
import { depthOption, queueOption, workersOption } from './sweeps/options.ts';
import { queueCrew } from './sweeps/queue-crew.ts';
import { runPlan } from './sweeps/run-plan.ts';
import { sweptCsv, sweptJson, sweptText } from './sweeps/told.ts';

interface Options extends RunOptions {
  readonly depth: 1 | 2;
  readonly only?: string[];
  readonly faults: string[];
  readonly workers: number;
  readonly queue?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

/** `lab whatif [DESIGN]` */
export function whatifCommand(program: Command): void {
  const command = program
    .command('whatif')
    .description('closes each rule (each pair of them) in turn and says what becomes of the features')
    .argument(...DESIGN_ARGUMENT)
    .addOption(depthOption(1))
    .option('--only <ids>', 'these features, separated by commas', list)
    .option(
      '--faults <kinds>',
      `what goes wrong, of ${FAULT_KINDS.map(({ id }) => id).join(', ')}; rules when left out`,
      list,
      ['rule'],
    )
    .addOption(workersOption())
    .addOption(
      queueOption('instead of threads, the workers (see lab worker) at a queue in this Redis').conflicts(
        'workers',
      ),
    );
  withRunOptions(command)
    .option('--json', 'as JSON')
    .option('--csv', 'as CSV')
    .action(async (file: string | undefined, options: Options) => {
      checkKinds(options.faults);
      const plan = {
        ...chooseSetup(file, options),
        seed: options.seed,
        features: chosenFeatures(options.only),
        kinds: options.faults,
        depth: options.depth,
      };
      const crew = options.queue
        ? await queueCrew(options.queue)
        : threads(Math.min(options.workers, plan.features.length));
      const swept = await runPlan(plan, crew);
      if (options.json) printJson(sweptJson(swept));
      else if (options.csv) print(sweptCsv(swept));
      else print(sweptText(swept));
      if (swept.matrix.missing.length > 0) process.exitCode = 1;
    });
}

function checkKinds(kinds: readonly string[]): void {
  const known = FAULT_KINDS.map(({ id }) => id);
  for (const kind of kinds)
    if (!known.includes(kind))
      throw new CliError(`--faults: "${kind}" is no kind of faults: must be one of ${known.join(', ')}`);
}
