import { accessEdge } from './access-edge/role.ts';
import { client } from './client/role.ts';
import { dnsServer } from './dns-server/role.ts';
import { frontEnd } from './front-end/role.ts';
import type { Role } from './role.ts';

/** Every role that a host can have, by its name in a design. */
export const ROLES: Readonly<Record<string, Role>> = Object.fromEntries(
  [client, accessEdge, frontEnd, dnsServer].map((role) => [role.id, role]),
);
