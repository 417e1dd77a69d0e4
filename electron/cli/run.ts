import { renameSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Run } from '../../simulator/model/run.ts';
import { run } from '../../simulator/run.ts';
import { chooseDesign } from './choose-design.ts';
import { CliError, print, printJson, table } from './output.ts';
import { runJson, traceLines } from './run-json.ts';
import type { RunOptions } from './run-options.ts';
import { checkFeatures, DESIGN_ARGUMENT, interventionsOf, list, withRunOptions } from './run-options.ts';

interface Options extends RunOptions {
  readonly only?: string[];
  readonly json?: boolean;
  readonly trace?: string;
  readonly pcap?: string;
}

/** `lab run [DESIGN]` */
export function runCommand(program: Command): void {
  const command = program
    .command('run')
    .description('simulates a design once and says what works, and why what does not')
    .argument(...DESIGN_ARGUMENT)
    .option('--only <ids>', 'these features, separated by commas', list);
  withRunOptions(command)
    .option('--json', 'as JSON')
    .option('--trace <file>', 'write every event, one JSON object a line')
    .option('--pcap <file>', 'write the packets as a capture')
    .action((file: string | undefined, options: Options) => {
      if (options.pcap !== undefined)
        throw new CliError(
          '--pcap: captures are not written by this version; --trace FILE writes every event',
        );
      checkFeatures(options.only ?? []);
      const design = chooseDesign(file, options);
      const result = run(design, {
        seed: options.seed,
        interventions: interventionsOf(options.at, design),
        ...(options.only ? { only: options.only } : {}),
      });
      if (options.trace !== undefined) writeWhole(options.trace, traceLines(result));
      if (options.json) printJson(runJson(result));
      else print(summary(result));
    });
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
