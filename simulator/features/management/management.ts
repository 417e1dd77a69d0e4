import { AccessEdge } from '../../roles/access-edge/access-edge.ts';
import { CmsMaster } from '../../roles/cms-master/cms-master.ts';
import type { Feature } from '../stage.ts';
import { oneStep } from '../stage.ts';

/** An administrator changes something, and looks whether the Edge has it. */
export const cmsReplication: Feature = {
  id: 'cms-replication',
  workload: 'management',
  title: 'Central Management store replication to the Edge',
  between: 'front end -> Edge',
  *scene(stage) {
    const from = stage.now;
    const published = yield stage.service(CmsMaster, 'server with the Central Management store').publish();
    return oneStep(published, from);
  },
};

/** The Edge looks whether its own certificate was revoked: what it also does with each partner's. */
export const revocationCheck: Feature = {
  id: 'revocation-check',
  workload: 'management',
  title: 'Certificate revocation lists are fetched by the Edge',
  between: 'Edge -> CRL distribution point',
  *scene(stage) {
    const from = stage.now;
    const fetched = yield stage.service(AccessEdge, 'Access Edge').fetchRevocationList();
    return oneStep(fetched, from);
  },
};
