/*
 * Names that ASA has for ports and types of ICMP (Cisco ASA CLI, "Addresses, Protocols, and Ports").
 */

const PORTS: Readonly<Record<string, number>> = {
  'ftp-data': 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  bootps: 67,
  bootpc: 68,
  tftp: 69,
  www: 80,
  http: 80,
  kerberos: 88,
  pop3: 110,
  sunrpc: 111,
  ntp: 123,
  'netbios-ns': 137,
  'netbios-dgm': 138,
  'netbios-ssn': 139,
  imap4: 143,
  snmp: 161,
  snmptrap: 162,
  bgp: 179,
  ldap: 389,
  https: 443,
  isakmp: 500,
  syslog: 514,
  ldaps: 636,
  radius: 1645,
  'radius-acct': 1646,
  h323: 1720,
  pptp: 1723,
  sip: 5060,
};

const ICMP: Readonly<Record<string, number>> = {
  'echo-reply': 0,
  unreachable: 3,
  'source-quench': 4,
  redirect: 5,
  echo: 8,
  'router-advertisement': 9,
  'router-solicitation': 10,
  'time-exceeded': 11,
  'parameter-problem': 12,
  'timestamp-request': 13,
  'timestamp-reply': 14,
  'information-request': 15,
  'information-reply': 16,
  'mask-request': 17,
  'mask-reply': 18,
  traceroute: 30,
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

const numbered = (names: Readonly<Record<string, number>>, most: number) => (text: string) =>
  /^\d{1,5}$/.test(text) && Number(text) <= most
    ? Number(text)
    : Object.hasOwn(names, text)
      ? names[text]!
      : null;

/** A port by number or name, or null. */
export const portOf = numbered(PORTS, 65535);
/** A type of ICMP by number or name, or null. */
export const icmpTypeOf = numbered(ICMP, 255);
/** A protocol of IP by number or name, or null. */
export const protocolOf = numbered(PROTOCOLS, 255);
