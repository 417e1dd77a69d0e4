import type { config as avAuthentication } from '../../roles/av-authentication/config.ts';
import type { config as avEdge } from '../../roles/av-edge/config.ts';
import type { config as dnsServer } from '../../roles/dns-server/config.ts';
import type { config as frontEnd } from '../../roles/front-end/config.ts';
import type { RawDesign, RawFirewall, RawHost, RawRole } from './raw.ts';
import { byId, copyOf, replaced, rolesOf } from './raw.ts';

const LINK = { delay_ms: 0.1 };

/** The second site: its networks, and the addresses that stand where the first site has others. */
const SITE = {
  outside: { id: 'perimeter-2-external', prefix: '10.45.17.0/24', edge: '10.45.17.30' },
  between: { id: 'perimeter-2-internal', prefix: '172.25.34.0/24', edge: '172.25.34.10' },
  inside: {
    id: 'corporate-2',
    prefix: '192.168.20.0/24',
    frontEnd: '192.168.20.90',
    bianca: '192.168.20.51',
  },
} as const;

/**
 * One company with two Edge pools: people of a second site have a front end and an A/V Edge of their own there, while
 * SIP from outside goes by the first site. A call between somebody outside and somebody of the second site needs both
 * Edges, which meet over 3478 and 443 (the article: "if several Edge pools are deployed").
 */
export function twoEdgePools(reference: RawDesign): RawDesign {
  const design = copyOf(reference);
  design.id = 'two-edge-pools';
  design.title = 'Two Edge pools';
  design.description =
    'A second site has a front end and an A/V Edge of its own; remote people come in by the first site. Media between the two sites go from Edge to Edge.';
  addNetworks(design);
  addCertificates(design);
  design.hosts.push(edge(design), frontEndOf(design), pc(design));
  addNames(design);
  addPeople(design);
  addFirewalls(design);
  return design;
}

function addNetworks(design: RawDesign): void {
  const zone = (id: string, title: string, prefix: string, trust: number) =>
    design.zones.push({ id, title, trust, prefixes: [prefix], delay_ms: 0.1 });
  zone(SITE.outside.id, 'Second perimeter, outside', SITE.outside.prefix, 1);
  zone(SITE.between.id, 'Second perimeter, inside', SITE.between.prefix, 1);
  zone(SITE.inside.id, 'Second site', SITE.inside.prefix, 2);
}

function addCertificates(design: RawDesign): void {
  const issuer = 'Contoso Internal CA';
  (design.certificates ??= []).push(
    { id: 'edge2-internal', subject: 'edge2.contoso.net', names: ['edge2.contoso.net'], issuer },
    {
      id: 'fe3',
      subject: 'pool.contoso.net',
      names: ['pool.contoso.net', 'fe3.contoso.net', 'sip.contoso.com'],
      issuer,
    },
  );
}

/** The A/V Edge of the second site, and nothing else of an Edge. */
function edge(design: RawDesign): RawHost {
  const first = byId(design.hosts, 'edge');
  const [relay] = copyOf(rolesOf<RawRole<typeof avEdge>>([first], 'av-edge'));
  const [authentication] = copyOf(rolesOf<RawRole<typeof avAuthentication>>([first], 'av-authentication'));
  return {
    id: 'edge-2',
    title: 'Edge 2',
    interfaces: [
      { id: 'av', title: 'A/V', zone: SITE.outside.id, address: SITE.outside.edge, link: LINK },
      { id: 'internal', title: 'Inside', zone: SITE.between.id, address: SITE.between.edge, link: LINK },
    ],
    dns: ['203.0.113.53'],
    trusts: ['Contoso Internal CA'],
    roles: [
      {
        ...relay!,
        external: { ...relay!.external, name: 'av2.contoso.com' },
        internal: { ...relay!.internal, name: 'edge2.contoso.net' },
        certificate: 'edge2-internal',
      },
      { ...authentication!, name: 'edge2.contoso.net', certificate: 'edge2-internal' },
    ],
  };
}

/** A front end of the pool at the second site: it asks the second Edge for its people's relays. */
function frontEndOf(design: RawDesign): RawHost {
  const first = byId(design.hosts, 'front-end-1');
  const own = { 'fe1.contoso.net': 'fe3.contoso.net', '192.168.10.90': SITE.inside.frontEnd };
  const host = replaced(copyOf(first), own);
  const kept = ['front-end', 'av-conferencing-server', 'app-sharing-server'];
  const roles = (host.roles ?? []).filter(({ role }) => kept.includes(role));
  for (const role of rolesOf<RawRole<typeof frontEnd>>([{ ...host, roles }], 'front-end')) {
    role.certificate = 'fe3';
    role.mediaRelay = { name: 'edge2.contoso.net', port: 5062 };
  }
  return {
    ...host,
    id: 'front-end-3',
    title: 'Front end 3',
    dns: [SITE.inside.frontEnd],
    interfaces: host.interfaces.map((one) => ({ ...one, zone: SITE.inside.id })),
    roles: [...roles, { role: 'dns-server', interface: 'lan', records: siteRecords(design) }],
  };
}

