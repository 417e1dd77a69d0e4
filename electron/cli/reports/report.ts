import type { Command } from 'commander';
import type { DesignReport, ProposalReport, SweepReport } from '../../../simulator/reports/kinds/kind.ts';
import { REPORT_KINDS } from '../../../simulator/reports/registry.ts';
import { chooseSetup, openEither } from '../choose-design.ts';
import { CliError } from '../output.ts';
import type { RunOptions } from '../run-options.ts';
import { chosenFeatures, DESIGN_ARGUMENT, INTERFACES_OPTION, list, withRunOptions } from '../run-options.ts';
import { threads } from '../sweeps/crew.ts';
import { depthOption, workersOption } from '../sweeps/options.ts';
import { runPlan } from '../sweeps/run-plan.ts';
import type { Output } from './output.ts';
import { reportWriter, withOutput } from './output.ts';

interface SweepOptions extends RunOptions, Output {
  readonly depth: 1 | 2;
  readonly only?: string[];
  readonly workers: number;
}

interface ProposalOptions extends Output {
  readonly firewall: string;
  readonly interfaces?: string;
}

/** `lab report KIND` */
export function reportCommand(program: Command): void {
  const group = program
    .command('report')
    .description('writes a report: what breaks, a firewall request, the review of a change, a summary')
    .allowExcessArguments()
    .action((_options: unknown, { args }: Command) => {
      const kinds = REPORT_KINDS.map(({ id }) => id).join(', ');
      throw new CliError(
        args[0] === undefined
          ? `report: the kind is missing: must be one of ${kinds}`
          : `report: "${args[0]}" is no kind of report: must be one of ${kinds}`,
      );
    });
  for (const kind of REPORT_KINDS) {
    const command = group.command(kind.id).description(kind.description);
    if (kind.about === 'sweep') sweepReport(command, kind);
    else if (kind.about === 'proposal') proposalReport(command, kind);
    else designReport(command, kind);
  }
}

function sweepReport(command: Command, kind: SweepReport): void {
  command
    .argument(...DESIGN_ARGUMENT)
    .addOption(depthOption(2))
    .option('--only <ids>', 'these features, separated by commas', list)
    .addOption(workersOption());
  withOutput(withRunOptions(command)).action(async (file: string | undefined, options: SweepOptions) => {
    const tell = reportWriter(options);
    const features = chosenFeatures(options.only);
    const setup = { ...chooseSetup(file, options), seed: options.seed };
    const plan = { ...setup, features, kinds: ['rule'], depth: options.depth };
    const { matrix } = await runPlan(plan, threads(Math.min(options.workers, features.length)));
    await tell(kind.build({ ...setup, matrix }));
    if (matrix.missing.length > 0) process.exitCode = 1;
  });
}

function designReport(command: Command, kind: DesignReport): void {
  command.argument(...DESIGN_ARGUMENT);
  withOutput(withRunOptions(command)).action(
    async (file: string | undefined, options: RunOptions & Output) => {
      const tell = reportWriter(options);
      await tell(kind.build({ ...chooseSetup(file, options), seed: options.seed }));
    },
  );
}

function proposalReport(command: Command, kind: ProposalReport): void {
  command
    .argument('<before>', "a design file, the name of a built-in design, or a file of a firewall's rules")
    .argument('<after>', 'what is to take its place')
    .option('--firewall <name>', 'the firewall of the reference design that rule files are for', 'external')
    .option(...INTERFACES_OPTION);
  withOutput(command).action(async (before: string, after: string, options: ProposalOptions) => {
    const tell = reportWriter(options);
    await tell(kind.build({ before: openEither(before, options), after: openEither(after, options) }));
  });
}
