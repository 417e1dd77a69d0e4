import { defineRole } from '../role.ts';
import { avConfig, references, sharingConfig } from './config.ts';
import { MediaConferencingServer } from './media-conferencing-server.ts';

export const avConferencingServer = defineRole({
  id: 'av-conferencing-server',
  title: 'A/V conferencing server',
  config: avConfig,
  references,
  create: (own, { host, directory }) => new MediaConferencingServer(host, own, directory, 'audio-video'),
});

export const appSharingServer = defineRole({
  id: 'app-sharing-server',
  title: 'Application sharing server',
  config: sharingConfig,
  references,
  create: (own, { host, directory }) =>
    new MediaConferencingServer(host, own, directory, 'applicationsharing'),
});