/** What the second site's name server says: people there find their own front end, and all else as at the first. */
function siteRecords(design: RawDesign): RawRole<typeof dnsServer>['records'] {
  const [server] = rolesOf<RawRole<typeof dnsServer>>([byId(design.hosts, 'internal-dns')], 'dns-server');
  const others = server!.records.filter(({ name }) => name !== 'sip.contoso.com');
  return [
    ...others,
    { name: 'sip.contoso.com', type: 'A', address: SITE.inside.frontEnd },
    { name: 'fe3.contoso.net', type: 'A', address: SITE.inside.frontEnd },
    { name: 'edge2.contoso.net', type: 'A', address: SITE.between.edge },
  ];
}

function pc(design: RawDesign): RawHost {
  const bob = byId(design.hosts, 'bob-pc');
  return {
    ...copyOf(bob),
    id: 'bianca-pc',
    title: 'Bianca',
    dns: [SITE.inside.frontEnd],
    interfaces: [{ id: 'lan', zone: SITE.inside.id, address: SITE.inside.bianca, link: { delay_ms: 0.2 } }],
  };
}

/** The first site's servers know the third front end by name; the Internet knows the second relay. */
function addNames(design: RawDesign): void {
  const record = (host: string, name: string, address: string) => {
    for (const server of rolesOf<RawRole<typeof dnsServer>>([byId(design.hosts, host)], 'dns-server'))
      server.records.push({ name, type: 'A', address });
  };
  record('internal-dns', 'fe3.contoso.net', SITE.inside.frontEnd);
  record('public-dns', 'av2.contoso.com', SITE.outside.edge);
  const hosts = (byId(design.hosts, 'edge').hostsFile ??= {});
  hosts['fe3.contoso.net'] = [SITE.inside.frontEnd];
}

/** Bianca comes before Bob, so that scenes with somebody inside play at the second site. */
function addPeople(design: RawDesign): void {
  const uri = 'sip:bianca@contoso.com';
  const people = (design.people ??= []);
  const bob = people.findIndex(({ id }) => id === 'bob');
  people.splice(bob, 0, { id: 'bianca', name: 'Bianca', plays: 'internal', host: 'bianca-pc', uri });
  (design.accounts ??= []).push({
    uri,
    name: 'Bianca',
    password: 'Bianca-2010!',
    contacts: ['sip:alice@contoso.com', 'sip:bob@contoso.com'],
  });
  for (const account of design.accounts)
    if (account.uri === 'sip:alice@contoso.com') account.contacts = [...(account.contacts ?? []), uri];
}

/** The same rows for the second A/V Edge, under names of their own, and a link between the sites without rules. */
function addFirewalls(design: RawDesign): void {
  const second = (id: string, title: string, outside: string, inside: string, rows: RegExp): RawFirewall => {
    const first = byId(design.firewalls, id);
    const rules = first.rules.filter((rule) => rows.test(rule.id));
    const texts = {
      '10.45.16.30': SITE.outside.edge,
      '172.25.33.10': SITE.between.edge,
      '192.168.10.90': SITE.inside.frontEnd,
    };
    return {
      ...first,
      id: `${id}-2`,
      title,
      outside,
      inside,
      rules: replaced(rules, texts).map((rule) => ({
        ...rule,
        id: `${rule.id}-2`,
        src: rule.src.replace(', 192.168.10.91', ''),
      })),
    };
  };
  const internal = byId(design.firewalls, 'internal');
  // The third front end talks SIP with the first Edge too, and that one with it.
  for (const rule of internal.rules) {
    if (rule.id === 'I1') rule.dst = `${rule.dst}, ${SITE.inside.frontEnd}`;
    if (rule.id === 'I2') rule.src = `${rule.src}, ${SITE.inside.frontEnd}`;
  }
  design.firewalls.push(
    second('external', 'Second external firewall', 'internet', SITE.outside.id, /^E([789]|1[0-3])$/),
    second('internal', 'Second internal firewall', SITE.between.id, SITE.inside.id, /^I[567]$/),
    {
      id: 'wan',
      title: 'Link between the sites',
      outside: SITE.inside.id,
      inside: 'corporate',
      default: 'permit',
      rules: [],
    },
  );
}
