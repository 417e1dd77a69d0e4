import { defineRole } from '../role.ts';
import { CmsMaster } from './cms-master.ts';
import { cmsMasterSchema } from './config.ts';

export const cmsMaster = defineRole(
  cmsMasterSchema,
  (own, { host, directory }) => new CmsMaster(host, own, directory),
);
