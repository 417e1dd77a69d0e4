import type { AddressRange } from '../model/address.ts';
import { formatAddress, formatRange, parseAddress } from '../model/address.ts';
import type { Design, DesignFirewall, DesignRule } from '../model/design.ts';
import type { ConnectionStateName, Policy, Rule, Timeouts } from '../model/policy.ts';
import { ANY_STATE, ConnectionStates, hasPorts } from '../model/policy.ts';
import {
  ANY_PORT,
  formatFlagTests,
  formatIcmp,
  formatPorts,
  parseFlags,
  parseIcmp,
  parsePorts,
} from '../model/ports.ts';
import type { EndpointNames } from './endpoints.ts';
import { endpointNames, resolveEndpoints } from './endpoints.ts';
import type { RawFirewall } from './builtin/raw.ts';

const told = new WeakMap<DesignFirewall, { readonly names: EndpointNames; readonly policy: Policy }>();

/** What a firewall of a design has been told, with numbers in place of names; worked out once for each firewall. */
export function policyOf(design: Design, firewall: DesignFirewall): Policy {
  const names = endpointNames(design);
  const kept = told.get(firewall);
  if (kept?.names === names) return kept.policy;
  const policy = resolvePolicy(firewall, names);
  told.set(firewall, { names, policy });
  return policy;
}

function resolvePolicy(firewall: DesignFirewall, names: EndpointNames): Policy {
  const known = withGroups(firewall, names);
  const resolve = (text: string): readonly AddressRange[] => {
    const found = resolveEndpoints(text, known);
    if ('unknown' in found) throw new Error(`${firewall.id}: "${found.unknown}" is no endpoint`);
    return found.ranges;
  };
  const address = (text: string) => parseAddress(text)!;
  return {
    rules: firewall.rules.map((rule) => ruleOf(rule, resolve)),
    default: firewall.default,
    stateful: firewall.stateful,
    timeouts: timeoutsOf(firewall),
    maxConnections: firewall.maxConnections,
    nat: firewall.nat.map(({ outside, inside }) => ({ outside: address(outside), inside: address(inside) })),
    forwards: firewall.forwards.map((one) => ({
      ...one,
      outside: address(one.outside),
      inside: address(one.inside),
    })),
    masquerades: firewall.masquerades.map(({ inside, outside }) => ({
      inside: resolve(inside),
      outside: address(outside),
    })),
    hairpin: firewall.hairpin,
    inspections: firewall.inspections.map(({ kind, dst, dport }) => ({
      kind,
      destinations: resolve(dst),
      ports: parsePorts(dport)!,
    })),
  };
}

/** The names that the rules of a firewall may use: places of the design and its own groups. */
export function withGroups(firewall: Pick<DesignFirewall, 'groups'>, places: EndpointNames): EndpointNames {
  const names = new Map(places);
  for (const [name, text] of Object.entries(firewall.groups)) {
    // A group names no other groups, so none can hold itself.
    const found = resolveEndpoints(text, places);
    if ('ranges' in found) names.set(name, found.ranges);
  }
  return names;
}

/** A rule of a design in neutral form. */
function ruleOf(rule: DesignRule, resolve: (text: string) => readonly AddressRange[]): Rule {
  const ported = hasPorts(rule.transport);
  return {
    id: rule.id,
    line: rule.line ?? 0,
    purpose: rule.purpose ?? '',
    enabled: rule.enabled,
    direction: rule.direction,
    sources: resolve(rule.src),
    destinations: resolve(rule.dst),
    transport: rule.transport,
    sourcePorts: ported ? parsePorts(rule.sport)! : [ANY_PORT],
    destinationPorts: ported ? parsePorts(rule.dport)! : [ANY_PORT],
    icmp: rule.transport === 'icmp' && rule.icmp !== undefined ? parseIcmp(rule.icmp)! : [ANY_PORT],
    states: rule.states?.reduce((sum, state) => sum | ConnectionStates[state], 0) ?? ANY_STATE,
    flags: rule.flags === undefined ? [] : parseFlags(rule.flags)!,
    action: rule.action,
    rejectWith: rule.action === 'reject' ? (rule.rejectWith ?? null) : null,
    log: rule.log,
  };
}

function timeoutsOf(firewall: DesignFirewall): Timeouts {
  const { udpTimeout_s, tcpTimeout_s, timeouts } = firewall;
  const { udpUnreplied_s = udpTimeout_s, ...phases } = timeouts;
  return { ...phases, udpUnreplied_s, tcpEstablished_s: tcpTimeout_s, udp_s: udpTimeout_s };
}

