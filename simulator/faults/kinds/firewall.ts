import type { Design, DesignFirewall } from '../../model/design.ts';
import type { Fault, FaultKind } from '../fault.ts';
import { at, changing } from '../fault.ts';

/** Shorter than the pauses of most conversations (assumption: the shortest that firewalls are sold with). */
const SHORT_S = 10;

/** Firewalls that forget UDP conversations early (RFC 4787 4.3 asks for two minutes). */
export const timeout: FaultKind = {
  id: 'timeout',
  title: 'Short UDP time-outs',
  description: `Each firewall forgets a UDP conversation after ${SHORT_S} s without a packet.`,
  of: (design) =>
    walled(design, 'timeout', `forgets UDP after ${SHORT_S} s`, (firewall) => ({
      ...firewall,
      udpTimeout_s: SHORT_S,
    })),
};

/** Firewalls that look into what travels on TCP 443 and let only TLS pass. */
export const inspection: FaultKind = {
  id: 'inspection',
  title: 'TLS inspected',
  description: 'Each firewall looks into what it lets through on TCP 443, and refuses what is not TLS.',
  of: (design) =>
    walled(design, 'inspection', 'inspects TLS on 443', (firewall) => ({
      ...firewall,
      inspections: [...firewall.inspections, { kind: 'tls', dst: 'any', dport: '443' }],
    })),
};

/** A fault of each firewall that has rules. */
function walled(
  { firewalls }: Design,
  kind: string,
  words: string,
  change: (firewall: DesignFirewall) => DesignFirewall,
): readonly Fault[] {
  return firewalls
    .filter(({ rules }) => rules.length > 0)
    .map(({ id, title }) => ({
      id: `${kind}:${id}`,
      title: `${title} ${words}`,
      apply: changing((design) => ({
        ...design,
        firewalls: design.firewalls.map((one) => (one.id === id ? change(one) : one)),
      })),
      concerns: at(id),
    }));
}
