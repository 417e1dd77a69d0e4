import { defineRole } from '../role.ts';
import { AvAuthentication } from './av-authentication.ts';
import { config, references } from './config.ts';

export const avAuthentication = defineRole({
  id: 'av-authentication',
  title: 'A/V Authentication',
  config,
  references,
  create: (own, { host, directory }) => new AvAuthentication(host, own, directory),
});