/**
 * The firewall as a design has it, with what a policy says in place of its own; what the policy leaves open stays.
 * Rules whose ids are taken in the design get the firewall's in front.
 */
export function withPolicy(design: Design, firewall: DesignFirewall, policy: Partial<Policy>): RawFirewall {
  const taken = new Set([
    'default',
    'null',
    ...design.firewalls.flatMap((other) =>
      other.id === firewall.id ? [] : other.rules.map((rule) => rule.id),
    ),
  ]);
  const known = new Map(firewall.rules.map((rule) => [rule.id, rule]));
  const { timeouts } = policy;
  return {
    ...firewall,
    ...(policy.rules && {
      rules: policy.rules.map((rule) => ({
        ...aboutRule(known.get(rule.id)),
        ...rowOf(rule, taken.has(rule.id) ? `${firewall.id}-${rule.id}`.slice(0, 64) : rule.id),
      })),
    }),
    ...(policy.default && { default: policy.default }),
    ...(policy.stateful !== undefined && { stateful: policy.stateful }),
    ...(timeouts && {
      udpTimeout_s: timeouts.udp_s,
      tcpTimeout_s: timeouts.tcpEstablished_s,
      timeouts: phasesOf(timeouts),
    }),
    ...(policy.maxConnections !== undefined && { maxConnections: policy.maxConnections }),
    ...(policy.nat && {
      nat: policy.nat.map(({ outside, inside }) => ({
        outside: formatAddress(outside),
        inside: formatAddress(inside),
      })),
    }),
    ...(policy.forwards && {
      forwards: policy.forwards.map((one) => ({
        ...one,
        outside: formatAddress(one.outside),
        inside: formatAddress(one.inside),
      })),
    }),
    ...(policy.masquerades && {
      masquerades: policy.masquerades.map(({ inside, outside }) => ({
        inside: formatRanges(inside),
        outside: formatAddress(outside),
      })),
    }),
    ...(policy.hairpin !== undefined && { hairpin: policy.hairpin }),
    ...(policy.inspections && {
      inspections: policy.inspections.map(({ kind, destinations, ports }) => ({
        kind,
        dst: formatRanges(destinations),
        dport: formatPorts(ports),
      })),
    }),
  };
}

/** What a rule says to people: files have no place for it. */
function aboutRule(before: DesignRule | undefined): Partial<DesignRule> {
  if (!before) return {};
  const { role, application, source, note, optional } = before;
  return {
    ...(role !== undefined && { role }),
    ...(application !== undefined && { application }),
    ...(source !== undefined && { source }),
    ...(note !== undefined && { note }),
    ...(optional && { optional }),
  };
}

/** A neutral rule as a row of a design. */
export function rowOf(rule: Rule, id = rule.id): RawFirewall['rules'][number] {
  const ported = hasPorts(rule.transport);
  return {
    id,
    src: formatRanges(rule.sources),
    dst: formatRanges(rule.destinations),
    transport: rule.transport,
    ...(ported && { sport: formatPorts(rule.sourcePorts), dport: formatPorts(rule.destinationPorts) }),
    ...(rule.transport === 'icmp' && { icmp: formatIcmp(rule.icmp) }),
    direction: rule.direction,
    action: rule.action,
    enabled: rule.enabled,
    ...(rule.states !== ANY_STATE && { states: stateNames(rule.states) }),
    ...(rule.flags.length > 0 && { flags: formatFlagTests(rule.flags) }),
    ...(rule.rejectWith && { rejectWith: rule.rejectWith }),
    ...(rule.log && { log: true }),
    ...(rule.line > 0 && { line: rule.line }),
    ...(rule.purpose !== '' && { purpose: rule.purpose }),
  };
}

/** The time-outs that a design keeps apart from the two that everybody sets. */
function phasesOf({
  udp_s: _udp,
  tcpEstablished_s: _tcp,
  ...phases
}: Timeouts): Omit<Timeouts, 'udp_s' | 'tcpEstablished_s'> {
  return phases;
}

function stateNames(states: number): ConnectionStateName[] {
  return (Object.keys(ConnectionStates) as ConnectionStateName[]).filter(
    (name) => states & ConnectionStates[name],
  );
}

/** "any", "10.0.0.0/8, 192.0.2.1, 10.1.0.3-10.1.0.9". */
function formatRanges(ranges: readonly AddressRange[]): string {
  return ranges.map(formatRange).join(', ');
}
