import { accessEdgeSchema } from './access-edge/config.ts';
import { avAuthenticationSchema } from './av-authentication/config.ts';
import { avEdgeSchema } from './av-edge/config.ts';
import { clientSchema } from './client/config.ts';
import { cmsMasterSchema } from './cms-master/config.ts';
import { cmsReplicaSchema } from './cms-replica/config.ts';
import { crlServerSchema } from './crl-server/config.ts';
import { dnsServerSchema } from './dns-server/config.ts';
import { exchangeUmSchema } from './exchange-um/config.ts';
import { frontEndSchema } from './front-end/config.ts';
import { loadBalancerSchema } from './load-balancer/config.ts';
import { appSharingServerSchema, avConferencingServerSchema } from './media-conferencing/config.ts';
import { mediationServerSchema } from './mediation-server/config.ts';
import { reverseProxySchema } from './reverse-proxy/config.ts';
import { webConferencingEdgeSchema } from './web-conferencing-edge/config.ts';
import { webConferencingServerSchema } from './web-conferencing-server/config.ts';
import { browserSchema, deviceSchema, mobileSchema } from './web-program/config.ts';
import { webServicesSchema } from './web-services/config.ts';
import type { RoleSchema } from './role.ts';

/** What a design says of every role, for those who only read and change designs. */
export const ROLE_SCHEMAS: Readonly<Record<string, RoleSchema>> = Object.fromEntries(
  [
    clientSchema,
    browserSchema,
    deviceSchema,
    mobileSchema,
    accessEdgeSchema,
    webConferencingEdgeSchema,
    avEdgeSchema,
    avAuthenticationSchema,
    cmsReplicaSchema,
    reverseProxySchema,
    loadBalancerSchema,
    frontEndSchema,
    webServicesSchema,
    webConferencingServerSchema,
    avConferencingServerSchema,
    appSharingServerSchema,
    mediationServerSchema,
    cmsMasterSchema,
    dnsServerSchema,
    crlServerSchema,
    exchangeUmSchema,
  ].map((schema) => [schema.id, schema]),
);
