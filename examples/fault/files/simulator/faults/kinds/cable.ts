import type { FaultKind } from '../fault.ts';
import { at, serversOf } from '../fault.ts';

/** A cable that was pulled out before anything happens: the server is on, and cannot be reached by that way. */
export const cable: FaultKind = {
  id: 'cable',
  title: 'Cables out',
  description: 'Each cable of a server that has several is pulled out: what came in by it goes nowhere.',
  of: (design) => {
    const servers = serversOf(design);
    return design.hosts
      .filter(({ id, interfaces }) => servers.has(id) && interfaces.length > 1)
      .flatMap(({ id: host, title, interfaces }) =>
        interfaces.map(({ id, address }) => ({
          id: `cable:${host}/${id}`,
          title: `${title}: cable of ${address} out`,
          sentence: `The cable of ${title} at ${address} is pulled out.`,
          place: `host/${host}/interface/${id}`,
          nodes: [host],
          apply: ({ design: same, interventions }) => ({
            design: same,
            interventions: [
              { at: 0, change: { kind: 'link' as const, host, interface: id, connected: false } },
              ...interventions,
            ],
          }),
          concerns: at(host),
        })),
      );
  },
};
