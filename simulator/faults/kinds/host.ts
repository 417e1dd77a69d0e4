import type { FaultKind } from '../fault.ts';
import { at, serversOf } from '../fault.ts';

/** A server that is switched off before anything happens: it answers nobody. */
export const host: FaultKind = {
  id: 'host',
  title: 'Hosts down',
  description: 'Each server is switched off: what is sent to it is lost without a word.',
  of: (design) => {
    const servers = serversOf(design);
    return design.hosts
      .filter(({ id }) => servers.has(id))
      .map(({ id, title }) => ({
        id: `host:${id}`,
        title: `${title} switched off`,
        sentence: `${title} is switched off.`,
        place: `host/${id}`,
        nodes: [id],
        apply: ({ design: same, interventions }) => ({
          design: same,
          interventions: [{ at: 0, change: { kind: 'host', host: id, power: 'off' } }, ...interventions],
        }),
        concerns: at(id),
      }));
  },
};
