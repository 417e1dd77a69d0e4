import { defineRole } from '../role.ts';
import { crlServerSchema } from './config.ts';
import { CrlServer } from './crl-server.ts';

export const crlServer = defineRole(
  crlServerSchema,
  (own, { host, directory }) => new CrlServer(host, own, directory),
);
