import type { AddressRange } from '../../../model/address.ts';
import { formatAddress, prefixLength } from '../../../model/address.ts';
import type { Policy, Rule } from '../../../model/policy.ts';
import { hasPorts } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { formatIcmp, formatPorts } from '../../../model/ports.ts';
import { boxesOf, everyPacket, exampleOf } from '../../judgement/packets.ts';
import { common, uncovered } from '../../judgement/space.ts';
import { inexpressible } from '../inexpressible.ts';
import { isAny, union } from '../ranges.ts';
import { remarkOf } from '../rule-list.ts';

/** A rule as Windows has it: one way and one protocol, this computer's side and the other one. */
export interface Written {
  readonly name: string;
  readonly enabled: boolean;
  readonly inbound: boolean;
  readonly allow: boolean;
  readonly local: readonly AddressRange[];
  readonly remote: readonly AddressRange[];
  /** "TCP", "UDP", "ICMPv4", "Any" or a number. */
  readonly protocol: string;
  /** Null for protocols without ports. */
  readonly localPorts: readonly PortRange[] | null;
  readonly remotePorts: readonly PortRange[] | null;
  /** "8", "3/4"; null for other protocols than ICMP. */
  readonly types: readonly string[] | null;
}

/** Why a policy cannot be said as rules of Windows, each reason in a sentence. */
export function problemsOf(policy: Policy): string[] {
  return [
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
      defaults: ['drop', 'permit'],
    }),
    ...overtaken(policy),
  ];
}

/**
 * Windows asks what blocks before what allows. That is the same unless a rule drops what one before it lets pass, over
 * all packets that there can be.
 */
function overtaken(policy: Policy): string[] {
  const space = everyPacket(policy);
  const regions = policy.rules
    .filter(({ enabled, action }) => enabled && (action === 'permit' || action === 'drop'))
    .map((rule) => ({ rule, boxes: boxesOf(rule).flatMap((box) => common(box, space) ?? []) }));
  return regions.flatMap(({ rule, boxes }, at) => {
    if (rule.action !== 'drop') return [];
    return regions.slice(0, at).flatMap((before, index) => {
      if (before.rule.action !== 'permit') return [];
      const shared = boxes.flatMap((box) => before.boxes.flatMap((one) => common(box, one) ?? []));
      if (shared.length === 0) return [];
      const blocked = regions.slice(0, index).flatMap((one) => (one.rule.action === 'drop' ? one.boxes : []));
      for (const box of shared) {
        const left = uncovered(box, blocked);
        if (left)
          return [
            `rule ${rule.id} drops what rule ${before.rule.id} before it lets pass, such as ${exampleOf(left)}: ` +
              'Windows asks rules that block first',
          ];
      }
      return [];
    });
  });
}

/** A rule as those of Windows that say the same, in an order in which they become one again when they are read. */
export function writtenOf(rule: Rule): Written[] {
  const ways = rule.direction === 'both' ? (['in', 'out'] as const) : [rule.direction];
  const transports = rule.transport === 'tcp-udp' ? (['tcp', 'udp'] as const) : [rule.transport];
  const ported = hasPorts(rule.transport);
  return ways.flatMap((way) =>
    transports.map((transport): Written => {
      const inbound = way === 'in';
      const [local, remote] = inbound ? [rule.destinations, rule.sources] : [rule.sources, rule.destinations];
      const [here, there] = inbound
        ? [rule.destinationPorts, rule.sourcePorts]
        : [rule.sourcePorts, rule.destinationPorts];
      return {
        // A bar is no part of a name.
        name: remarkOf(rule).replaceAll('|', '/'),
        enabled: rule.enabled,
        inbound,
        allow: rule.action === 'permit',
        local,
        remote,
        protocol: PROTOCOLS.get(transport) ?? transport,
        localPorts: ported ? here : null,
        remotePorts: ported ? there : null,
        types: transport === 'icmp' ? formatIcmp(rule.icmp).split(', ') : null,
      };
    }),
  );
}

const PROTOCOLS = new Map<string, string>([
  ['tcp', 'TCP'],
  ['udp', 'UDP'],
  ['icmp', 'ICMPv4'],
  ['any', 'Any'],
]);

/** "Any", or the members of a list of addresses; `mask` says how long a prefix is. */
export function addressList(ranges: readonly AddressRange[], mask: (length: number) => string): string[] {
  if (isAny(ranges)) return ['Any'];
  return union(ranges).map(({ first, last }) => {
    const length = prefixLength({ first, last });
    return length === null
      ? `${formatAddress(first)}-${formatAddress(last)}`
      : `${formatAddress(first)}${mask(length)}`;
  });
}

/** "Any", or the members of a list of ports. */
export function portList(ranges: readonly PortRange[]): string[] {
  const text = formatPorts(union(ranges));
  return text === 'any' ? ['Any'] : text.split(', ');
}
