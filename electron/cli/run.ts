import { renameSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { FEATURES } from '../../simulator/features/registry.ts';
import type { Run } from '../../simulator/model/run.ts';
import { parseIntervention } from '../../simulator/model/interventions.ts';
import { run } from '../../simulator/run.ts';
import { chooseDesign } from './choose-design.ts';
import { CliError, print, printJson, table } from './output.ts';
import { runJson, traceLines } from './run-json.ts';

interface Options {
  readonly only?: string[];
  readonly close?: string[];
  readonly firewall: string[];
  readonly set: string[];
  readonly at: string[];
  readonly seed: number;
  readonly json?: boolean;
  readonly trace?: string;
  readonly pcap?: string;
}

const list = (value: string) =>
  value
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
const several = (value: string, before: string[]) => [...before, value];

/** `lab run [DESIGN]` */
export function runCommand(program: Command): void {
  program
    .command('run')
    .description('simulates a design once and says what works, and why what does not')
    .argument(
      '[design]',
      'a design file, or the name of a built-in design; the reference design when left out',
    )
    .option('--only <ids>', 'these features, separated by commas', list)
    .option('--close <rules>', 'switch these rules off, separated by commas', list)
    .option('--firewall <name=file>', "take a firewall's rules from a file", several, [])
    .option(
      '--set <path=value>',
      'change a value of the design, such as firewalls.external.default=reject',
      several,
      [],
    )
    .option('--at <seconds:change>', 'change something while it runs, such as "5:close E3"', several, [])
    .option('--seed <n>', 'seed of the random numbers', seed, 1)
    .option('--json', 'as JSON')
    .option('--trace <file>', 'write every event, one JSON object a line')
    .option('--pcap <file>', 'write the packets as a capture')
    .action((file: string | undefined, options: Options) => {
      if (options.pcap !== undefined)
        throw new CliError(
          '--pcap: captures are not written by this version; --trace FILE writes every event',
        );
      for (const id of options.only ?? [])
        if (!FEATURES.some((feature) => feature.id === id))
          throw new CliError(
            `feature "${id}" does not exist: must be one of ${FEATURES.map((one) => one.id).join(', ')}`,
          );
      const design = chooseDesign(file, options);
      const interventions = options.at.map((text) => {
        const one = parseIntervention(text, design);
        if ('problem' in one) throw new CliError(`--at: ${one.problem}`);
        return one;
      });
      const result = run(design, {
        seed: options.seed,
        interventions,
        ...(options.only ? { only: options.only } : {}),
      });
      if (options.trace !== undefined) writeWhole(options.trace, traceLines(result));
      if (options.json) printJson(runJson(result));
      else print(summary(result));
    });
}

function seed(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return Number(value);
}

/** Writes beside the file and then renames: whoever reads finds the old or the new one, never half. */
function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    throw new CliError(`${file}: cannot be written (${(error as Error).message})`);
  }
}

function summary(result: Run): string {
  const rows = result.features.map(({ feature, finding }) => [
    feature.id,
    finding.reached ? finding.status : 'not reached',
    `${finding.seconds.toFixed(3)} s`,
    finding.lacks ?? finding.because[0]?.text ?? '',
  ]);
  return `${table([['feature', 'status', 'time', 'because'], ...rows])}\n\n${result.packets.sent} packets, ${result.packets.dropped} lost, run ${result.hash}`;
}
