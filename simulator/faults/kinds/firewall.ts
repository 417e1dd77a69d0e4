import type { DesignFirewall } from '../../model/design.ts';
import type { Fault, FaultKind } from '../fault.ts';
import { at, changing } from '../fault.ts';

/** Shorter than the pauses of most conversations (assumption: the shortest that firewalls are sold with). */
const SHORT_S = 10;

/** Firewalls that forget UDP conversations early (RFC 4787 4.3 asks for two minutes). */
export const timeout: FaultKind = {
  id: 'timeout',
  title: 'Short UDP time-outs',
  description: `Each firewall forgets a UDP conversation after ${SHORT_S} s without a packet.`,
  of: ({ firewalls }) =>
    firewalls
      .filter(({ rules }) => rules.length > 0)
      .map((one) =>
        walled(one, {
          kind: 'timeout',
          title: `forgets UDP after ${SHORT_S} s`,
          sentence: `it forgets a UDP conversation after ${SHORT_S} s without a packet.`,
          change: (firewall) => ({ ...firewall, udpTimeout_s: SHORT_S }),
        }),
      ),
};

/** Firewalls that look into what travels on TCP 443 and let only TLS pass. */
export const inspection: FaultKind = {
  id: 'inspection',
  title: 'TLS inspected',
  description: 'Each firewall looks into what it lets through on TCP 443, and refuses what is not TLS.',
  of: ({ firewalls }) =>
    firewalls
      .filter(({ rules }) => rules.length > 0)
      .map((one) =>
        walled(one, {
          kind: 'inspection',
          title: 'inspects TLS on 443',
          sentence: 'it looks into what it lets through on TCP 443, and refuses what is not TLS.',
          change: (firewall) => ({
            ...firewall,
            inspections: [...firewall.inspections, { kind: 'tls', dst: 'any', dport: '443' }],
          }),
        }),
      ),
};

/** Firewalls with NAT that do not send back inside what is written to their own public addresses (RFC 4787 6). */
export const hairpin: FaultKind = {
  id: 'hairpin',
  title: 'NAT without hairpin',
  description:
    'Each firewall with NAT loses what is sent from inside to one of its own public addresses, which it sent back inside before.',
  of: ({ firewalls }) =>
    firewalls
      .filter((one) => one.hairpin && one.nat.length > 0)
      .map((one) =>
        walled(one, {
          kind: 'hairpin',
          title: 'has no hairpin',
          sentence:
            'it does not send back inside what is sent from inside to one of its public addresses (no hairpin).',
          change: (firewall) => ({ ...firewall, hairpin: false }),
        }),
      ),
};

interface Wrong {
  readonly kind: string;
  readonly title: string;
  readonly sentence: string;
  readonly change: (firewall: DesignFirewall) => DesignFirewall;
}

/** Something that a firewall as a whole does wrong. */
function walled({ id, title }: DesignFirewall, wrong: Wrong): Fault {
  return {
    id: `${wrong.kind}:${id}`,
    title: `${title} ${wrong.title}`,
    sentence: `${title}: ${wrong.sentence}`,
    place: `firewall/${id}/${wrong.kind}`,
    nodes: [id],
    apply: changing((design) => ({
      ...design,
      firewalls: design.firewalls.map((one) => (one.id === id ? wrong.change(one) : one)),
    })),
    concerns: at(id),
  };
}
