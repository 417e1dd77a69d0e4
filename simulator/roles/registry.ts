import { accessEdge } from './access-edge/role.ts';
import { avAuthentication } from './av-authentication/role.ts';
import { avEdge } from './av-edge/role.ts';
import { client } from './client/role.ts';
import { cmsMaster } from './cms-master/role.ts';
import { cmsReplica } from './cms-replica/role.ts';
import { crlServer } from './crl-server/role.ts';
import { dnsServer } from './dns-server/role.ts';
import { exchangeUm } from './exchange-um/role.ts';
import { frontEnd } from './front-end/role.ts';
import { loadBalancer } from './load-balancer/role.ts';
import { appSharingServer, avConferencingServer } from './media-conferencing/role.ts';
import { mediationServer } from './mediation-server/role.ts';
import { reverseProxy } from './reverse-proxy/role.ts';
import type { Role } from './role.ts';
import { webConferencingEdge } from './web-conferencing-edge/role.ts';
import { webConferencingServer } from './web-conferencing-server/role.ts';
import { browser, device, mobile } from './web-program/role.ts';
import { webServices } from './web-services/role.ts';

/** Every role that a host can have, by its name in a design. */
export const ROLES: Readonly<Record<string, Role>> = Object.fromEntries(
  [
    client,
    browser,
    device,
    mobile,
    accessEdge,
    webConferencingEdge,
    avEdge,
    avAuthentication,
    cmsReplica,
    reverseProxy,
    loadBalancer,
    frontEnd,
    webServices,
    webConferencingServer,
    avConferencingServer,
    appSharingServer,
    mediationServer,
    cmsMaster,
    dnsServer,
    crlServer,
    exchangeUm,
  ].map((role) => [role.id, role]),
);
