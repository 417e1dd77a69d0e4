import { defineRole } from '../role.ts';
import { webConferencingServerSchema } from './config.ts';
import { WebConferencingServer } from './web-conferencing-server.ts';

export const webConferencingServer = defineRole(
  webConferencingServerSchema,
  (own, { host, directory }) => new WebConferencingServer(host, own, directory),
);
