import { defineRole } from '../role.ts';
import { mediationServerSchema } from './config.ts';
import { MediationServer } from './mediation-server.ts';

export const mediationServer = defineRole(
  mediationServerSchema,
  (own, { host, directory }) => new MediationServer(host, own, directory),
);
