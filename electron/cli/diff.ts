import type { Command } from 'commander';
import { policyOf } from '../../simulator/designs/policies.ts';
import type { Difference } from '../../simulator/firewall/judgement/diff.ts';
import { differences } from '../../simulator/firewall/judgement/diff.ts';
import { holds } from '../../simulator/firewall/judgement/space.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Run } from '../../simulator/model/run.ts';
import { EventKind, NO_PACKET } from '../../simulator/model/trace.ts';
import { run } from '../../simulator/run.ts';
import { chooseDesign } from './choose-design.ts';
import { print, printJson, table } from './output.ts';

type Flow = Difference & { readonly firewall: string };

/** `lab diff A B` */
export function diffCommand(program: Command): void {
  program
    .command('diff')
    .description(
      'says what two designs do differently: features, and flows that only one of them lets through',
    )
    .argument('<a>', 'a design file, or the name of a built-in design')
    .argument('<b>', 'another one')
    .option('--json', 'as JSON')
    .action((a: string, b: string, options: { json?: boolean }) => {
      const [before, after] = [a, b].map((file) => chooseDesign(file, { set: [], firewall: [] })) as [
        Design,
        Design,
      ];
      const [old, fresh] = [run(before), run(after)];
      const flows = before.firewalls.flatMap((firewall): Flow[] => {
        const twin = after.firewalls.find((one) => one.id === firewall.id);
        if (!twin) return [];
        return differences(policyOf(before, firewall), policyOf(after, twin)).map((one) => ({
          firewall: firewall.id,
          ...one,
        }));
      });
      const told = {
        features: changed(old, fresh),
        newlyBlocked: flows
          .filter(({ passed }) => passed)
          .map((flow) => ({ ...flowOf(flow), features: featuresOf(flow, old) })),
        newlyAllowed: flows
          .filter(({ passed }) => !passed)
          .map((flow) => ({ ...flowOf(flow), ports: portsOf(flow), features: featuresOf(flow, fresh) })),
      };
      if (options.json) printJson(told);
      else
        print(
          table([
            ['what', 'before', 'after', 'features'],
            ...told.features.map(({ id, before: was, after: is }) => [id, was, is, '']),
            ...told.newlyBlocked.map(({ flow, before: was, after: is, features }) => [
              flow,
              was,
              `blocked by ${is}`,
              features.join(', '),
            ]),
            ...told.newlyAllowed.map(({ flow, before: was, after: is, features }) => [
              flow,
              was,
              `opened by ${is}`,
              features.join(', '),
            ]),
          ]),
        );
    });
}

function flowOf({ firewall, example, before, after }: Flow) {
  return { flow: example, firewall, before, after };
}

/** Features that end otherwise. */
function changed(before: Run, after: Run): { id: string; before: string; after: string }[] {
  return before.features.flatMap(({ feature, finding }) => {
    const other = after.features.find((one) => one.feature.id === feature.id)?.finding;
    const [was, is] = [finding, other].map((one) => (one?.reached ? one.status : 'not reached')) as [
      string,
      string,
    ];
    return was === is ? [] : [{ id: feature.id, before: was, after: is }];
  });
}

/** Destination ports that were opened. */
function portsOf({ box }: Flow): number {
  return box.runs[9]! - box.runs[8]! + 1;
}

/** Features of a run that sent such packets through this firewall. */
function featuresOf({ firewall, box }: Flow, { features }: Run): string[] {
  return features
    .filter(({ trace }) => {
      const { events, packets, nodes } = trace;
      return events.kind.some((kind, event) => {
        const packet = events.packet[event]!;
        return (
          kind === EventKind.verdict &&
          packet !== NO_PACKET &&
          nodes[events.node[event]!]!.id === firewall &&
          holds(box, {
            protocol: packets.protocol[packet]!,
            src: packets.src[packet]!,
            dst: packets.dst[packet]!,
            sport: packets.sport[packet]!,
            dport: packets.dport[packet]!,
          })
        );
      });
    })
    .map(({ feature }) => feature.id);
}
