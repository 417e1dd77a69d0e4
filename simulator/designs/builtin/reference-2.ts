import type { config as accessEdge } from '../../roles/access-edge/config.ts';
import type { config as cmsMaster } from '../../roles/cms-master/config.ts';
import type { config as dnsServer } from '../../roles/dns-server/config.ts';
import type { config as webConferencingServer } from '../../roles/web-conferencing-server/config.ts';
import type { RawDesign, RawHost, RawRole } from './raw.ts';
import { byId, copyOf, replaced, rolesOf } from './raw.ts';

/** What the first node has, and the second in its place. */
const SECOND: Readonly<Record<string, string>> = {
  '10.45.16.10': '10.45.16.11',
  '10.45.16.20': '10.45.16.21',
  '10.45.16.30': '10.45.16.31',
  '172.25.33.10': '172.25.33.11',
};

/** Addresses outside and what they stand for behind the external firewall. */
const PUBLIC: Readonly<Record<string, string>> = {
  '10.45.16.10': '131.107.155.10',
  '10.45.16.11': '131.107.155.11',
  '10.45.16.20': '131.107.155.20',
  '10.45.16.21': '131.107.155.21',
  '10.45.16.30': '131.107.155.30',
  '10.45.16.31': '131.107.155.31',
  '10.45.16.40': '131.107.155.40',
};

const POOL = 'edge.contoso.net';
const NODES = [
  { host: 'edge', title: 'Edge 1', name: 'edge1.contoso.net', address: '172.25.33.10' },
  { host: 'edge-2', title: 'Edge 2', name: 'edge2.contoso.net', address: '172.25.33.11' },
] as const;

/**
 * The single Edge made two, behind one-to-one NAT (Microsoft's Reference Architecture 2: scaled consolidated Edge with
 * DNS load balancing): the same rows for both nodes, several addresses to each name, everything inside in touch with
 * every node.
 */
export function reference2(reference: RawDesign): RawDesign {
  const design = copyOf(reference);
  design.id = 'reference-2';
  design.title = 'Two Edges, DNS load balancing';
  design.description =
    'Two consolidated Edges behind one-to-one NAT, found by several addresses to each name. The external firewall sends what one node writes to the other by its public address back inside (hairpin).';
  addNode(design);
  for (const node of NODES) nameNode(byId(design.hosts, node.host), node);
  byId(design.certificates ?? [], 'edge-internal').names = [POOL, ...NODES.map((node) => node.name)];
  widenRules(design);
  nameServers(design);
  connectAll(design);
  return design;
}

function addNode(design: RawDesign): void {
  const [first, second] = NODES;
  const edge = byId(design.hosts, first.host);
  design.hosts.splice(design.hosts.indexOf(edge) + 1, 0, { ...replaced(edge, SECOND), id: second.host });
}

interface AvEdge {
  role: 'av-edge';
  external: { interface: string; publicAddress?: string };
}

/** A node has a name of its own, by which requests find the connection of a client that it holds. */
function nameNode(host: RawHost, { title, name }: (typeof NODES)[number]): void {
  host.title = title;
  for (const { internal } of rolesOf<RawRole<typeof accessEdge>>([host], 'access-edge')) {
    internal.name = name;
    internal.pool = POOL;
  }
  // The relay hands out addresses: behind a NAT it must be told the public one.
  for (const { external } of rolesOf<AvEdge>([host], 'av-edge'))
    external.publicAddress = PUBLIC[byId(host.interfaces, external.interface).address]!;
}

/** Each row names both nodes, so that a row that is closed is closed for the pool. */
function widenRules(design: RawDesign): void {
  const both = Object.fromEntries(Object.entries(SECOND).map(([one, other]) => [one, `${one}, ${other}`]));
  for (const id of ['external', 'internal']) {
    const firewall = byId(design.firewalls, id);
    firewall.rules = firewall.rules.map((rule) => replaced(rule, both));
  }
  const external = byId(design.firewalls, 'external');
  external.nat = Object.entries(PUBLIC).map(([inside, outside]) => ({ outside, inside }));
  external.hairpin = true;
}

/** Public addresses outside, those of both nodes to each of the pool's names, and rotated answers. */
function nameServers(design: RawDesign): void {
  for (const id of ['public-dns', 'internal-dns'])
    for (const server of rolesOf<RawRole<typeof dnsServer>>([byId(design.hosts, id)], 'dns-server')) {
      server.rotate = true;
      server.records = server.records.flatMap((record): typeof server.records => {
        if (record.type !== 'A') return [record];
        const other = SECOND[record.address];
        const addresses = other === undefined ? [record.address] : [record.address, other];
        return addresses.map((address) => ({ ...record, address: PUBLIC[address] ?? address }));
      });
      if (id === 'internal-dns')
        for (const { name, address } of NODES) server.records.push({ name, type: 'A', address });
    }
}

/** The web conferencing servers and the Central Management store are in touch with each node by its own name. */
function connectAll(design: RawDesign): void {
  const eachNode = <T extends { name: string }>(one: T): T[] =>
    one.name === POOL ? NODES.map(({ name }) => ({ ...one, name })) : [one];
  for (const server of rolesOf<RawRole<typeof webConferencingServer>>(
    design.hosts,
    'web-conferencing-server',
  ))
    server.edges = (server.edges ?? []).flatMap(eachNode);
  for (const master of rolesOf<RawRole<typeof cmsMaster>>(design.hosts, 'cms-master'))
    master.replicas = master.replicas.flatMap(eachNode);
}
