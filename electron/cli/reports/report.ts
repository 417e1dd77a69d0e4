import type { Command } from 'commander';
import { Option } from 'commander';
import { REPORT_FORMATS } from '../../../simulator/reports/formats/registry.ts';
import type { ProposalReport, SweepReport } from '../../../simulator/reports/kinds/kind.ts';
import { REPORT_KINDS } from '../../../simulator/reports/registry.ts';
import type { Report } from '../../../simulator/reports/report.ts';
import { chooseDesign, openEither } from '../choose-design.ts';
import { CliError, print, printBytes } from '../output.ts';
import type { RunOptions } from '../run-options.ts';
import {
  chosenFeatures,
  DESIGN_ARGUMENT,
  INTERFACES_OPTION,
  interventionsOf,
  list,
  withRunOptions,
} from '../run-options.ts';
import { threads } from '../sweeps/crew.ts';
import { depthOption, workersOption } from '../sweeps/options.ts';
import { runPlan } from '../sweeps/run-plan.ts';
import { writeWhole } from '../write-file.ts';
import { pdf } from './pdf.ts';

/** Every form, those that need a library of Node among them. */
const FORMATS: readonly { readonly id: string; write(report: Report): string | Promise<Uint8Array> }[] = [
  ...REPORT_FORMATS,
  { id: 'pdf', write: pdf },
];

interface Output {
  readonly as: string;
  readonly out?: string;
}

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
    .description('writes a report: what breaks, a firewall request, the review of a change')
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
    else proposalReport(command, kind);
  }
}

function sweepReport(command: Command, kind: SweepReport): void {
  command
    .argument(...DESIGN_ARGUMENT)
    .addOption(depthOption(2))
    .option('--only <ids>', 'these features, separated by commas', list)
    .addOption(workersOption());
  withOutput(withRunOptions(command)).action(async (file: string | undefined, options: SweepOptions) => {
    const format = formatFor(options);
    const features = chosenFeatures(options.only);
    const design = chooseDesign(file, options);
    const setup = { design, interventions: interventionsOf(options.at, design), seed: options.seed };
    const plan = { ...setup, features, kinds: ['rule'], depth: options.depth };
    const { matrix } = await runPlan(plan, threads(Math.min(options.workers, features.length)));
    tell(await format.write(kind.build({ ...setup, matrix })), options);
    if (matrix.missing.length > 0) process.exitCode = 1;
  });
}

function proposalReport(command: Command, kind: ProposalReport): void {
  command
    .argument('<before>', "a design file, the name of a built-in design, or a file of a firewall's rules")
    .argument('<after>', 'what is to take its place')
    .option('--firewall <name>', 'the firewall of the reference design that rule files are for', 'external')
    .option(...INTERFACES_OPTION);
  withOutput(command).action(async (before: string, after: string, options: ProposalOptions) => {
    const format = formatFor(options);
    const proposal = { before: openEither(before, options), after: openEither(after, options) };
    tell(await format.write(kind.build(proposal)), options);
  });
}

function withOutput(command: Command): Command {
  return command
    .addOption(
      new Option('--as <form>', 'the form of the report')
        .choices(FORMATS.map(({ id }) => id))
        .default('html'),
    )
    .option('--out <file>', 'write it there; to standard output when left out');
}

/** @throws CliError when it would flood a terminal */
function formatFor({ as, out }: Output) {
  if (as === 'pdf' && out === undefined && process.stdout.isTTY)
    throw new CliError('--as pdf: is no text for a terminal: give --out FILE, or send it on');
  return FORMATS.find(({ id }) => id === as)!;
}

function tell(written: string | Uint8Array, { out }: Output): void {
  if (out !== undefined) writeWhole(out, (write) => write(written));
  else if (typeof written === 'string') print(written);
  else printBytes(written);
}
