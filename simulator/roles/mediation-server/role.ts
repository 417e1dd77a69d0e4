import { defineRole } from '../role.ts';
import { config, references } from './config.ts';
import { MediationServer } from './mediation-server.ts';

export const mediationServer = defineRole({
  id: 'mediation-server',
  title: 'Mediation server',
  config,
  references,
  create: (own, { host, directory }) => new MediationServer(host, own, directory),
});
