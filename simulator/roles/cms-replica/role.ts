import { defineRole } from '../role.ts';
import { CmsReplica } from './cms-replica.ts';
import { config, references } from './config.ts';

export const cmsReplica = defineRole({
  id: 'cms-replica',
  title: 'Replica of the configuration',
  config,
  references,
  create: (own, { host, directory }) => new CmsReplica(host, own, directory),
});
