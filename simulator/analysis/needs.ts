import { reasonOf } from '../model/connection.ts';
import type { Design, DesignRule } from '../model/design.ts';
import { parsePorts } from '../model/ports.ts';
import { DISPOSITIONS } from '../model/disposition.ts';
import { Protocol } from '../model/packet.ts';
import { protocolNumbers } from '../model/policy.ts';
import type { FeatureRun, Run } from '../model/run.ts';
import type { Trace } from '../model/trace.ts';
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
const BY_DEFAULT = VERDICT_REASONS.indexOf('no-rule');

/**
 * The verdicts with which a run's conversations began: on packets that arrived where they were meant to. What was only
 * tried in hope, and given up for something better, does not count.
 * @returns events, in their order
 */
export function beginnings(trace: Trace): readonly number[] {
  const { events, packets } = trace;
  const waived = waivedEvents(trace);
  const found: number[] = [];
  for (const [event, kind] of events.kind.entries()) {
    if (kind !== EventKind.verdict || waived[event] === 1) continue;
    const reason = reasonOf(events.b[event]!);
    const packet = events.packet[event]!;
    if ((reason !== BY_RULE && reason !== BY_DEFAULT) || packet === NO_PACKET) continue;
    if (DISPOSITIONS[packets.disposition[packet]!]!.id === 'delivered') found.push(event);
  }
  return found;
}

/** The rules by which a run's conversations began. */
export function neededRules({ trace }: FeatureRun, design: Design): readonly NeededRule[] {
  const { events, nodes } = trace;
  const found = new Map<string, NeededRule>();
  for (const event of beginnings(trace)) {
    const packet = events.packet[event]!;
    const firewall = design.firewalls.find((one) => one.id === nodes[events.node[event]!]!.id);
    const rule = firewall?.rules[events.a[event]!];
    if (!firewall || !rule) continue;
    const key = `${firewall.id}/${rule.id}`;
    if (!found.has(key)) found.set(key, { firewall: firewall.id, rule, packet });
  }
  return [...found.values()];
}

/** Ids of the features that need each rule, by firewall and rule. */
export type NeededBy = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Which features of a run need which rules. */
export function neededBy({ features }: Pick<Run, 'features'>, design: Design): NeededBy {
  const needed: Record<string, Record<string, string[]>> = {};
  for (const one of features)
    for (const { firewall, rule } of neededRules(one, design))
      ((needed[firewall] ??= {})[rule.id] ??= []).push(one.feature.id);
  return needed;
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
