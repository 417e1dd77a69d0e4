import { defineRole } from '../role.ts';
import { CmsReplica } from './cms-replica.ts';
import { cmsReplicaSchema } from './config.ts';

export const cmsReplica = defineRole(
  cmsReplicaSchema,
  (own, { host, directory }) => new CmsReplica(host, own, directory),
);
