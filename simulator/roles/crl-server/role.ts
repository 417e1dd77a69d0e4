import { defineRole } from '../role.ts';
import { config, references } from './config.ts';
import { CrlServer } from './crl-server.ts';

export const crlServer = defineRole({
  id: 'crl-server',
  title: 'Revocation list',
  config,
  references,
  create: (own, { host, directory }) => new CrlServer(host, own, directory),
});
