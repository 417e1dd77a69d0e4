import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { policyOf, rowOf } from '../../../simulator/designs/policies.ts';
import type { FirewallFormat, Interfaces } from '../../../simulator/firewall/formats/format.ts';
import { DEFAULT_INTERFACES } from '../../../simulator/firewall/formats/format.ts';
import {
  LONGEST_FILE,
  LONGEST_LINE,
  MOST_COMBINATIONS,
  MOST_LINES,
  MOST_RULES,
} from '../../../simulator/firewall/formats/limits.ts';
import { FORMATS, readPolicy, recognise } from '../../../simulator/firewall/formats/registry.ts';
import { grouped } from '../../../simulator/analysis/words.ts';
import type { Design } from '../../../simulator/model/design.ts';
import type { LedgerLine, Rule } from '../../../simulator/model/policy.ts';
import { code, escaped, fenced, joined, list, table } from './page.ts';
import type { Page } from './page.ts';

/** What is known of a format by hand stands in `formats/ID.md` beside this, an example in `formats/ID.txt`. Scripts run in the project's root. */
const folder = resolve('docs/manual/make/formats');

/** Names of interfaces in examples that do not have the usual ones. */
const INTERFACES: Readonly<Record<string, Interfaces>> = {
  ios: { outside: 'GigabitEthernet0/0', inside: 'GigabitEthernet0/1' },
};

/** So much of a written file shows its form. */
const LINES_SHOWN = 36;

/** A page for each form of firewalls' rules. @param design whose outer firewall is written in each */
export function formatPages(design: Design): readonly Page[] {
  return FORMATS.map((format) => ({
    path: `formats/${format.id}.md`,
    text: joined(
      `# ${escaped(format.title)}`,
      byHand(`${format.id}.md`) ?? '',
      ...readExample(format),
      ...written(format, design),
      '## Limits',
      limits(format),
      '## See also',
      '[Rules of a real firewall](../guide/real-firewalls.md) has the steps from a file to its judgement. What cannot be understood is never taken for open: packets that hang on such a line are stopped, and what rests on it says so.',
    ),
  }));
}

/** A file of the folder; null for a format of which nobody has written one yet. */
function byHand(name: string): string | null {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function readExample(format: FirewallFormat): readonly string[] {
  const text = byHand(`${format.id}.txt`);
  if (text === null) return [];
  const interfaces = INTERFACES[format.id] ?? DEFAULT_INTERFACES;
  const found = recognise(text);
  const read = readPolicy(text, null, interfaces);
  if (found !== format || 'problem' in read)
    throw new Error(`the example of ${format.id} is not read as that`);
  const told = read.ledger.filter(({ status, why }) => status !== 'understood' || why !== '');
  const named =
    interfaces === DEFAULT_INTERFACES
      ? ''
      : ` Here its interfaces are ${code(interfaces.outside)} (outside) and ${code(interfaces.inside)} (inside).`;
  return [
    '## An example, and what becomes of it',
    `With something in it that the lab does not know.${named}`,
    fenced(text, 'text'),
    `${summary(read.ledger)} What is not simply a rule that was understood:`,
    table(
      ['Line', 'Text', 'What became of it', 'Why'],
      told.map(({ line, text: words, status, why }) => [
        String(line),
        code(words.trim().slice(0, 90)),
        status,
        escaped(why),
      ]),
    ),
    'The rules that come of it, in the lab’s own words:',
    ruleTable(read.policy.rules),
  ];
}

function summary(ledger: readonly LedgerLine[]): string {
  const count = (status: LedgerLine['status']) => ledger.filter((one) => one.status === status).length;
  return `Lines: ${count('understood')} understood, ${count('approximated')} approximated, ${count('ignored')} ignored.`;
}

function ruleTable(rules: readonly Rule[]): string {
  return table(
    ['Rule', 'Action', 'Direction', 'Protocol', 'From', 'To', 'Port'],
    rules.map((rule) => {
      const row = rowOf(rule);
      const off = row.enabled === false ? ' (off)' : '';
      return [
        escaped(row.id) + off,
        row.action ?? 'permit',
        row.direction,
        row.transport,
        `${escaped(row.src)}${row.sport === undefined || row.sport === 'any' ? '' : `, port ${row.sport}`}`,
        escaped(row.dst),
        row.dport ?? '',
      ];
    }),
  );
}

function written(format: FirewallFormat, design: Design): readonly string[] {
  const firewall = design.firewalls[0]!;
  const text = format.write(
    policyOf(design, firewall),
    DEFAULT_INTERFACES,
    `${design.title}: ${firewall.title}`,
  );
  const title = '## The reference design in this form';
  if (typeof text !== 'string')
    return [
      title,
      `The rules of ${escaped(firewall.title)} cannot be said in it:`,
      list(text.problems.slice(0, 6).map(escaped)),
    ];
  const lines = text.split('\n');
  const more = lines.length - LINES_SHOWN;
  return [
    title,
    `${escaped(firewall.title)} of “${escaped(design.title)}”, as ${code(`npm run -s lab -- firewall export --firewall ${firewall.id} --format ${format.id}`)} writes it${more > 0 ? `; ${more} more lines follow` : ''}:`,
    fenced(
      lines
        .slice(0, LINES_SHOWN)
        .map((line) => line.slice(0, 400))
        .join('\n'),
      'text',
    ),
  ];
}

function limits(format: FirewallFormat): string {
  return list([
    `A file has at most ${grouped(MOST_LINES)} lines and ${grouped(LONGEST_FILE)} characters${format.extension === 'json' ? '' : `, a line at most ${grouped(LONGEST_LINE)}`}.`,
    `It comes to at most ${grouped(MOST_RULES)} rules, with ${grouped(MOST_COMBINATIONS)} combinations of their addresses and ports.`,
    'Beyond that it is refused, never shortened. IPv6 is not modelled.',
  ]);
}
