import { defineRole } from '../role.ts';
import { config, references } from './config.ts';
import { DnsServer } from './dns-server.ts';

export const dnsServer = defineRole({
  id: 'dns-server',
  title: 'DNS server',
  config,
  references,
  create: (own, { host }) => new DnsServer(host, own),
});
