import { ANY_ADDRESS, parseAddress } from '../../../simulator/model/address.ts';
import type { Policy, Rule } from '../../../simulator/model/policy.ts';
import { ANY_STATE, LINUX_TIMEOUTS } from '../../../simulator/model/policy.ts';
import { ANY_PORT } from '../../../simulator/model/ports.ts';

export const at = (text: string) => parseAddress(text)!;
/** One address as a range. */
export const one = (text: string) => ({ first: at(text), last: at(text) });
export const ports = (first: number, last = first) => ({ first, last });

/** A rule that permits every packet, with what is different. */
export function rule(over: Partial<Rule> = {}): Rule {
  return {
    id: 'r',
    line: 0,
    purpose: '',
    enabled: true,
    direction: 'both',
    sources: [ANY_ADDRESS],
    destinations: [ANY_ADDRESS],
    transport: 'any',
    sourcePorts: [ANY_PORT],
    destinationPorts: [ANY_PORT],
    icmp: [ANY_PORT],
    states: ANY_STATE,
    flags: [],
    action: 'permit',
    rejectWith: null,
    log: false,
    ...over,
  };
}

/** A firewall with these rules that drops the rest and knows connections, with what is different. */
export function policy(rules: readonly Rule[], over: Partial<Policy> = {}): Policy {
  return {
    rules,
    default: 'drop',
    stateful: true,
    timeouts: {
      ...LINUX_TIMEOUTS,
      tcpEstablished_s: 3600,
      udpUnreplied_s: 60,
      udp_s: 60,
    },
    maxConnections: 0,
    nat: [],
    forwards: [],
    masquerades: [],
    hairpin: false,
    inspections: [],
    ...over,
  };
}
