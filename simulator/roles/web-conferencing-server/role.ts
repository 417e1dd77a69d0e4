import { defineRole } from '../role.ts';
import { config, references } from './config.ts';
import { WebConferencingServer } from './web-conferencing-server.ts';

export const webConferencingServer = defineRole({
  id: 'web-conferencing-server',
  title: 'Web conferencing server',
  config,
  references,
  create: (own, { host, directory }) => new WebConferencingServer(host, own, directory),
});
