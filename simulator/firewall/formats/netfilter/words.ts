import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS, parseAddress } from '../../../model/address.ts';
import { Flag } from '../../../model/packet.ts';
import { ConnectionStates } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { masked } from '../ranges.ts';

/*
 * Names that iptables and nftables share.
 */

/** Protocols of IP by name (IANA's registry, as /etc/protocols has them). */
const PROTOCOLS: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  ipencap: 4,
  ipip: 4,
  tcp: 6,
  egp: 8,
  udp: 17,
  dccp: 33,
  ipv6: 41,
  gre: 47,
  esp: 50,
  'ipv6-esp': 50,
  ah: 51,
  'ipv6-icmp': 58,
  icmpv6: 58,
  ospf: 89,
  pim: 103,
  vrrp: 112,
  sctp: 132,
  udplite: 136,
};

/** A protocol's number, or null when there is none of that name. */
export function protocolOf(text: string): number | null {
  const number = numberOf(text, 255);
  return number ?? (Object.hasOwn(PROTOCOLS, text.toLowerCase()) ? PROTOCOLS[text.toLowerCase()]! : null);
}

/** Ports by name, those that firewalls' files use (IANA's registry). */
const SERVICES: Readonly<Record<string, number>> = {
  'ftp-data': 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  bootps: 67,
  bootpc: 68,
  tftp: 69,
  http: 80,
  www: 80,
  kerberos: 88,
  pop3: 110,
  sunrpc: 111,
  ntp: 123,
  'netbios-ns': 137,
  'netbios-dgm': 138,
  'netbios-ssn': 139,
  imap2: 143,
  imap: 143,
  snmp: 161,
  'snmp-trap': 162,
  snmptrap: 162,
  bgp: 179,
  ldap: 389,
  https: 443,
  'microsoft-ds': 445,
  isakmp: 500,
  syslog: 514,
  submission: 587,
  ldaps: 636,
  imaps: 993,
  pop3s: 995,
  'ms-sql-s': 1433,
  radius: 1812,
  'radius-acct': 1813,
  stun: 3478,
  sip: 5060,
  'sip-tls': 5061,
  'ms-wbt-server': 3389,
  'http-alt': 8080,
};

/** A port's number, or null when there is none of that name. */
export function portOf(text: string): number | null {
  const number = numberOf(text, 65535);
  return number ?? (Object.hasOwn(SERVICES, text) ? SERVICES[text]! : null);
}

const ICMP_TYPES: Readonly<Record<string, number>> = {
  'echo-reply': 0,
  pong: 0,
  'destination-unreachable': 3,
  'source-quench': 4,
  redirect: 5,
  'echo-request': 8,
  ping: 8,
  'router-advertisement': 9,
  'router-solicitation': 10,
  'time-exceeded': 11,
  'ttl-exceeded': 11,
  'parameter-problem': 12,
  'timestamp-request': 13,
  'timestamp-reply': 14,
  'info-request': 15,
  'info-reply': 16,
  'address-mask-request': 17,
  'address-mask-reply': 18,
};
const UNREACHABLE: Readonly<Record<string, number>> = {
  'network-unreachable': 0,
  'net-unreachable': 0,
  'host-unreachable': 1,
  'protocol-unreachable': 2,
  'prot-unreachable': 2,
  'port-unreachable': 3,
  'fragmentation-needed': 4,
  'frag-needed': 4,
  'net-prohibited': 9,
  'network-prohibited': 9,
  'host-prohibited': 10,
  'communication-prohibited': 13,
  'admin-prohibited': 13,
};

/** A type of ICMP, "8", "3/4" or by name, as type * 256 + code; null when there is none. */
export function icmpOf(text: string): PortRange | null {
  if (Object.hasOwn(ICMP_TYPES, text)) return wholeType(ICMP_TYPES[text]!);
  if (Object.hasOwn(UNREACHABLE, text)) {
    const code = 3 * 256 + UNREACHABLE[text]!;
    return { first: code, last: code };
  }
  const [type, code] = text.split('/', 2).map((part) => numberOf(part, 255));
  if (type === null || type === undefined || code === null || text.split('/').length > 2) return null;
  return code === undefined ? wholeType(type) : { first: type * 256 + code, last: type * 256 + code };
}

/** A code of ICMP within its type, by number or name, or null. */
export function icmpCodeOf(text: string): number | null {
  return numberOf(text, 255) ?? (Object.hasOwn(UNREACHABLE, text) ? UNREACHABLE[text]! : null);
}

function wholeType(type: number): PortRange {
  return { first: type * 256, last: type * 256 + 255 };
}

const STATES: Readonly<Record<string, number>> = ConnectionStates;

/** A state of connection tracking, or null when this model has none of that name. */
export function stateOf(text: string): number | null {
  const name = text.toLowerCase();
  return Object.hasOwn(STATES, name) ? STATES[name]! : null;
}

const FLAGS: Readonly<Record<string, number>> = {
  fin: Flag.fin,
  syn: Flag.syn,
  rst: Flag.rst,
  psh: Flag.psh,
  ack: Flag.ack,
  urg: 32,
  ecn: 64,
  ece: 64,
  cwr: 128,
  all: 63,
  none: 0,
};
/** Flags that packets have here: the urgent pointer and ECN are not modelled, and nobody sets them. */
export const MODELLED_FLAGS = 31;

/** The bits of a TCP flag by name, or null. */
export function flagOf(text: string): number | null {
  const name = text.toLowerCase();
  return Object.hasOwn(FLAGS, name) ? FLAGS[name]! : null;
}

/** Names of the flags in some bits. */
export function flagNames(bits: number): string[] {
  return ['fin', 'syn', 'rst', 'psh', 'ack'].filter((name) => bits & FLAGS[name]!);
}

/**
 * Addresses as "10.0.0.1", "10.0.0.0/8", "10.0.0.0/255.0.0.0" or "10.0.0.1-10.0.0.9"; bits behind a prefix count for
 * nothing, as netfilter has it.
 * @returns null when it is none
 */
export function addressesOf(text: string): readonly AddressRange[] | null {
  const dash = text.indexOf('-');
  if (dash > 0) {
    const [first, last] = [parseAddress(text.slice(0, dash)), parseAddress(text.slice(dash + 1))];
    return first === null || last === null || first > last ? null : [{ first, last }];
  }
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  if (slash < 0) return [{ first: address, last: address }];
  const length = numberOf(text.slice(slash + 1), 32);
  const mask =
    length === null ? parseAddress(text.slice(slash + 1)) : (ANY_ADDRESS.last * 2 ** (32 - length)) >>> 0;
  return mask === null ? null : masked(address, mask);
}

/** A decimal number from 0 to `most`, or null. */
export function numberOf(text: string, most: number): number | null {
  return /^\d{1,10}$/.test(text) && Number(text) <= most ? Number(text) : null;
}
