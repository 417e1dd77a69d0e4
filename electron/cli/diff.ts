import type { Command } from 'commander';
import { toSeconds } from '../../simulator/model/time.ts';
import type { Comparison, FlowChange } from '../../simulator/review/compare.ts';
import { compare } from '../../simulator/review/compare.ts';
import { openEither } from './choose-design.ts';
import { print, printJson, table } from './output.ts';
import { INTERFACES_OPTION } from './run-options.ts';

/** `lab diff A B` */
export function diffCommand(program: Command): void {
  program
    .command('diff')
    .description(
      'says what two designs or rule files do differently: features, and flows that only one of them lets through',
    )
    .argument('<a>', "a design file, the name of a built-in design, or a file of a firewall's rules")
    .argument('<b>', 'another one')
    .option('--firewall <name>', 'the firewall of the reference design that rule files are for', 'external')
    .option(...INTERFACES_OPTION)
    .option('--json', 'as JSON')
    .action((a: string, b: string, options: { firewall: string; interfaces?: string; json?: boolean }) => {
      const [before, after] = [openEither(a, options), openEither(b, options)];
      const compared = compare(before, after);
      if (options.json) printJson(comparisonJson(compared));
      else print(summary(compared));
      const { features, newlyBlocked, newlyAllowed, onlyBefore, onlyAfter } = compared;
      const differs = [features, newlyBlocked, newlyAllowed, onlyBefore, onlyAfter].some(
        (one) => one.length > 0,
      );
      if (differs) process.exitCode = 1;
    });
}

function comparisonJson(compared: Comparison): unknown {
  const { features, newlyBlocked, newlyAllowed, onlyBefore, onlyAfter, hashes } = compared;
  return {
    features,
    newlyBlocked: newlyBlocked.map(flowJson),
    newlyAllowed: newlyAllowed.map((flow) => ({ ...flowJson(flow), ports: flow.ports })),
    onlyIn: { before: onlyBefore, after: onlyAfter },
    runs: hashes,
  };
}

/** The features by their ids, and the packet of each with which it began. */
function flowJson({ flow, firewall, before, after, example, features }: FlowChange) {
  return {
    flow,
    firewall,
    before,
    after,
    example,
    features: features.map(({ feature }) => feature),
    seen: features.map(({ feature, packet, time }) => ({ feature, packet, time: toSeconds(time) })),
  };
}

function summary({
  features,
  newlyBlocked,
  newlyAllowed,
  onlyBefore,
  onlyAfter,
  hashes,
}: Comparison): string {
  const names = (flow: FlowChange) => flow.features.map(({ feature }) => feature).join(', ');
  const rows = [
    ...features.map(({ id, before, after }) => [id, before, after, '']),
    ...newlyBlocked.map((flow) => [flow.flow, flow.before, `blocked by ${flow.after}`, names(flow)]),
    ...newlyAllowed.map((flow) => [
      flow.flow,
      flow.before,
      `opened by ${flow.after}`,
      names(flow) || 'nothing needs it',
    ]),
    ...onlyBefore.map((id) => [`firewall ${id}`, 'there', 'not there', '']),
    ...onlyAfter.map((id) => [`firewall ${id}`, 'not there', 'there', '']),
  ];
  return `${table([['what', 'before', 'after', 'features'], ...rows])}\n\nrun ${hashes.before} before, run ${hashes.after} after`;
}
