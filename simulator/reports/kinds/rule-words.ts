import type { Design, DesignFirewall, DesignRule } from '../../model/design.ts';
import { hasPorts } from '../../model/policy.ts';

/*
 * What a rule says, in the words of a request.
 */

const TRANSPORTS: Readonly<Record<string, string>> = {
  tcp: 'TCP',
  udp: 'UDP',
  'tcp-udp': 'TCP and UDP',
  icmp: 'ICMP',
  any: 'any protocol',
};

/** "TCP", "UDP", "TCP and UDP", "ICMP", "IP protocol 50". */
export function protocolOf({ transport }: DesignRule): string {
  return TRANSPORTS[transport] ?? `IP protocol ${transport}`;
}

/** "TCP 443", "UDP from 50000-59999", "TCP 3478 from 3478", "TCP, any port", "ICMP". */
export function serviceOf(rule: DesignRule): string {
  const { sport, dport, transport } = rule;
  if (!hasPorts(transport)) return protocolOf(rule);
  const to = dport === 'any' ? '' : ` ${dport}`;
  const from = sport === 'any' ? '' : ` from ${sport}`;
  return `${protocolOf(rule)}${to}${from}` + (to + from === '' ? ', any port' : '');
}

/** "in" leads to the more trusted side. */
export function directionOf({ direction }: DesignRule): string {
  return direction === 'both' ? 'in and out' : direction;
}

/** The same by the firewall's interfaces: where the packets that begin a conversation come in. */
export function interfaceOf({ direction }: DesignRule, firewall: DesignFirewall, design: Design): string {
  const side = (name: string, zone: string) =>
    `inbound on the ${name} interface (${zoneTitle(design, zone)})`;
  const [external, internal] = [side('external', firewall.outside), side('internal', firewall.inside)];
  return direction === 'both' ? `${external}; ${internal}` : direction === 'in' ? external : internal;
}

export function zoneTitle({ zones }: Design, id: string): string {
  return zones.find((zone) => zone.id === id)?.title ?? id;
}

/** A rule that somebody must open: it is on, and lets packets pass. */
export function isOpen({ enabled, action }: DesignRule): boolean {
  return enabled && action === 'permit';
}
