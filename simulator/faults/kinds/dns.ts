import type { DnsServerConfig } from '../../roles/dns-server/config.ts';
import type { Fault, FaultKind } from '../fault.ts';
import { at, changing } from '../fault.ts';

/** A name that a DNS server does not have (RFC 1034 4.3.1): it says that there is none. */
export const dns: FaultKind = {
  id: 'dns',
  title: 'DNS records missing',
  description: 'Each record of each DNS server is left out: all records of one name and type.',
  of: ({ hosts }) =>
    hosts.flatMap(({ id, title, roles }) =>
      roles
        .filter((role): role is DnsServerConfig => role.role === 'dns-server')
        .flatMap(({ records }) => [...new Set(records.map(({ type, name }) => `${type} ${name}`))])
        .map((record): Fault => ({
          id: `dns:${id}/${record.replace(' ', '/')}`,
          title: `${title} has no ${record}`,
          apply: changing((design) => ({
            ...design,
            hosts: design.hosts.map((host) =>
              host.id === id ? { ...host, roles: host.roles.map((role) => without(role, record)) } : host,
            ),
          })),
          concerns: at(id),
        })),
    ),
};

function without<R extends { readonly role: string }>(role: R, record: string): R {
  if (role.role !== 'dns-server') return role;
  const { records } = role as unknown as DnsServerConfig;
  return { ...role, records: records.filter(({ type, name }) => `${type} ${name}` !== record) };
}
