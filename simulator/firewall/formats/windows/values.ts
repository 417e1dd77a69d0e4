import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS, parseAddress, parseRange } from '../../../model/address.ts';
import type { Transport } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { ANY_PORT, parsePorts } from '../../../model/ports.ts';
import { masked } from '../ranges.ts';
import { CUT_OFF, listOf, quoted } from './block.ts';

/*
 * Values of a rule's properties (netsh advfirewall firewall add rule; New-NetFirewallRule), the same in both listings.
 */

/** Runs of numbers; or why it is not clear which. No run at all: those of IPv6 only. */
export type Runs<T> = readonly T[] | { readonly why: string };

/** Addresses that depend on the computer's network. */
const PLACES = /^(localsubnet|dns|dhcp|wins|defaultgateway|internet|intranet|ply2renders|playtodevice)4?$/;
const PLACES_6 = /^(localsubnet|dns|dhcp|wins|defaultgateway)6$/;

/** "Any", "10.45.16.0/24,10.45.17.1-10.45.17.9": addresses of IPv4, those of IPv6 left out. */
export function addressesOf(value: string): Runs<AddressRange> {
  if (CUT_OFF.test(value)) return { why: 'the list of addresses is cut off' };
  const all: AddressRange[] = [];
  for (const text of listOf(value)) {
    const word = text.toLowerCase();
    if (word === 'any') all.push(ANY_ADDRESS);
    else if (PLACES.test(word))
      return { why: `${quoted(text)} depends on the network that the computer is in` };
    else if (!PLACES_6.test(word) && !isIpv6(word)) {
      const range = rangeOf(text);
      if (!range) return { why: `${quoted(text)} is no address` };
      all.push(range);
    }
  }
  return all;
}

/** An address, a range, or one with a length or a mask. */
function rangeOf(text: string): AddressRange | null {
  const [, address = '', length = ''] = /^([^/]*)\/([^/]*)$/.exec(text) ?? [];
  const base = parseAddress(address);
  if (base === null) return parseRange(text);
  const bits = /^\d{1,2}$/.test(length) && Number(length) <= 32 ? Number(length) : null;
  const mask = bits === null ? parseAddress(length) : bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
  const ranges = mask === null ? null : masked(base, mask);
  return ranges?.length === 1 ? ranges[0]! : null;
}

/** Is it an address of IPv6, with a length or a second one behind it or not (RFC 4291 2.2)? */
function isIpv6(text: string): boolean {
  const parts = text.split(/[-/]/);
  const [, last = ''] = parts;
  if (parts.length > 2 || !isIpv6Address(parts[0]!)) return false;
  return parts.length === 1 || (text.includes('/') ? /^\d{1,3}$/.test(last) : isIpv6Address(last));
}

function isIpv6Address(text: string): boolean {
  const groups = text.replace(/%\w{1,20}$/, '').split(':');
  const short = text.includes('::');
  return (
    groups.length >= 3 &&
    (short ? groups.length <= 9 : groups.length === 8) &&
    groups.every((group) => /^[0-9a-f]{0,4}$/.test(group) && (group !== '' || short))
  );
}

/** Words for ports that stay the same, and for those that a service is given when it starts. */
const FIXED_PORTS: Readonly<Record<string, number>> = {
  'rpc-epmap': 135,
  rpcepmap: 135,
  iphttps: 443,
  iphttpsin: 443,
  iphttpsout: 443,
};
const CHANGING_PORTS = /^(rpc|teredo|ply2disc|playtodiscovery|mdns|wfdprint|cortana_out)$/;

/** "Any", "80,443,50000-59999", "RPC-EPMap". */
export function portsOf(value: string): Runs<PortRange> {
  if (CUT_OFF.test(value)) return { why: 'the list of ports is cut off' };
  const all: PortRange[] = [];
  for (const text of listOf(value)) {
    const word = text.toLowerCase();
    const fixed = Object.hasOwn(FIXED_PORTS, word) ? FIXED_PORTS[word]! : null;
    const ports = fixed === null ? parsePorts(word) : [{ first: fixed, last: fixed }];
    if (!ports)
      return {
        why: CHANGING_PORTS.test(word)
          ? `${quoted(text)} stands for ports that change`
          : `${quoted(text)} is no port`,
      };
    all.push(...ports);
  }
  return all;
}

/** Types of ICMP, "Any", "8", "3:4, 11:Any". */
export function typesOf(value: string): Runs<PortRange> {
  if (CUT_OFF.test(value)) return { why: 'the list of types is cut off' };
  const all: PortRange[] = [];
  for (const text of listOf(value)) {
    const [, type = '', code = 'any'] =
      /^(\d{1,3}|any)(?: *: *(\d{1,3}|any))?$/.exec(text.toLowerCase()) ?? [];
    const numbers = [type, code].filter((part) => part !== 'any').map(Number);
    if (type === '' || (type === 'any' && code !== 'any') || numbers.some((number) => number > 255))
      return { why: `${quoted(text)} is no type of ICMP` };
    if (type === 'any') all.push(ANY_PORT);
    else {
      const first = Number(type) * 256;
      all.push(
        code === 'any'
          ? { first, last: first + 255 }
          : { first: first + Number(code), last: first + Number(code) },
      );
    }
  }
  return all;
}

const PROTOCOLS: Readonly<Record<string, Transport>> = {
  any: 'any',
  tcp: 'tcp',
  udp: 'udp',
  icmpv4: 'icmp',
  igmp: '2',
  gre: '47',
  esp: '50',
  ah: '51',
  vrrp: '112',
  pgm: '113',
  l2tp: '115',
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
};

/** A protocol by name or number; "ipv6" for what packets of IPv4 never are; null when it is none. */
export function protocolOf(value: string): Transport | 'ipv6' | null {
  const word = value.trim().toLowerCase();
  if (word === 'icmpv6') return 'ipv6';
  if (Object.hasOwn(PROTOCOLS, word)) return PROTOCOLS[word]!;
  return /^\d{1,3}$/.test(word) && Number(word) <= 255 ? `${Number(word)}` : null;
}
