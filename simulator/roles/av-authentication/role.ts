import { defineRole } from '../role.ts';
import { AvAuthentication } from './av-authentication.ts';
import { avAuthenticationSchema } from './config.ts';

export const avAuthentication = defineRole(
  avAuthenticationSchema,
  (own, { host, directory }) => new AvAuthentication(host, own, directory),
);
