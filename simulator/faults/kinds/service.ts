import { ROLES } from '../../roles/registry.ts';
import type { FaultKind } from '../fault.ts';
import { at, serversOf } from '../fault.ts';

/** A service that is stopped before anything happens, while its host goes on and refuses what comes. */
export const service: FaultKind = {
  id: 'service',
  title: 'Services stopped',
  description: 'Each service of each server is stopped: its host tells callers at once that nobody listens.',
  of: (design) => {
    const servers = serversOf(design);
    return design.hosts
      .filter(({ id }) => servers.has(id))
      .flatMap(({ id, title, roles }) =>
        roles.map(({ role }) => ({
          id: `service:${id}/${role}`,
          title: `${title}: ${ROLES[role]!.title} stopped`,
          sentence: `${title}: the service ${ROLES[role]!.title} is stopped.`,
          place: `host/${id}/${role}`,
          nodes: [id],
          apply: ({ design: same, interventions }) => ({
            design: same,
            interventions: [
              { at: 0, change: { kind: 'service', host: id, role, running: false } },
              ...interventions,
            ],
          }),
          concerns: at(id),
        })),
      );
  },
};
