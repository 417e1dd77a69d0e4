import type { Command } from 'commander';
import { Option } from 'commander';
import { REPORT_FORMATS } from '../../../simulator/reports/formats/registry.ts';
import type { Report } from '../../../simulator/reports/report.ts';
import { CliError, print, printBytes } from '../output.ts';
import { writeWhole } from '../write-file.ts';
import { pdf } from './pdf.ts';

/** Every form, those that need a library of Node among them. */
const FORMATS: readonly { readonly id: string; write(report: Report): string | Promise<Uint8Array> }[] = [
  ...REPORT_FORMATS,
  { id: 'pdf', write: pdf },
];

/** In which form a report is wanted, and where. */
export interface Output {
  readonly as: string;
  readonly out?: string;
}

/**
 * Adds the options of a report's form and file.
 * @param usual the form when none is named
 */
export function withOutput(command: Command, usual = 'html'): Command {
  return command
    .addOption(
      new Option('--as <form>', 'the form of the report').choices(FORMATS.map(({ id }) => id)).default(usual),
    )
    .option('--out <file>', 'write it there; to standard output when left out');
}

/**
 * Looks before long work whether what comes of it can be told.
 * @returns what writes a report where and as it is wanted
 * @throws CliError when it would flood a terminal
 */
export function reportWriter({ as, out }: Output): (report: Report) => Promise<void> {
  if (as === 'pdf' && out === undefined && process.stdout.isTTY)
    throw new CliError('--as pdf: is no text for a terminal: give --out FILE, or send it on');
  const format = FORMATS.find(({ id }) => id === as)!;
  return async (report) => {
    const written = await format.write(report);
    if (out !== undefined) writeWhole(out, (write) => write(written));
    else if (typeof written === 'string') print(written);
    else printBytes(written);
  };
}
