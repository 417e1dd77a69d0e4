import type { FaultKind } from '../fault.ts';
import { at, changing } from '../fault.ts';

/** A home router that takes another port for each destination (RFC 4787 4.1), so that no address learnt elsewhere helps. */
export const nat: FaultKind = {
  id: 'nat',
  title: 'Symmetric NAT',
  description:
    'Each home router maps by address and port: what one server sees of it is of no use to another.',
  of: ({ nats }) =>
    nats
      .filter(({ mapping }) => mapping !== 'address-and-port-dependent')
      .map(({ id, title }) => ({
        id: `nat:${id}`,
        title: `${title} is symmetric`,
        sentence: `${title} takes another port for each destination (symmetric NAT).`,
        place: `nat/${id}`,
        nodes: [id],
        apply: changing((design) => ({
          ...design,
          nats: design.nats.map((one) =>
            one.id === id ? { ...one, mapping: 'address-and-port-dependent' } : one,
          ),
        })),
        concerns: at(id),
      })),
};
