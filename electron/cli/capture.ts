import type { TakenIn } from '../../simulator/capture/recording/intake.ts';
import type { Command } from 'commander';
import type { CaptureProblem } from '../../simulator/capture/reading/recorded.ts';
import { printable } from '../../simulator/designs/quote.ts';
import { formatAddress, parseAddress, parseRange } from '../../simulator/model/address.ts';
import type { Design } from '../../simulator/model/design.ts';
import { formatFlow } from '../../simulator/model/packet.ts';
import { toSeconds } from '../../simulator/model/time.ts';
import { flowDifferences, verdictPhrase } from '../../simulator/review/placed/change.ts';
import type { Renamed } from '../../simulator/review/placed/ends.ts';
import type { JudgedFlow } from '../../simulator/review/placed/judged.ts';
import { isFinding } from '../../simulator/review/placed/judged.ts';
import type { PlacedCapture } from '../../simulator/review/placed/review.ts';
import { placeCapture } from '../../simulator/review/placed/review.ts';
import type { Suggestion } from '../../simulator/review/placed/suggest.ts';
import { suggestNames } from '../../simulator/review/placed/suggest.ts';
import { chooseDesign } from './choose-design.ts';
import { CliError, print, printJson, table } from './output.ts';
import { readCapture } from './read-capture.ts';
import { collect, DESIGN_ARGUMENT, INTERFACES_OPTION, list } from './run-options.ts';

interface Options {
  readonly close?: string[];
  readonly firewall: string[];
  readonly interfaces?: string;
  readonly set: string[];
  readonly map: string[];
  readonly json?: boolean;
}

/** Kinds of messages that a row names. */
const NAMES_MAX = 4;

/** `lab capture FILE [DESIGN]` */
export function captureCommand(program: Command): void {
  program
    .command('capture')
    .description('reads a capture from real life and says what is in it, and what the firewalls would stop')
    .argument('<file>', 'a capture, pcap or pcapng')
    .argument(...DESIGN_ARGUMENT)
    .option('--firewall <name=file>', "propose a firewall's rules from a file", collect, [])
    .option(...INTERFACES_OPTION)
    .option('--close <rules>', 'propose to switch these rules off, separated by commas', list)
    .option('--set <path=value>', 'propose a change of a value of the design', collect, [])
    .option(
      '--map <from=to>',
      "an address or prefix of the capture, and the design's address that it is",
      collect,
      [],
    )
    .option('--json', 'as JSON')
    .action(async (file: string, designFile: string | undefined, options: Options) => {
      const proposed = options.firewall.length + options.set.length + (options.close?.length ?? 0) > 0;
      const design = chooseDesign(designFile, { set: [], firewall: [] });
      const after = proposed ? chooseDesign(designFile, options) : design;
      const read = await readCapture(file);
      report(read, design, proposed ? after : null, options, file);
    });
}

function report(
  read: TakenIn,
  design: Design,
  proposed: Design | null,
  options: Options,
  file: string,
): void {
  const { recording, summary, problems } = read;
  const renamed = options.map.map(renamedOf);
  const place = (of: Design) => placeCapture(recording, of, { renamed, names: summary.names, title: file });
  const now = place(design);
  const then = proposed && place(proposed);
  const suggestions = suggestNames(recording, design, now.foreign);
  if (summary.packets > 0 || problems.length === 0) {
    if (options.json) printJson(toldJson(read, now, then, suggestions));
    else print(toldText(read, now, then, suggestions));
  }
  for (const problem of problems)
    process.stderr.write(`lab: ${printable(`${file}: ${formatProblem(problem)}`)}\n`);
  if (summary.packets === 0 && problems.length > 0) process.exitCode = 2;
  else if ((then ?? now).flows.some(isFinding)) process.exitCode = 1;
}

/**
 * Reads "10.0.0.5=10.45.16.10".
 * @throws CliError
 */
function renamedOf(text: string): Renamed {
  const [from = '', to = ''] = text.split('=');
  const [range, address] = [parseRange(from), parseAddress(to)];
  if (!range || address === null)
    throw new CliError(
      `--map: "${text}" must be FROM=TO, such as 10.1.0.5=10.45.16.10 or 10.1.0.0/24=192.168.10.90`,
    );
  return { from: range, to: address };
}

function formatProblem({ at, frame, text }: CaptureProblem): string {
  return `byte ${at} (frame ${frame}): ${text}`;
}

function toldText(
  { recording, summary }: TakenIn,
  now: PlacedCapture,
  then: PlacedCapture | null,
  suggestions: readonly Suggestion[],
): string {
  const judged = then ?? now;
  const before = new Map(then ? flowDifferences(now, then).map((one) => [one.after.number, one.before]) : []);
  const rows = judged.flows.map((flow) => {
    const was = before.get(flow.number);
    return [
      toSeconds(flow.first).toFixed(3),
      formatFlow(flow.tuple),
      namesOf(flow),
      `${flow.packets[0]} > ${flow.packets[1]} <`,
      flow.answered ? 'yes' : 'no',
      `${verdictPhrase(flow)}${was ? ` (now: ${verdictPhrase(was)})` : ''}`,
    ];
  });
  const others = [...summary.others].map(([name, times]) => `${times} ${name}`);
  const found = judged.flows.filter(isFinding).length;
  return [
    table([['time', 'flow', 'what', 'packets', 'answered', then ? 'with the proposal' : 'verdict'], ...rows]),
    '',
    `${summary.frames} frames, ${recording.seen} packets of TCP, UDP and ICMP${others.length > 0 ? ` (besides: ${others.join(', ')})` : ''}, ${judged.flows.length} conversations; ${found} that the capture shows answered would be stopped`,
    ...judged.notes,
    ...suggestions.map(
      ({ from, to, why }) =>
        `${formatAddress(from)} ${why}: --map ${formatAddress(from)}=${formatAddress(to)}`,
    ),
  ].join('\n');
}

function namesOf({ names }: JudgedFlow): string {
  const told = names.slice(0, NAMES_MAX).map(([name, times]) => (times > 1 ? `${times} × ${name}` : name));
  return [...told, ...(names.length > NAMES_MAX ? [`and ${names.length - NAMES_MAX} more`] : [])].join('; ');
}

function toldJson(
  { recording, summary, problems }: TakenIn,
  now: PlacedCapture,
  then: PlacedCapture | null,
  suggestions: readonly Suggestion[],
) {
  const others = new Map(then?.flows.map((flow) => [flow.number, flow]));
  return {
    file: {
      kind: summary.kind,
      frames: summary.frames,
      packets: recording.seen,
      copies: recording.copies,
      others: Object.fromEntries(summary.others),
      problems,
    },
    flows: now.flows.map((flow) => {
      const after = others.get(flow.number);
      return { ...flowJson(flow), ...(after ? { proposed: verdictJson(after) } : {}) };
    }),
    notes: now.notes,
    suggestions: suggestions.map(({ from, to, why }) => ({
      from: formatAddress(from),
      to: formatAddress(to),
      why,
    })),
  };
}

function flowJson(flow: JudgedFlow) {
  const { tuple, from, to, names, packets, bytes, first, last, answered, assumed } = flow;
  return {
    flow: formatFlow(tuple),
    from: from.id,
    to: to.id,
    names: Object.fromEntries(names),
    packets,
    bytes,
    first: toSeconds(first),
    last: toSeconds(last),
    answered,
    beganBefore: assumed,
    ...verdictJson(flow),
  };
}

function verdictJson({ verdict, firewall, rule, closed, lost, text }: JudgedFlow) {
  return { verdict, firewall, rule, closed, lost, text };
}
