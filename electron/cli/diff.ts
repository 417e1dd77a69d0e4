import type { Command } from 'commander';
import type { FlowChange } from '../../simulator/review/compare.ts';
import { compare } from '../../simulator/review/compare.ts';
import { chooseDesign } from './choose-design.ts';
import { isRuleFile } from './firewall-file.ts';
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
      const open = (file: string) =>
        isRuleFile(file)
          ? chooseDesign(undefined, { ...options, set: [], firewall: [`${options.firewall}=${file}`] })
          : chooseDesign(file, { set: [], firewall: [] });
      const { features, newlyBlocked, newlyAllowed } = compare(open(a), open(b));
      const told = {
        features,
        newlyBlocked: newlyBlocked.map(withIds),
        newlyAllowed: newlyAllowed.map((flow) => ({ ...withIds(flow), ports: flow.ports })),
      };
      if (options.json) printJson(told);
      else
        print(
          table([
            ['what', 'before', 'after', 'features'],
            ...features.map(({ id, before: was, after: is }) => [id, was, is, '']),
            ...told.newlyBlocked.map(({ flow, before: was, after: is, features: by }) => [
              flow,
              was,
              `blocked by ${is}`,
              by.join(', '),
            ]),
            ...told.newlyAllowed.map(({ flow, before: was, after: is, features: by }) => [
              flow,
              was,
              `opened by ${is}`,
              by.join(', ') || 'nothing needs it',
            ]),
          ]),
        );
      const different = features.length + newlyBlocked.length + newlyAllowed.length > 0;
      if (different) process.exitCode = 1;
    });
}

/** The features by their ids. */
function withIds({ flow, firewall, before, after, features }: FlowChange) {
  return { flow, firewall, before, after, features: features.map(({ feature }) => feature) };
}
