import type { Transport } from '../../../model/policy.ts';
import { numbered } from '../names.ts';

/*
 * Names that Junos has for protocols, ports and types of ICMP (Junos CLI reference, "protocol", "destination-port" and
 * "icmp-type" below [edit applications application]).
 */

const PORTS: Readonly<Record<string, number>> = {
  'ftp-data': 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  tacacs: 49,
  domain: 53,
  'tacacs-ds': 65,
  bootps: 67,
  dhcp: 67,
  bootpc: 68,
  tftp: 69,
  finger: 79,
  http: 80,
  'kerberos-sec': 88,
  pop3: 110,
  sunrpc: 111,
  ident: 113,
  nntp: 119,
  ntp: 123,
  'netbios-ns': 137,
  'netbios-dgm': 138,
  'netbios-ssn': 139,
  imap: 143,
  snmp: 161,
  snmptrap: 162,
  bgp: 179,
  ldap: 389,
  https: 443,
  snpp: 444,
  exec: 512,
  login: 513,
  who: 513,
  syslog: 514,
  printer: 515,
  talk: 517,
  ntalk: 518,
  rip: 520,
  klogin: 543,
  ldp: 646,
  socks: 1080,
  pptp: 1723,
  radius: 1812,
  radacct: 1813,
  nfsd: 2049,
};

const ICMP: Readonly<Record<string, number>> = {
  'echo-reply': 0,
  unreachable: 3,
  'source-quench': 4,
  redirect: 5,
  'echo-request': 8,
  'router-advertisement': 9,
  'router-solicit': 10,
  'time-exceeded': 11,
  'parameter-problem': 12,
  timestamp: 13,
  'timestamp-reply': 14,
  'info-request': 15,
  'info-reply': 16,
  'mask-request': 17,
  'mask-reply': 18,
};

const PROTOCOLS: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  ipip: 4,
  tcp: 6,
  egp: 8,
  udp: 17,
  rsvp: 46,
  gre: 47,
  esp: 50,
  ah: 51,
  icmp6: 58,
  ospf: 89,
  pim: 103,
  sctp: 132,
};

/** A port by number or name, or null. */
export const portOf = numbered(PORTS, 65535);
/** A type of ICMP by number or name, or null. */
export const icmpTypeOf = numbered(ICMP, 255);
const protocolOf = numbered(PROTOCOLS, 255);

/** A protocol as rules name it, or null. */
export function transportOf(text: string): Transport | null {
  const number = protocolOf(text);
  if (number === null) return null;
  return number === 6 ? 'tcp' : number === 17 ? 'udp' : number === 1 ? 'icmp' : `${number}`;
}

/** The protocol of a transport that is neither TCP and UDP together nor every one, as Junos writes it. */
export function protocolText(transport: Transport): string {
  return transport === '6' ? 'tcp' : transport === '17' ? 'udp' : transport === '1' ? 'icmp' : transport;
}

/** Something that could not be read: what, in a few words. */
export class Unclear {
  readonly why: string;
  constructor(why: string) {
    this.why = why;
  }
}

/** "x", shortened: a name of a file in a sentence. */
export function quoted(text: string): string {
  return `"${text.slice(0, 60)}"`;
}
