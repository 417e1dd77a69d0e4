import type { PortRange } from '../../../model/ports.ts';
import { numbered } from '../names.ts';

/*
 * Names that ASA and IOS have for ports, types of ICMP and protocols (Cisco ASA CLI, "Addresses, Protocols, and Ports";
 * Cisco IOS IP Application Services command reference, "permit (IP)"). Where both have a name, it means the same.
 */

const PORTS: Readonly<Record<string, number>> = {
  echo: 7,
  discard: 9,
  daytime: 13,
  chargen: 19,
  'ftp-data': 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  time: 37,
  nameserver: 42,
  whois: 43,
  tacacs: 49,
  domain: 53,
  bootps: 67,
  bootpc: 68,
  tftp: 69,
  gopher: 70,
  finger: 79,
  www: 80,
  http: 80,
  kerberos: 88,
  hostname: 101,
  pop2: 109,
  pop3: 110,
  sunrpc: 111,
  ident: 113,
  nntp: 119,
  ntp: 123,
  msrpc: 135,
  'netbios-ns': 137,
  'netbios-dgm': 138,
  'netbios-ss': 139,
  'netbios-ssn': 139,
  imap4: 143,
  snmp: 161,
  snmptrap: 162,
  xdmcp: 177,
  bgp: 179,
  irc: 194,
  dnsix: 195,
  ldap: 389,
  'mobile-ip': 434,
  https: 443,
  'pim-auto-rp': 496,
  isakmp: 500,
  biff: 512,
  exec: 512,
  login: 513,
  who: 513,
  cmd: 514,
  syslog: 514,
  lpd: 515,
  talk: 517,
  rip: 520,
  uucp: 540,
  klogin: 543,
  kshell: 544,
  ldaps: 636,
  radius: 1645,
  'radius-acct': 1646,
  h323: 1720,
  pptp: 1723,
  drip: 3949,
  'non500-isakmp': 4500,
  sip: 5060,
};

/** A whole type, or a type with a code. */
const ICMP: Readonly<Record<string, number | readonly [number, number]>> = {
  'echo-reply': 0,
  unreachable: 3,
  'net-unreachable': [3, 0],
  'host-unreachable': [3, 1],
  'protocol-unreachable': [3, 2],
  'port-unreachable': [3, 3],
  'packet-too-big': [3, 4],
  'source-route-failed': [3, 5],
  'network-unknown': [3, 6],
  'host-unknown': [3, 7],
  'host-isolated': [3, 8],
  'dod-net-prohibited': [3, 9],
  'dod-host-prohibited': [3, 10],
  'net-tos-unreachable': [3, 11],
  'host-tos-unreachable': [3, 12],
  'administratively-prohibited': [3, 13],
  'host-precedence-unreachable': [3, 14],
  'precedence-unreachable': [3, 15],
  'source-quench': 4,
  redirect: 5,
  'net-redirect': [5, 0],
  'host-redirect': [5, 1],
  'net-tos-redirect': [5, 2],
  'host-tos-redirect': [5, 3],
  'alternate-address': 6,
  echo: 8,
  'router-advertisement': 9,
  'router-solicitation': 10,
  'time-exceeded': 11,
  'ttl-exceeded': [11, 0],
  'reassembly-timeout': [11, 1],
  'parameter-problem': 12,
  'general-parameter-problem': [12, 0],
  'option-missing': [12, 1],
  'no-room-for-option': [12, 2],
  'timestamp-request': 13,
  'timestamp-reply': 14,
  'information-request': 15,
  'information-reply': 16,
  'mask-request': 17,
  'mask-reply': 18,
  traceroute: 30,
  'conversion-error': 31,
  'mobile-redirect': 32,
};

const PROTOCOLS: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  ipinip: 4,
  tcp: 6,
  igrp: 9,
  udp: 17,
  gre: 47,
  esp: 50,
  ipsec: 50,
  ah: 51,
  ahp: 51,
  eigrp: 88,
  ospf: 89,
  nos: 94,
  pim: 103,
  pcp: 108,
  snp: 109,
  sctp: 132,
};

/** A port by number or name, or null. */
export const portOf = numbered(PORTS, 65535);
/** A protocol of IP by number or name, or null. */
export const protocolOf = numbered(PROTOCOLS, 255);

/** A type of ICMP by number or name, some of which name a code too, as type * 256 + code; or null. */
export function icmpOf(text: string): PortRange | null {
  const found = Object.hasOwn(ICMP, text) ? ICMP[text]! : numbered({}, 255)(text);
  if (found === null) return null;
  if (typeof found === 'number') return { first: found * 256, last: found * 256 + 255 };
  const value = found[0] * 256 + found[1];
  return { first: value, last: value };
}
