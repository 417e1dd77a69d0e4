import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS, formatRange, parseRange } from '../../../model/address.ts';
import type { Policy, RejectWith, Rule, Transport } from '../../../model/policy.ts';
import { ANY_STATE, ConnectionStates, hasPorts } from '../../../model/policy.ts';
import {
  formatFlagTests,
  formatIcmp,
  formatPorts,
  parseFlags,
  parseIcmp,
  parsePorts,
} from '../../../model/ports.ts';
import type { FirewallFormat, Inexpressible, Reading, Refusal } from '../format.ts';
import { inexpressible } from '../inexpressible.ts';
import { Ledger, linesOf } from '../ledger.ts';
import { RuleList } from '../rule-list.ts';
import type { Column } from './columns.ts';
import { cellsOf, COLUMNS, delimiterOf, HEADINGS, quoteCell } from './columns.ts';
import { Mapping } from './mapping.ts';
import { Settings, writeSettings } from './settings.ts';

/** A table of rules as spreadsheets write it (RFC 4180), its columns found by their headings. */
export const csv: FirewallFormat = {
  id: 'csv',
  title: 'CSV',
  extension: 'csv',
  recognise(text) {
    const heading = headingOf(linesOf(text.slice(0, 20_000)));
    return heading && heading.columns.filter((column) => column !== null).length >= 4 ? 0.8 : 0;
  },
  read,
  write,
};

interface Heading {
  /** From 1. */
  readonly line: number;
  readonly mapping: Mapping;
  readonly delimiter: string;
  readonly columns: readonly (Column | 'aside' | null)[];
  readonly names: readonly string[];
}

/** The first line that is no comment, if it names addresses and what becomes of them. */
function headingOf(lines: readonly string[]): Heading | null {
  const at = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  if (at < 0) return null;
  const delimiter = delimiterOf(lines[at]!);
  const names = cellsOf(lines[at]!.replace(/^\ufeff/, ''), delimiter) ?? [];
  const mapping = new Mapping();
  for (const line of lines.slice(0, at)) mapping.read(line);
  const columns = names.map((name) => mapping.column(name));
  const named = (['source', 'destination', 'action'] as const).every((column) => columns.includes(column));
  return named ? { line: at + 1, mapping, delimiter, columns, names } : null;
}

/** Columns of a table: each is looked at in every row. */
const MOST_COLUMNS = 500;

function read(text: string): Reading | Refusal {
  const lines = linesOf(text);
  const heading = headingOf(lines);
  if (!heading)
    return {
      problem: 'it has no line of headings: must name at least source, destination and action',
      line: 1,
    };
  if (heading.columns.length > MOST_COLUMNS)
    return {
      problem: `it has ${heading.columns.length} columns: must have at most ${MOST_COLUMNS}`,
      line: heading.line,
    };
  const ledger = new Ledger(lines);
  const settings = new Settings();
  const list = new RuleList();
  for (const [at, line] of lines.entries()) {
    const place = at + 1;
    if (line.trim() === '') continue;
    const meant = place < heading.line ? heading.mapping.read(line) : null;
    if (meant) ledger.mark(place, meant.wrong ? 'ignored' : 'understood', meant.what);
    else if (line.startsWith('#'))
      ledger.mark(place, 'understood', settings.read(line) ? 'a setting' : 'a comment');
    else if (place === heading.line) {
      const strange = heading.names.filter((_, index) => heading.columns[index] === null);
      ledger.mark(
        place,
        strange.length > 0 ? 'approximated' : 'understood',
        strange.length > 0
          ? `not known: ${strange.join(', ').slice(0, 100)}; rows that say anything there are undetermined, unless a line above says what it is, such as "# column ${strange[0]!.slice(0, 40)} = ignore"`
          : 'headings',
      );
    } else if (place > heading.line) {
      const { rule, unclear, remark } = ruleOf(cellsOf(line, heading.delimiter), heading);
      list.add(place, rule, remark);
      if (unclear === null) ledger.mark(place, 'understood');
      else ledger.mark(place, 'ignored', `${unclear}: what it names is undetermined`);
    }
  }
  return { policy: { rules: list.all(), ...settings.settings() }, ledger: ledger.all() };
}

const ACTIONS: Readonly<Record<string, Rule['action']>> = {
  permit: 'permit',
  allow: 'permit',
  accept: 'permit',
  pass: 'permit',
  drop: 'drop',
  deny: 'drop',
  block: 'drop',
  discard: 'drop',
  reject: 'reject',
};
const DIRECTIONS: Readonly<Record<string, Rule['direction']>> = {
  in: 'in',
  inbound: 'in',
  out: 'out',
  outbound: 'out',
  both: 'both',
  any: 'both',
  '': 'both',
};
const TRANSPORTS = new Set(['tcp', 'udp', 'tcp-udp', 'icmp', 'any']);
const REJECTS = new Set([
  'reset',
  'port-unreachable',
  'host-unreachable',
  'net-unreachable',
  'admin-prohibited',
]);
const YES = new Set(['', 'yes', 'true', '1', 'enabled', 'active', 'on', 'x']);
const NO = new Set(['no', 'false', '0', 'disabled', 'inactive', 'off']);

