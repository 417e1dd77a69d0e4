import type { Design, DesignRule } from '../model/design.ts';
import { parsePorts } from '../model/ports.ts';
import { DISPOSITIONS } from '../model/disposition.ts';
import { Protocol } from '../model/packet.ts';
import { protocolNumbers } from '../model/policy.ts';
import type { FeatureRun } from '../model/run.ts';
import { EventKind, NO_PACKET, VERDICT_REASONS } from '../model/trace.ts';
import { waivedEvents } from './causes.ts';

/** A rule by which conversations of a run began, and what for. */
export interface NeededRule {
  readonly firewall: string;
  readonly rule: DesignRule;
  /** The first packet that it let through and that arrived. */
  readonly packet: number;
}

const BY_RULE = VERDICT_REASONS.indexOf('rule');

/**
 * The rules by which a run's conversations began: those that let a packet through that arrived where it was meant to.
 * What was only tried in hope, and given up for something better, does not count.
 */
export function neededRules({ trace }: FeatureRun, design: Design): readonly NeededRule[] {
  const { events, packets, nodes } = trace;
  const waived = waivedEvents(trace);
  const found = new Map<string, NeededRule>();
  for (const [event, kind] of events.kind.entries()) {
    if (kind !== EventKind.verdict || (events.b[event]! & 255) !== BY_RULE || waived[event] === 1) continue;
    const packet = events.packet[event]!;
    if (packet === NO_PACKET || DISPOSITIONS[packets.disposition[packet]!]!.id !== 'delivered') continue;
    const firewall = design.firewalls.find((one) => one.id === nodes[events.node[event]!]!.id);
    const rule = firewall?.rules[events.a[event]!];
    if (!firewall || !rule) continue;
    const key = `${firewall.id}/${rule.id}`;
    if (!found.has(key)) found.set(key, { firewall: firewall.id, rule, packet });
  }
  return [...found.values()];
}

/** How much of a site rules lay open: ports that anybody less trusted may begin with, by transport. */
export interface Exposure {
  readonly tcp: number;
  readonly udp: number;
}

/** Ports that the rules open inwards; rules for both transports count in both. */
export function exposure(rules: readonly DesignRule[]): Exposure {
  const open = { tcp: 0, udp: 0 };
  for (const { direction, transport, dport } of rules) {
    if (direction === 'out') continue;
    const ports = parsePorts(dport)!.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    const numbers = protocolNumbers(transport);
    if (!numbers || numbers.includes(Protocol.tcp)) open.tcp += ports;
    if (!numbers || numbers.includes(Protocol.udp)) open.udp += ports;
  }
  return open;
}
