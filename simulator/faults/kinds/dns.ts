import type { DnsServerConfig } from '../../roles/dns-server/config.ts';
import type { Fault, FaultKind } from '../fault.ts';
import { changing } from '../fault.ts';

/** A name that a DNS server does not have (RFC 1034 4.3.1): it says that there is none. */
export const dns: FaultKind = {
  id: 'dns',
  title: 'DNS records missing',
  description: 'Each record of each DNS server is left out: all records of one name and type.',
  of: ({ hosts }) =>
    hosts.flatMap(({ id, title, roles }) =>
      roles.filter(isDnsServer).flatMap(({ records }) => {
        const kinds = new Map(records.map(({ type, name }) => [`${type} ${name}`, { type, name }]));
        return [...kinds.values()].map(({ type, name }) => missing(id, title, type, name));
      }),
    ),
};

function missing(host: string, title: string, type: string, name: string): Fault {
  const without = (role: { readonly role: string }) =>
    isDnsServer(role)
      ? { ...role, records: role.records.filter((one) => one.type !== type || one.name !== name) }
      : role;
  return {
    id: `dns:${host}/${type}/${name}`,
    title: `${title} has no ${type} ${name}`,
    sentence: `${title} has no ${type} record of ${name}.`,
    place: `host/${host}/dns-server/${type}/${name}`,
    nodes: [host],
    apply: changing((design) => ({
      ...design,
      hosts: design.hosts.map((one) => (one.id === host ? { ...one, roles: one.roles.map(without) } : one)),
    })),
    // Names are compared without regard to case (RFC 1035 2.3.3).
    concerns: ({ nodes, names }) => nodes.has(host) && names.has(name.toLowerCase()),
  };
}

function isDnsServer(role: { readonly role: string }): role is DnsServerConfig {
  return role.role === 'dns-server';
}
