import type { config as accessEdge } from '../../roles/access-edge/config.ts';
import type { config as dnsServer } from '../../roles/dns-server/config.ts';
import type { config as webConferencingEdge } from '../../roles/web-conferencing-edge/config.ts';
import type { config as webConferencingServer } from '../../roles/web-conferencing-server/config.ts';
import type { RawDesign, RawRole } from './raw.ts';
import { byId, copyOf, replaced, rolesOf } from './raw.ts';

const ADDRESS = '10.45.16.10';

/** Addresses of the services that move to the one that is left. */
const MOVED: Readonly<Record<string, string>> = { '10.45.16.20': ADDRESS, '10.45.16.30': ADDRESS };

/** Ports that Lync proposes where one address is for all (numbers: assumption); A/V keeps 443 and 3478. */
const CLIENT_PORT = 5061;
const CONFERENCING_PORT = 444;

/**
 * The single Edge with one address outside for its three services, told apart by their ports. Whoever can only reach
 * 443 from where they are cannot sign in.
 */
export function oneAddress(reference: RawDesign): RawDesign {
  const design = copyOf(reference);
  design.id = 'one-address';
  design.title = 'Single Edge, one address';
  design.description =
    'One address outside for all three Edge services: Access on 5061 for people and partners, Web Conferencing on 444, A/V on 443 and 3478. Rows E3 and E4 allow the same, and E7 and E8, for any port outside, let out much of what E1, E2 and E5 are for. People who can only use port 443 cannot sign in.';
  const edge = byId(design.hosts, 'edge');
  const [left] = edge.interfaces.filter((one) => one.address === ADDRESS);
  const gone = edge.interfaces.filter((one) => MOVED[one.address] !== undefined);
  edge.interfaces = edge.interfaces.filter((one) => !gone.includes(one));
  left!.title = 'Outside';
  for (const role of rolesOf<{ role: string; external?: { interface?: string } }>([edge]))
    if (role.external && gone.some((one) => one.id === role.external?.interface))
      role.external.interface = left!.id;
  movePorts(design);
  return design;
}

function movePorts(design: RawDesign): void {
  for (const { external } of rolesOf<RawRole<typeof accessEdge>>([byId(design.hosts, 'edge')], 'access-edge'))
    external.clientPort = CLIENT_PORT;
  for (const { external } of rolesOf<RawRole<typeof webConferencingEdge>>(
    design.hosts,
    'web-conferencing-edge',
  ))
    external.port = CONFERENCING_PORT;
  for (const { edges = [] } of rolesOf<RawRole<typeof webConferencingServer>>(
    design.hosts,
    'web-conferencing-server',
  ))
    for (const { external } of edges) external.port = CONFERENCING_PORT;
  const external = byId(design.firewalls, 'external');
  external.rules = external.rules.map((rule) => replaced(rule, MOVED));
  byId(external.rules, 'E3').dport = String(CLIENT_PORT);
  byId(external.rules, 'E6').dport = String(CONFERENCING_PORT);
  const dns = byId(design.hosts, 'public-dns');
  dns.roles = replaced(dns.roles, MOVED);
  for (const { records } of rolesOf<RawRole<typeof dnsServer>>([dns], 'dns-server'))
    for (const record of records)
      if (record.type === 'SRV' && record.name === '_sip._tls.contoso.com') record.port = CLIENT_PORT;
}
