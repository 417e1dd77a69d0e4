import { defineRole } from '../role.ts';
import { CmsMaster } from './cms-master.ts';
import { config, references } from './config.ts';

export const cmsMaster = defineRole({
  id: 'cms-master',
  title: 'Central Management store',
  config,
  references,
  create: (own, { host, directory }) => new CmsMaster(host, own, directory),
});
