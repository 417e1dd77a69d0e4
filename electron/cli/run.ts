import type { Command } from 'commander';
import type { Run } from '../../simulator/model/run.ts';
import { run } from '../../simulator/run.ts';
import { chooseSetup } from './choose-design.ts';
import { print, printJson, table } from './output.ts';
import { pointsOf, writeRunCapture } from './run-capture.ts';
import { runJson, traceLines } from './run-json.ts';
import type { RunOptions } from './run-options.ts';
import { writeWhole } from './write-file.ts';
import { checkFeatures, DESIGN_ARGUMENT, list, withRunOptions } from './run-options.ts';

interface Options extends RunOptions {
  readonly only?: string[];
  readonly json?: boolean;
  readonly trace?: string;
  readonly pcap?: string;
  readonly pcapAt?: string[];
  readonly pcapClear?: boolean;
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
    .option('--pcap <file>', 'write the packets as a capture (pcapng), as seen at every host and firewall')
    .option('--pcap-at <points>', 'only as seen there: hosts, or sides such as external/outside', list)
    .option('--pcap-clear', 'with TLS taken off: what is encrypted in the clear, on its real ports')
    .action((file: string | undefined, options: Options) => {
      checkFeatures(options.only ?? []);
      const { design, interventions } = chooseSetup(file, options);
      const points = pointsOf(design, options.pcapAt);
      const result = run(design, {
        seed: options.seed,
        interventions,
        ...(options.only ? { only: options.only } : {}),
      });
      if (options.trace !== undefined) writeWhole(options.trace, (write) => write(traceLines(result)));
      if (options.pcap !== undefined)
        writeRunCapture(options.pcap, design, result, {
          ...(points ? { points } : {}),
          clear: options.pcapClear ?? false,
        });
      if (options.json) printJson(runJson(result));
      else print(summary(result));
    });
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
