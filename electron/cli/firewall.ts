import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { policyOf, rowOf } from '../../simulator/designs/policies.ts';
import { FORMATS } from '../../simulator/firewall/formats/registry.ts';
import { neededBy } from '../../simulator/analysis/needs.ts';
import type { LedgerLine } from '../../simulator/model/policy.ts';
import { lintDesign } from '../../simulator/review/lint-design.ts';
import { run } from '../../simulator/run.ts';
import { chooseDesign } from './choose-design.ts';
import { chooseFormat, firewallOf, interfacesOf, readFirewallFile } from './firewall-file.ts';
import { CliError, print, printJson, table } from './output.ts';
import { collect, DESIGN_ARGUMENT, INTERFACES_OPTION } from './run-options.ts';
import { Verdicts } from './verdicts.ts';

const FORMAT_OPTION = ['--format <form>', FORMATS.map((one) => one.id).join(', ')] as const;

/** `lab firewall import|export|lint|verdict` */
export function firewallCommand(program: Command): void {
  const group = program.command('firewall').description("reads, writes and judges firewalls' rules");

  group
    .command('import')
    .description("reads a firewall's rules and says what became of each line")
    .argument('<file>', 'a file in the form of a vendor')
    .option(...FORMAT_OPTION)
    .option(...INTERFACES_OPTION)
    .option('--json', 'as JSON')
    .action((file: string, options: { format?: string; interfaces?: string; json?: boolean }) => {
      const { format, policy, ledger } = readFirewallFile(
        file,
        chooseFormat(options.format),
        interfacesOf(options.interfaces),
      );
      if (options.json)
        printJson({ format: format.id, rules: policy.rules.map((rule) => rowOf(rule)), ledger });
      else print(summary(format.title, policy.rules.length, ledger));
    });

  group
    .command('export')
    .description("writes a firewall's rules in the form of a vendor")
    .argument(...DESIGN_ARGUMENT)
    .requiredOption('--firewall <name>', 'which firewall of the design')
    .requiredOption(...FORMAT_OPTION)
    .option(...INTERFACES_OPTION)
    .action(
      (file: string | undefined, options: { firewall: string; format: string; interfaces?: string }) => {
        const design = chooseDesign(file, { set: [], firewall: [] });
        const firewall = firewallOf(design, options.firewall, '--firewall');
        const written = chooseFormat(options.format)!.write(
          policyOf(design, firewall),
          interfacesOf(options.interfaces),
          `${design.title}: ${firewall.title}`,
        );
        if (typeof written !== 'string')
          throw new CliError(
            `${firewall.id} cannot be written as ${options.format}: ${written.problems.slice(0, 3).join('; ')}${
              written.problems.length > 3 ? `; and ${written.problems.length - 3} more` : ''
            }`,
          );
        print(written);
      },
    );

  group
    .command('lint')
    .description('says which rules never match, are not needed, too wide, or contradict each other')
    .argument(...DESIGN_ARGUMENT)
    .option('--firewall <name=file>', "take a firewall's rules from a file", collect, [])
    .option(...INTERFACES_OPTION)
    .option('--json', 'as JSON')
    .action(
      (file: string | undefined, options: { firewall: string[]; interfaces?: string; json?: boolean }) => {
        const design = chooseDesign(file, { ...options, set: [] });
        const findings = lintDesign(design, neededBy(run(design), design));
        if (options.json) printJson(findings);
        else if (findings.length === 0) print('nothing is odd about the rules');
        else
          print(
            table([
              ['firewall', 'severity', 'kind', 'what'],
              ...findings.map(({ firewall, severity, kind, text }) => [firewall, severity, kind, text]),
            ]),
          );
        if (findings.some(({ severity }) => severity === 'error')) process.exitCode = 1;
      },
    );

  group
    .command('verdict')
    .description('reads packets, one JSON object a line, and says what the firewalls do with each')
    .argument(...DESIGN_ARGUMENT)
    .option('--firewall <name=file>', "take a firewall's rules from a file", collect, [])
    .option(...INTERFACES_OPTION)
    .action(async (file: string | undefined, options: { firewall: string[]; interfaces?: string }) => {
      const verdicts = new Verdicts(chooseDesign(file, { ...options, set: [] }));
      // One write for many lines: a hundred thousand packets are usual.
      let answers: string[] = [];
      const flush = () => {
        if (answers.length > 0) print(`${answers.join('\n')}\n`);
        answers = [];
      };
      try {
        for await (const line of createInterface({ input: process.stdin })) {
          if (line.trim() === '') continue;
          answers.push(JSON.stringify(verdicts.answer(line)));
          if (answers.length >= 1000) flush();
        }
      } finally {
        flush();
      }
    });
}

function summary(title: string, rules: number, ledger: readonly LedgerLine[]): string {
  const count = (status: LedgerLine['status']) => ledger.filter((line) => line.status === status).length;
  const told = ledger.filter(({ status }) => status !== 'understood');
  return [
    `${title}: ${rules} rules; ${count('understood')} lines understood, ${count('approximated')} approximated, ${count('ignored')} ignored`,
    ...(told.length === 0
      ? []
      : [
          '',
          table([
            ['line', 'status', 'why', 'text'],
            ...told.map(({ line, status, why, text }) => [`${line}`, status, why, text.trim().slice(0, 80)]),
          ]),
        ]),
  ].join('\n');
}
