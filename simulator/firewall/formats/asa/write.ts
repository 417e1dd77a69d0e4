import type { AddressRange } from '../../../model/address.ts';
import { formatAddress } from '../../../model/address.ts';
import type { Policy, Rule } from '../../../model/policy.ts';
import { hasPorts } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { formatIcmp } from '../../../model/ports.ts';
import type { Inexpressible, Interfaces } from '../format.ts';
import { inexpressible, isSipHelper } from '../inexpressible.ts';
import { isAny, prefixesOf, union } from '../ranges.ts';
import { DEFAULT_REMARK, remarkOf } from '../rule-list.ts';
import { writeSettings } from './settings.ts';

/** Characters of a remark. */
const LONGEST_REMARK = 100;

export function write(policy: Policy, interfaces: Interfaces, title: string): string | Inexpressible {
  const problems = inexpressible(policy, {
    stateful: true,
    states: false,
    flags: false,
    reject: false,
    hairpin: false,
    defaults: ['drop', 'permit'],
  });
  const sip = policy.inspections.filter(isSipHelper);
  if (sip.length < policy.inspections.length)
    problems.push('content is inspected in a way that this form cannot say');
  if (problems.length > 0) return { problems };
  const groups: string[] = [];
  const entries = policy.rules.flatMap((rule) => entriesOf(rule, groups, interfaces));
  const last = policy.default === 'permit' ? 'permit' : 'deny';
  const lists = listsOf('both', interfaces);
  return `${[
    `! ${title}`,
    ...writeSettings(policy),
    ...groups,
    ...natObjects(policy, interfaces),
    ...entries,
    ...lists.flatMap((list) => [
      `access-list ${list} remark ${DEFAULT_REMARK}`,
      `access-list ${list} extended ${last} ip any any`,
    ]),
    `access-group ${lists[0]!} in interface ${interfaces.outside}`,
    `access-group ${lists[1]!} in interface ${interfaces.inside}`,
    ...(sip.length > 0
      ? [
          'policy-map global_policy',
          ' class inspection_default',
          '  inspect sip',
          'service-policy global_policy global',
        ]
      : []),
  ].join('\n')}\n`;
}

function listsOf(direction: Rule['direction'], { outside, inside }: Interfaces): string[] {
  const [inward, outward] = [`${outside}_access_in`, `${inside}_access_in`];
  return direction === 'in' ? [inward] : direction === 'out' ? [outward] : [inward, outward];
}

/** The lines of a rule; lists that do not fit into one become groups with its name. */
function entriesOf(rule: Rule, groups: string[], interfaces: Interfaces): string[] {
  const source = addresses(rule.sources, `${rule.id}-src`, groups);
  const destination = addresses(rule.destinations, `${rule.id}-dst`, groups);
  const action = rule.action === 'permit' ? 'permit' : 'deny';
  const options = `${rule.log ? ' log' : ''}${rule.enabled ? '' : ' inactive'}`;
  const remark = remarkOf(rule).slice(0, LONGEST_REMARK);
  return listsOf(rule.direction, interfaces).flatMap((list) =>
    services(rule, groups).flatMap(({ protocol, sport, dport }) => [
      `access-list ${list} remark ${remark}`,
      `access-list ${list} extended ${action} ${protocol} ${source}${sport} ${destination}${dport}${options}`,
    ]),
  );
}

function services(rule: Rule, groups: string[]): { protocol: string; sport: string; dport: string }[] {
  const { transport } = rule;
  if (transport === 'icmp')
    return formatIcmp(rule.icmp)
      .split(', ')
      .map((type) => ({
        protocol: 'icmp',
        sport: '',
        dport: type === 'any' ? '' : ` ${type.replace('/', ' ')}`,
      }));
  if (!hasPorts(transport))
    return [{ protocol: transport === 'any' ? 'ip' : transport, sport: '', dport: '' }];
  const [sports, dports] = [union(rule.sourcePorts), union(rule.destinationPorts)];
  if (transport !== 'tcp-udp' && sports.length === 1 && dports.length === 1)
    return [{ protocol: transport, sport: ports(sports[0]!, ' '), dport: ports(dports[0]!, ' ') }];
  const name = `${rule.id}-svc`;
  const lines = [`object-group service ${name}`];
  for (const sport of sports)
    for (const dport of dports)
      lines.push(` service-object ${transport}${ports(sport, ' source ')}${ports(dport, ' destination ')}`);
  if (!groups.includes(lines[0]!)) groups.push(...lines);
  return [{ protocol: `object-group ${name}`, sport: '', dport: '' }];
}

function ports({ first, last }: PortRange, before: string): string {
  if (first === 0 && last === 65535) return '';
  return first === last ? `${before}eq ${first}` : `${before}range ${first} ${last}`;
}

function addresses(ranges: readonly AddressRange[], name: string, groups: string[]): string {
  if (isAny(ranges)) return 'any';
  const prefixes = union(ranges).flatMap(prefixesOf);
  const [only] = prefixes;
  if (prefixes.length === 1) return prefix(only!);
  groups.push(`object-group network ${name}`, ...prefixes.map((one) => ` network-object ${prefix(one)}`));
  return `object-group ${name}`;
}

function prefix({ address, length }: { readonly address: number; readonly length: number }): string {
  if (length === 32) return `host ${formatAddress(address)}`;
  return `${formatAddress(address)} ${formatAddress(length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0)}`;
}

function natObjects({ nat, forwards, masquerades }: Policy, { outside, inside }: Interfaces): string[] {
  const way = `nat (${inside},${outside})`;
  return [
    ...forwards.flatMap(({ transport, outside: mapped, outsidePort, inside: real, insidePort }, at) => [
      `object network forward-${at + 1}`,
      ` host ${formatAddress(real)}`,
      ` ${way} static ${formatAddress(mapped)} service ${transport} ${insidePort} ${outsidePort}`,
    ]),
    ...nat.flatMap((mapping, at) => [
      `object network static-${at + 1}`,
      ` host ${formatAddress(mapping.inside)}`,
      ` ${way} static ${formatAddress(mapping.outside)}`,
    ]),
    ...masquerades.flatMap(({ inside: real, outside: mapped }, at) =>
      real.flatMap(({ first, last }, part) => [
        `object network dynamic-${at + 1}-${part + 1}`,
        ` range ${formatAddress(first)} ${formatAddress(last)}`,
        ` ${way} dynamic ${formatAddress(mapped)}`,
      ]),
    ),
  ];
}
