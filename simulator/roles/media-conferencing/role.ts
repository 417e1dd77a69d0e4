import { defineRole } from '../role.ts';
import { appSharingServerSchema, avConferencingServerSchema } from './config.ts';
import { MediaConferencingServer } from './media-conferencing-server.ts';

export const avConferencingServer = defineRole(
  avConferencingServerSchema,
  (own, { host, directory }) => new MediaConferencingServer(host, own, directory, 'audio-video'),
);

export const appSharingServer = defineRole(
  appSharingServerSchema,
  (own, { host, directory }) => new MediaConferencingServer(host, own, directory, 'applicationsharing'),
);
