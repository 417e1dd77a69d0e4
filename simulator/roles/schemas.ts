import type { GenericSchema } from 'valibot';
import * as accessEdge from './access-edge/config.ts';
import * as avAuthentication from './av-authentication/config.ts';
import * as avEdge from './av-edge/config.ts';
import * as client from './client/config.ts';
import * as cmsMaster from './cms-master/config.ts';
import * as cmsReplica from './cms-replica/config.ts';
import * as crlServer from './crl-server/config.ts';
import * as dnsServer from './dns-server/config.ts';
import * as exchangeUm from './exchange-um/config.ts';
import * as frontEnd from './front-end/config.ts';
import * as loadBalancer from './load-balancer/config.ts';
import * as mediaConferencing from './media-conferencing/config.ts';
import * as mediationServer from './mediation-server/config.ts';
import * as reverseProxy from './reverse-proxy/config.ts';
import * as webConferencingEdge from './web-conferencing-edge/config.ts';
import * as webConferencingServer from './web-conferencing-server/config.ts';
import * as webProgram from './web-program/config.ts';
import * as webServices from './web-services/config.ts';
import type { Reference } from './role.ts';

/** What a role's configuration may say, and what it names: without what the role does. */
export interface RoleSchema {
  readonly config: GenericSchema;
  references(config: unknown): readonly Reference[];
}

/** The configurations of every role, for those who only read and change designs. */
export const ROLE_SCHEMAS: Readonly<Record<string, RoleSchema>> = {
  client,
  browser: { config: webProgram.browserConfig, references: webProgram.references },
  device: { config: webProgram.deviceConfig, references: webProgram.references },
  mobile: { config: webProgram.mobileConfig, references: webProgram.references },
  'access-edge': accessEdge,
  'web-conferencing-edge': webConferencingEdge,
  'av-edge': avEdge,
  'av-authentication': avAuthentication,
  'cms-replica': cmsReplica,
  'reverse-proxy': reverseProxy,
  'load-balancer': loadBalancer,
  'front-end': frontEnd,
  'web-services': webServices,
  'web-conferencing-server': webConferencingServer,
  'av-conferencing-server': { config: mediaConferencing.avConfig, references: mediaConferencing.references },
  'app-sharing-server': { config: mediaConferencing.sharingConfig, references: mediaConferencing.references },
  'mediation-server': mediationServer,
  'cms-master': cmsMaster,
  'dns-server': dnsServer,
  'crl-server': crlServer,
  'exchange-um': exchangeUm,
};
