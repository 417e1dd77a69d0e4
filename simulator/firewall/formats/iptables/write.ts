import type { AddressRange } from '../../../model/address.ts';
import { formatAddress, prefixLength } from '../../../model/address.ts';
import type { Policy, Rule } from '../../../model/policy.ts';
import { ANY_STATE, ConnectionStates, hasPorts } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { formatIcmp } from '../../../model/ports.ts';
import type { Inexpressible, Interfaces } from '../format.ts';
import { flagNames } from '../netfilter/words.ts';
import { writeSysctl } from '../netfilter/sysctl.ts';
import { isAny, union } from '../ranges.ts';
import { DEFAULT_REMARK, remarkOf } from '../rule-list.ts';
import { inexpressible } from '../inexpressible.ts';

/** Ports that one multiport match takes, a range counting twice (iptables-extensions(8)). */
const MOST_PORTS = 15;
const LONGEST_COMMENT = 255;

export function write(policy: Policy, interfaces: Interfaces, title: string): string | Inexpressible {
  const problems = inexpressible(policy, { hairpin: false, inspections: false });
  if (problems.length > 0) return { problems };
  const filter = policy.rules.flatMap((rule) => ruleLines(rule, interfaces));
  return `${[
    `# ${title}`,
    ...writeSysctl(policy),
    ...natLines(policy, interfaces),
    '*filter',
    ':INPUT DROP [0:0]',
    `:FORWARD ${policy.default === 'permit' ? 'ACCEPT' : 'DROP'} [0:0]`,
    ':OUTPUT ACCEPT [0:0]',
    ...(policy.stateful
      ? [
          '-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
          '-A FORWARD -m conntrack --ctstate INVALID -j DROP',
        ]
      : []),
    ...filter,
    ...(policy.default === 'reject'
      ? verdicts({ action: 'reject', rejectWith: null }, 'any').map(
          ({ more, target }) => `-A FORWARD${more}${comment(DEFAULT_REMARK)} -j ${target}`,
        )
      : []),
    'COMMIT',
  ].join('\n')}\n`;
}

function natLines({ nat, forwards, masquerades }: Policy, { outside: side }: Interfaces): string[] {
  if (nat.length + forwards.length + masquerades.length === 0) return [];
  return [
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ':INPUT ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':POSTROUTING ACCEPT [0:0]',
    ...forwards.map(
      ({ transport, outside, outsidePort, inside, insidePort }) =>
        `-A PREROUTING -d ${formatAddress(outside)}/32 -i ${side} -p ${transport} -m ${transport} --dport ${outsidePort}` +
        ` -j DNAT --to-destination ${formatAddress(inside)}:${insidePort}`,
    ),
    ...nat.map(
      ({ outside, inside }) =>
        `-A PREROUTING -d ${formatAddress(outside)}/32 -i ${side} -j DNAT --to-destination ${formatAddress(inside)}`,
    ),
    ...nat.map(
      ({ outside, inside }) =>
        `-A POSTROUTING -s ${formatAddress(inside)}/32 -o ${side} -j SNAT --to-source ${formatAddress(outside)}`,
    ),
    ...masquerades.flatMap(({ inside, outside }) =>
      sides('-s', '--src-range', inside).map(
        (source) => `-A POSTROUTING${source} -o ${side} -j SNAT --to-source ${formatAddress(outside)}`,
      ),
    ),
    'COMMIT',
  ];
}

/** A rule as lines that differ in one thing from one to the next, so that they are one rule again when read. */
function ruleLines(rule: Rule, { outside, inside }: Interfaces): string[] {
  const way = { in: ` -i ${outside} -o ${inside}`, out: ` -i ${inside} -o ${outside}`, both: '' }[
    rule.direction
  ];
  const off = rule.enabled ? '' : '# off: ';
  const lines: string[] = [];
  for (const transport of rule.transport === 'tcp-udp' ? (['tcp', 'udp'] as const) : [rule.transport])
    for (const source of sides('-s', '--src-range', rule.sources))
      for (const destination of sides('-d', '--dst-range', rule.destinations))
        for (const detail of details(rule, transport)) {
          const match = `-A FORWARD${source}${destination}${way}${detail}${states(rule.states)}`;
          for (const { more, target } of verdicts(rule, transport)) {
            if (rule.log) lines.push(`${off}${match}${more} -j LOG`);
            lines.push(`${off}${match}${more}${comment(remarkOf(rule))} -j ${target}`);
          }
        }
  return lines;
}

/** What becomes of the packets, with what it asks of them besides. */
function verdicts(
  { action, rejectWith }: Pick<Rule, 'action' | 'rejectWith'>,
  transport: Rule['transport'],
): { readonly more: string; readonly target: string }[] {
  if (action !== 'reject') return [{ more: '', target: action === 'permit' ? 'ACCEPT' : 'DROP' }];
  const reject = (how: string, more = '') => ({ more, target: `REJECT --reject-with ${how}` });
  if (rejectWith !== null && rejectWith !== 'reset') return [reject(`icmp-${rejectWith}`)];
  if (transport === 'tcp') return [reject('tcp-reset')];
  // A RST can be sent to TCP only.
  const rest = reject('icmp-port-unreachable');
  return transport === 'any' ? [reject('tcp-reset', ' -p tcp'), rest] : [rest];
}

/** Protocol, ports, types and flags. */
function details(rule: Rule, transport: Rule['transport']): string[] {
  if (transport === 'any') return [''];
  if (transport === 'icmp')
    return formatIcmp(rule.icmp)
      .split(', ')
      .map((type) => ` -p icmp -m icmp --icmp-type ${type}`);
  if (!hasPorts(transport)) return [` -p ${transport}`];
  const tests = transport === 'tcp' ? rule.flags : [];
  const flags =
    tests.length === 0 ? [''] : tests.map(({ set, mask }) => ` --tcp-flags ${names(mask)} ${names(set)}`);
  return portLists('sport', rule.sourcePorts).flatMap((source) =>
    portLists('dport', rule.destinationPorts).flatMap((destination) =>
      flags.map((test) => ` -p ${transport} -m ${transport}${test}${source}${destination}`),
    ),
  );
}

function names(bits: number): string {
  return flagNames(bits).join(',').toUpperCase() || 'NONE';
}

function portLists(option: 'sport' | 'dport', ranges: readonly PortRange[]): string[] {
  const merged = union(ranges);
  if (merged.some(({ first, last }) => first === 0 && last === 65535)) return [''];
  const text = ({ first, last }: PortRange) => (first === last ? `${first}` : `${first}:${last}`);
  if (merged.length === 1) return [` --${option} ${text(merged[0]!)}`];
  const lists: string[][] = [[]];
  let room = MOST_PORTS;
  for (const range of merged) {
    const size = range.first === range.last ? 1 : 2;
    if (room < size) {
      lists.push([]);
      room = MOST_PORTS;
    }
    lists.at(-1)!.push(text(range));
    room -= size;
  }
  return lists.map((list) => ` -m multiport --${option}s ${list.join(',')}`);
}

function sides(option: string, range: string, ranges: readonly AddressRange[]): string[] {
  if (isAny(ranges)) return [''];
  return union(ranges).map(({ first, last }) => {
    const length = prefixLength({ first, last });
    return length === null
      ? ` -m iprange ${range} ${formatAddress(first)}-${formatAddress(last)}`
      : ` ${option} ${formatAddress(first)}/${length}`;
  });
}

function states(bits: number): string {
  if (bits === ANY_STATE) return '';
  const list = Object.entries(ConnectionStates)
    .filter(([, bit]) => bits & bit)
    .map(([name]) => name.toUpperCase());
  return ` -m conntrack --ctstate ${list.join(',')}`;
}

function comment(text: string): string {
  return ` -m comment --comment "${text.slice(0, LONGEST_COMMENT).replace(/["\\]/g, '\\$&')}"`;
}
