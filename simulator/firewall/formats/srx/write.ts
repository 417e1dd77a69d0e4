import type { AddressRange } from '../../../model/address.ts';
import { formatAddress, prefixLength } from '../../../model/address.ts';
import type { Policy, Rule } from '../../../model/policy.ts';
import { hasPorts } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { formatIcmp } from '../../../model/ports.ts';
import type { Inexpressible, Interfaces } from '../format.ts';
import { inexpressible, isSipHelper } from '../inexpressible.ts';
import { isAny, union } from '../ranges.ts';
import { remarkOf } from '../rule-list.ts';
import { Names, policyName } from './names.ts';
import { SRX_TIMEOUTS, writeSettings } from './settings.ts';
import { protocolText } from './words.ts';
import { writeNat } from './write-nat.ts';

/** Characters of a description. */
const LONGEST_DESCRIPTION = 900;
/** Terms that are put into one application; further ones go into another. */
const MOST_TERMS = 8;

export function write(policy: Policy, interfaces: Interfaces, title: string): string | Inexpressible {
  const problems = [
    ...inexpressible(policy, {
      stateful: true,
      states: false,
      flags: false,
      hairpin: false,
      defaults: ['drop', 'permit'],
    }),
    ...policy.rules.flatMap(rejectProblem),
    ...policy.rules
      .filter(({ transport }) => transport === '58')
      .map(({ id }) => `rule ${id} names protocol 58: SRX takes it for ICMPv6`),
  ];
  const sip = policy.inspections.filter(isSipHelper);
  if (sip.length < policy.inspections.length)
    problems.push('content is inspected in a way that this form cannot say');
  if (twice(policy.nat.map(({ outside }) => `${outside}`)))
    problems.push('one address is translated to several: this form takes the first, not the last');
  if (
    twice(
      policy.forwards.map(({ transport, outside, outsidePort }) => `${transport} ${outside} ${outsidePort}`),
    )
  )
    problems.push('one port is forwarded to several: this form takes the first, not the last');
  for (const name of [interfaces.outside, interfaces.inside])
    if (!/^[A-Za-z0-9][\w.-]{0,62}$/.test(name) || name === 'any' || name === 'junos-host')
      problems.push(
        `"${name}" is no name for a zone of Junos: say which zones, as in --interfaces outside=untrust`,
      );
  if (problems.length > 0) return { problems };
  const { outside, inside } = interfaces;
  const writer = new Writer(policy, interfaces);
  const policies = policy.rules.flatMap((rule) => writer.rule(rule));
  return `${[
    `# ${title.replace(/\s+/g, ' ')}`,
    // SRX has its helper for SIP switched on unless a file says otherwise; the second is the value that it has anyway.
    `set security alg sip ${sip.length > 0 ? 'inactive-media-timeout 120' : 'disable'}`,
    ...writeSettings(policy),
    ...writer.addresses(),
    ...writeNat(policy, interfaces),
    ...policies,
    `set security policies default-policy ${policy.default === 'permit' ? 'permit-all' : 'deny-all'}`,
    `set security zones security-zone ${outside}`,
    `set security zones security-zone ${inside}`,
    ...writer.applications,
  ].join('\n')}\n`;
}

function twice(keys: readonly string[]): boolean {
  return new Set(keys).size < keys.length;
}

/** SRX answers TCP with a RST and UDP with "port unreachable", and says nothing to the rest. */
function rejectProblem({ id, action, transport, rejectWith }: Rule): string[] {
  if (action !== 'reject') return [];
  if (!['tcp', 'udp', 'tcp-udp', '6', '17'].includes(transport))
    return [`rule ${id} rejects more than TCP and UDP: SRX would drop the rest without an answer`];
  const [tcp, udp] = [transport !== 'udp' && transport !== '17', transport !== 'tcp' && transport !== '6'];
  return rejectWith === null ||
    (rejectWith === 'reset' && tcp) ||
    (rejectWith === 'port-unreachable' && udp && !tcp)
    ? []
    : [`rule ${id} rejects with ${rejectWith}: SRX answers TCP with a RST and UDP with "port unreachable"`];
}

class Writer {
  /** The lines that define applications. */
  readonly applications: string[] = [];
  readonly #policy: Policy;
  readonly #interfaces: Interfaces;
  readonly #names = new Names();
  readonly #applicationNames = new Names();
  readonly #addresses = new Map<string, string>();

  constructor(policy: Policy, interfaces: Interfaces) {
    this.#policy = policy;
    this.#interfaces = interfaces;
  }

  /** The lines that define addresses. */
  addresses(): string[] {
    return [...this.#addresses.values()];
  }

  /** The policies of a rule: one for each direction. */
  rule(rule: Rule): string[] {
    const { outside, inside } = this.#interfaces;
    const name = this.#names.give(policyName(rule.id));
    const remark = remarkOf(rule).replaceAll('"', "'").replaceAll('\\', '/').slice(0, LONGEST_DESCRIPTION);
    const match = [
      ...this.#matches('source-address', rule.sources),
      ...this.#matches('destination-address', rule.destinations),
      ...this.#services(rule, name).map((one) => `match application ${one}`),
    ];
    const then = rule.action === 'drop' ? 'deny' : rule.action;
    return [[outside, inside, 'in'] as const, [inside, outside, 'out'] as const].flatMap(
      ([from, to, way]) => {
        if (rule.direction !== 'both' && rule.direction !== way) return [];
        const path = `security policies from-zone ${from} to-zone ${to} policy ${name}`;
        return [
          `set ${path} description "${remark}"`,
          ...match.map((one) => `set ${path} ${one}`),
          `set ${path} then ${then}`,
          ...(rule.log ? [`set ${path} then log session-init`] : []),
          ...(rule.enabled ? [] : [`deactivate ${path}`]),
        ];
      },
    );
  }

  #matches(what: string, ranges: readonly AddressRange[]): string[] {
    if (isAny(ranges)) return [`match ${what} any`];
    return union(ranges).map((range) => {
      const [first, last] = [formatAddress(range.first), formatAddress(range.last)];
      const length = prefixLength(range);
      const name =
        length === 32
          ? `host-${first}`
          : length !== null
            ? `net-${first}-${length}`
            : `range-${first}-${last}`;
      const value = length === null ? `range-address ${first} to ${last}` : `${first}/${length}`;
      this.#addresses.set(name, `set security address-book global address ${name} ${value}`);
      return `match ${what} ${name}`;
    });
  }

  /** The applications that a rule names, defined when they are not "any". */
  #services(rule: Rule, policy: string): string[] {
    if (rule.transport === 'any') return ['any'];
    const terms = this.#terms(rule);
    const names: string[] = [];
    for (let at = 0; at < terms.length; at += MOST_TERMS) {
      const name = this.#applicationNames.give(`app-${policy}`);
      names.push(name);
      for (const [index, term] of terms.slice(at, at + MOST_TERMS).entries())
        for (const part of term)
          this.applications.push(`set applications application ${name} term t${index + 1} ${part}`);
    }
    return names;
  }

  #terms(rule: Rule): string[][] {
    const { transport } = rule;
    if (transport === 'icmp')
      return formatIcmp(union(rule.icmp))
        .split(', ')
        .map((text) => {
          const [type = '', code] = text.split('/');
          return [
            'protocol icmp',
            ...(type === 'any' ? [] : [`icmp-type ${type}`]),
            ...(code === undefined ? [] : [`icmp-code ${code}`]),
            ...this.#timeout('icmp_s'),
          ];
        });
    if (!hasPorts(transport)) return [[`protocol ${protocolText(transport)}`]];
    const [sources, destinations] = [union(rule.sourcePorts), union(rule.destinationPorts)];
    return (transport === 'tcp-udp' ? (['tcp', 'udp'] as const) : [transport]).flatMap((one) =>
      sources.flatMap((source) =>
        destinations.map((destination) => [
          `protocol ${one}`,
          ...(source.first === 0 && source.last === 65535 ? [] : [`source-port ${portText(source)}`]),
          `destination-port ${portText(destination)}`,
          ...this.#timeout(one === 'tcp' ? 'tcpEstablished_s' : 'udp_s'),
        ]),
      ),
    );
  }

  /** The firewall's time-out, which SRX sets application by application, where it is none of SRX's own. */
  #timeout(phase: 'tcpEstablished_s' | 'udp_s' | 'icmp_s'): string[] {
    const seconds = this.#policy.timeouts[phase];
    return seconds !== SRX_TIMEOUTS[phase] && Number.isInteger(seconds) && seconds >= 4 && seconds <= 86_400
      ? [`inactivity-timeout ${seconds}`]
      : [];
  }
}

function portText({ first, last }: PortRange): string {
  return first === last ? `${first}` : `${first}-${last}`;
}
