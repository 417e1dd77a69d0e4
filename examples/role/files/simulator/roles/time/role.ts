import { defineRole } from '../role.ts';
import { Clock } from './clock.ts';
import { clockConfig, clockReferences, serverConfig, serverReferences } from './config.ts';
import { TimeServer } from './time-server.ts';

export const timeServer = defineRole({
  id: 'time-server',
  title: 'Time server',
  config: serverConfig,
  references: serverReferences,
  create: (own, { host }) => new TimeServer(host, own),
});

export const clock = defineRole({
  id: 'clock',
  title: 'Clock',
  config: clockConfig,
  references: clockReferences,
  create: (own, { host }) => new Clock(host, own),
});