/** A row as a rule; one that is not clear names every packet of its direction. */
function ruleOf(
  cells: readonly string[] | null,
  { columns, names, mapping }: Heading,
): { readonly rule: Partial<Rule>; readonly unclear: string | null; readonly remark: string } {
  let unclear: string | null = cells === null ? 'a quotation mark does not end' : null;
  for (const [at, column] of columns.entries())
    if (column === null && !['', 'any', '*'].includes((cells?.[at] ?? '').trim().toLowerCase()))
      unclear ??= `the column "${names[at]!.slice(0, 40)}" is not known`;
  const cell = (column: Column) => {
    const at = columns.indexOf(column);
    return at < 0 ? '' : mapping.value(cells?.[at] ?? '').trim();
  };
  const value = <T>(column: Column, parsed: T | null | undefined): T | null => {
    if (parsed === null || parsed === undefined)
      unclear ??= `"${cell(column).slice(0, 60)}" is no ${HEADINGS[column][0]!}`;
    return parsed ?? null;
  };
  const word = (column: Column) => cell(column).toLowerCase();
  const direction = value('direction', own(DIRECTIONS, word('direction')));
  const transport =
    word('protocol') === '' || word('protocol') === 'ip' || word('protocol') === '*'
      ? 'any'
      : word('protocol');
  const known = TRANSPORTS.has(transport) || (/^\d{1,3}$/.test(transport) && Number(transport) <= 255);
  value('protocol', known ? transport : null);
  const ported = hasPorts(transport as Transport);
  const ports = (column: 'sourcePort' | 'destinationPort') =>
    value(column, parsePorts(anyOr(word(column)).replaceAll(';', ',')));
  const asked = [ports('sourcePort'), ports('destinationPort')] as const;
  if (!ported && asked.some((list) => list && formatPorts(list) !== 'any'))
    unclear ??= 'ports need TCP or UDP';
  const rule = {
    action: value('action', own(ACTIONS, word('action'))),
    sources: value('source', addresses(cell('source'))),
    destinations: value('destination', addresses(cell('destination'))),
    icmp: value('icmp', parseIcmp(anyOr(word('icmp')))),
    states: value('states', states(word('states'))),
    flags: value('flags', cell('flags') === '' ? [] : parseFlags(cell('flags'))),
    rejectWith:
      word('rejectWith') === ''
        ? null
        : value('rejectWith', REJECTS.has(word('rejectWith')) ? (word('rejectWith') as RejectWith) : null),
    enabled: value('enabled', YES.has(word('enabled')) ? true : NO.has(word('enabled')) ? false : null),
    log: value('log', word('log') === '' || NO.has(word('log')) ? false : YES.has(word('log')) ? true : null),
  };
  const remark = `${cell('id') === '' ? '' : `${cell('id')}: `}${cell('purpose')}`;
  if (unclear !== null)
    return { rule: { direction: direction ?? 'both', action: 'undetermined' }, unclear, remark };
  const whole = rule as { [K in keyof typeof rule]: Exclude<(typeof rule)[K], null> } & {
    rejectWith: RejectWith | null;
  };
  return {
    rule: {
      ...whole,
      direction: direction!,
      transport: transport as Transport,
      ...(ported && { sourcePorts: asked[0]!, destinationPorts: asked[1]! }),
    },
    unclear,
    remark,
  };
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | null {
  return Object.hasOwn(table, name) ? table[name]! : null;
}

function anyOr(text: string): string {
  return text === '' || text === '*' ? 'any' : text;
}

function addresses(text: string): readonly AddressRange[] | null {
  if (['any', '*', 'all', '0.0.0.0/0'].includes(text.toLowerCase())) return [ANY_ADDRESS];
  const ranges = text
    .split(/[,;]/)
    .map((part) => part.trim())
    .map((part) => (part === 'any' ? ANY_ADDRESS : parseRange(part)));
  return ranges.includes(null) ? null : ranges.map((range) => range!);
}

function states(text: string): number | null {
  if (text === '' || text === 'any') return ANY_STATE;
  return text.split(/[,; ]+/).reduce<number | null>((sum, name) => {
    const state = own<number>(ConnectionStates, name);
    return sum === null || state === null ? null : sum | state;
  }, 0);
}

function write(policy: Policy, _interfaces: unknown, title: string): string | Inexpressible {
  const problems = inexpressible(policy, { inspections: false, forwards: false });
  if (problems.length > 0) return { problems };
  return `${[
    `# ${title}`,
    ...writeSettings(policy),
    COLUMNS.map((column) => HEADINGS[column][0]!).join(','),
    ...policy.rules.map((rule) => {
      const row = rowOf(rule);
      return COLUMNS.map((column) => quoteCell(row[column])).join(',');
    }),
  ].join('\n')}\n`;
}

function rowOf(rule: Rule): Readonly<Record<Column, string>> {
  const ported = hasPorts(rule.transport);
  const asked = Object.entries(ConnectionStates).filter(([, bit]) => rule.states & bit);
  return {
    id: rule.id,
    enabled: rule.enabled ? 'yes' : 'no',
    direction: rule.direction,
    action: rule.action,
    source: rule.sources.map(formatRange).join(', '),
    sourcePort: ported ? formatPorts(rule.sourcePorts) : '',
    destination: rule.destinations.map(formatRange).join(', '),
    destinationPort: ported ? formatPorts(rule.destinationPorts) : '',
    protocol: rule.transport,
    icmp: rule.transport === 'icmp' ? formatIcmp(rule.icmp) : '',
    states: rule.states === ANY_STATE ? '' : asked.map(([name]) => name).join(' '),
    flags: rule.flags.length > 0 ? formatFlagTests(rule.flags) : '',
    rejectWith: rule.rejectWith ?? '',
    log: rule.log ? 'yes' : 'no',
    purpose: rule.purpose,
  };
}
