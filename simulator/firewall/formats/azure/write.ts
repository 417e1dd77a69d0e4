import type { AddressRange } from '../../../model/address.ts';
import { formatAddress } from '../../../model/address.ts';
import type { Policy, Rule } from '../../../model/policy.ts';
import { hasPorts } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import type { Inexpressible, Interfaces } from '../format.ts';
import { inexpressible } from '../inexpressible.ts';
import { isAny, prefixesOf, union } from '../ranges.ts';
import { DEFAULT_REMARK, remarkOf } from '../rule-list.ts';
import { Names } from './names.ts';
import { PRIORITIES } from './security-rule.ts';
import { writeSettings } from './settings.ts';

/** Security rules of a group, addresses in all of them, and characters of a description (Azure's limits). */
const MOST_RULES = 1000;
const MOST_ADDRESSES = 4000;
const LONGEST_DESCRIPTION = 140;
/** Between two priorities, so that there is room for more. */
const STEP = 10;

const PROTOCOLS: Readonly<Record<string, string>> = {
  any: '*',
  icmp: 'Icmp',
  tcp: 'Tcp',
  udp: 'Udp',
  '1': 'Icmp',
  '6': 'Tcp',
  '17': 'Udp',
  '50': 'Esp',
  '51': 'Ah',
};
const DIRECTIONS = {
  in: ['Inbound'],
  out: ['Outbound'],
  both: ['Inbound', 'Outbound'],
} as const;

/** A template of Azure Resource Manager with one group, each of its rules in a line. */
export function write(policy: Policy, _interfaces: Interfaces, title: string): string | Inexpressible {
  const problems = [
    ...inexpressible(policy, {
      stateful: true,
      states: false,
      flags: false,
      reject: false,
      log: false,
      hairpin: false,
      inspections: false,
      nat: false,
      forwards: false,
      masquerades: false,
      maxConnections: false,
      defaults: ['drop', 'permit'],
    }),
    ...policy.rules.flatMap(problemsOf),
  ];
  if (problems.length > 0) return { problems };
  const lines = policy.rules.flatMap(linesOf);
  const count = lines.reduce((sum, { ways }) => sum + ways.length, 2);
  if (count > MOST_RULES)
    return { problems: [`it comes to ${count} security rules: a group takes at most ${MOST_RULES}`] };
  const named = lines.reduce((sum, { ways, addresses }) => sum + ways.length * addresses, 0);
  if (named > MOST_ADDRESSES)
    return { problems: [`its rules name ${named} addresses: a group takes at most ${MOST_ADDRESSES}`] };
  const step = Math.min(STEP, Math.floor((PRIORITIES.last - PRIORITIES.first) / Math.max(1, lines.length)));
  const names = new Names();
  const rules = [
    ...lines.flatMap((line, at) => securityRules(line, PRIORITIES.first + at * step, names)),
    ...securityRules(restOf(policy), PRIORITIES.last, names),
  ];
  const name = title
    .slice(0, 60)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9_]+$/g, '');
  return `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "resources": [
    {
      "type": "Microsoft.Network/networkSecurityGroups",
      "apiVersion": "2023-09-01",
      "name": ${JSON.stringify(name || 'edge-lab')},
      "location": "[resourceGroup().location]",
      "comments": ${JSON.stringify(title.replace(/^\[/, '[['))},
      "tags": ${JSON.stringify(writeSettings(policy))},
      "properties": {
        "securityRules": [
${rules.map((rule) => `          ${JSON.stringify(rule)}`).join(',\n')}
        ]
      }
    }
  ]
}
`;
}

/** What no security rule can say. */
function problemsOf(rule: Rule): string[] {
  const refuse = (so: boolean, problem: string) => (so ? [`rule ${rule.id} ${problem}`] : []);
  const whole = rule.icmp.some(({ first, last }) => first === 0 && last === 65535);
  return [
    ...refuse(!rule.enabled, 'is switched off: a security rule is there or it is not'),
    ...refuse(
      rule.transport !== 'tcp-udp' && !Object.hasOwn(PROTOCOLS, rule.transport),
      `asks for protocol ${rule.transport}: this form has Tcp, Udp, Icmp, Esp and Ah only`,
    ),
    ...refuse(rule.transport === 'icmp' && !whole, 'asks for types of ICMP: this form cannot'),
  ];
}

/** What a rule becomes: one security rule for each of its ways. */
interface Line {
  readonly id: string;
  readonly suffix: string;
  readonly ways: readonly ('Inbound' | 'Outbound')[];
  readonly addresses: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

function linesOf(rule: Rule): Line[] {
  const transports = rule.transport === 'tcp-udp' ? (['tcp', 'udp'] as const) : [rule.transport];
  const sources = prefixes(rule.sources);
  const destinations = prefixes(rule.destinations);
  return transports.map((transport) => ({
    id: rule.id,
    suffix: transports.length > 1 ? `_${transport}` : '',
    ways: DIRECTIONS[rule.direction],
    addresses: sources.length + destinations.length,
    properties: {
      description: remarkOf(rule).slice(0, LONGEST_DESCRIPTION),
      access: rule.action === 'permit' ? 'Allow' : 'Deny',
      protocol: PROTOCOLS[transport],
      ...oneOrMore('sourceAddressPrefix', 'sourceAddressPrefixes', sources),
      ...oneOrMore('sourcePortRange', 'sourcePortRanges', ports(rule, rule.sourcePorts)),
      ...oneOrMore('destinationAddressPrefix', 'destinationAddressPrefixes', destinations),
      ...oneOrMore('destinationPortRange', 'destinationPortRanges', ports(rule, rule.destinationPorts)),
    },
  }));
}

/** What becomes of packets that no rule names. */
function restOf(policy: Policy): Line {
  return {
    id: 'default',
    suffix: '',
    ways: DIRECTIONS.both,
    addresses: 2,
    properties: {
      description: DEFAULT_REMARK,
      access: policy.default === 'permit' ? 'Allow' : 'Deny',
      protocol: '*',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '*',
    },
  };
}

/** Rules of both directions may share a priority, and do: read in its order, they stand side by side. */
function securityRules(line: Line, priority: number, names: Names): unknown[] {
  return line.ways.map((direction) => {
    const suffix = `${line.suffix}${line.ways.length > 1 ? (direction === 'Inbound' ? '_in' : '_out') : ''}`;
    return {
      name: names.name(line, suffix),
      properties: { priority, direction, ...line.properties },
    };
  });
}

function oneOrMore(one: string, several: string, values: readonly string[]): Record<string, unknown> {
  return values.length === 1 ? { [one]: values[0] } : { [several]: values };
}

function prefixes(ranges: readonly AddressRange[]): string[] {
  if (isAny(ranges)) return ['*'];
  return union(ranges)
    .flatMap(prefixesOf)
    .map(({ address, length }) =>
      length === 32 ? formatAddress(address) : `${formatAddress(address)}/${length}`,
    );
}

function ports({ transport }: Rule, ranges: readonly PortRange[]): string[] {
  const merged = union(ranges);
  if (!hasPorts(transport) || merged.some(({ first, last }) => first === 0 && last === 65535)) return ['*'];
  return merged.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
}
