import { defineRole } from '../role.ts';
import { dnsServerSchema } from './config.ts';
import { DnsServer } from './dns-server.ts';

export const dnsServer = defineRole(dnsServerSchema, (own, { host }) => new DnsServer(host, own));
