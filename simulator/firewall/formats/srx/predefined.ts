import type { Service } from './service.ts';
import { service } from './service.ts';
import { transportOf } from './words.ts';

/*
 * The applications that a Junos device knows by itself (group "junos-defaults"; Juniper, "Predefined Policy
 * Applications"), as far as they are told apart by protocol, port and type alone. Those of Sun's and Microsoft's RPC
 * whose ports are agreed upon first are left out: a policy that names one is undetermined.
 */

const APPLICATIONS: Readonly<Record<string, string>> = {
  any: 'any',
  'junos-aol': 'tcp 5190-5193',
  'junos-bgp': 'tcp 179',
  'junos-biff': 'udp 512',
  'junos-bootpc': 'udp 68',
  'junos-bootps': 'udp 67',
  'junos-chargen': 'udp 19',
  'junos-cifs': 'tcp 139, tcp 445',
  'junos-cvspserver': 'tcp 2401',
  'junos-dhcp-client': 'udp 68',
  'junos-dhcp-relay': 'udp 67',
  'junos-dhcp-server': 'udp 67',
  'junos-discard': 'udp 9',
  'junos-dns-tcp': 'tcp 53',
  'junos-dns-udp': 'udp 53',
  'junos-echo': 'udp 7',
  'junos-finger': 'tcp 79',
  'junos-ftp': 'tcp 21',
  'junos-gnutella': 'udp 6346-6347',
  'junos-gopher': 'tcp 70',
  'junos-gre': '47',
  'junos-h323': 'tcp 1720, udp 1719, tcp 1503, tcp 389, tcp 522, tcp 1731',
  'junos-http': 'tcp 80',
  'junos-http-ext': 'tcp 7001',
  'junos-https': 'tcp 443',
  'junos-icmp-all': 'icmp',
  'junos-icmp-ping': 'icmp 8',
  'junos-ident': 'tcp 113',
  'junos-ike': 'udp 500',
  'junos-ike-nat': 'udp 4500',
  'junos-imap': 'tcp 143',
  'junos-imaps': 'tcp 993',
  'junos-internet-locator-service': 'tcp 389',
  'junos-irc': 'tcp 6660-6669',
  'junos-l2tp': 'udp 1701',
  'junos-ldap': 'tcp 389',
  'junos-ldp-tcp': 'tcp 646',
  'junos-ldp-udp': 'udp 646',
  'junos-lpr': 'tcp 515',
  'junos-mail': 'tcp 25',
  'junos-mgcp': 'udp 2427, udp 2727',
  'junos-mgcp-ca': 'udp 2727',
  'junos-mgcp-ua': 'udp 2427',
  'junos-ms-rpc': 'tcp 135, udp 135',
  'junos-ms-rpc-tcp': 'tcp 135',
  'junos-ms-rpc-udp': 'udp 135',
  'junos-ms-sql': 'tcp 1433',
  'junos-msn': 'tcp 1863',
  'junos-nbds': 'udp 138',
  'junos-nbname': 'udp 137',
  'junos-netbios-session': 'tcp 139',
  'junos-nfs': 'udp 111',
  'junos-nfsd-tcp': 'tcp 2049',
  'junos-nfsd-udp': 'udp 2049',
  'junos-nntp': 'tcp 119',
  'junos-ntalk': 'tcp 518, udp 518',
  'junos-ntp': 'udp 123',
  'junos-ospf': '89',
  'junos-pc-anywhere': 'udp 5632',
  'junos-ping': 'icmp',
  'junos-pop3': 'tcp 110',
  'junos-pptp': 'tcp 1723',
  'junos-printer': 'tcp 515',
  'junos-radacct': 'udp 1813',
  'junos-radius': 'udp 1812',
  'junos-realaudio': 'tcp 554',
  'junos-rip': 'udp 520',
  'junos-routing-inbound': 'tcp 179, udp 520, tcp 646, udp 646',
  'junos-rsh': 'tcp 514',
  'junos-rtsp': 'tcp 554',
  'junos-sccp': 'tcp 2000',
  'junos-sctp-any': '132',
  'junos-sip': 'tcp 5060, udp 5060',
  'junos-smb': 'tcp 139, tcp 445',
  'junos-smb-session': 'tcp 445',
  'junos-smtp': 'tcp 25',
  'junos-snmp-agentx': 'tcp 705',
  'junos-snpp': 'tcp 444',
  'junos-sql-monitor': 'udp 1434',
  'junos-sqlnet-v1': 'tcp 1525',
  'junos-sqlnet-v2': 'tcp 1521',
  'junos-ssh': 'tcp 22',
  'junos-stun': 'tcp 3478-3479, udp 3478-3479',
  'junos-sun-rpc': 'tcp 111, udp 111',
  'junos-sun-rpc-tcp': 'tcp 111',
  'junos-sun-rpc-udp': 'udp 111',
  'junos-syslog': 'udp 514',
  'junos-tacacs': 'tcp 49',
  'junos-tacacs-ds': 'tcp 65',
  'junos-talk': 'tcp 517, udp 517',
  'junos-tcp-any': 'tcp',
  'junos-telnet': 'tcp 23',
  'junos-tftp': 'udp 69',
  'junos-udp-any': 'udp',
  'junos-uucp': 'udp 540',
  'junos-vdo-live': 'udp 7000-7010',
  'junos-vnc': 'tcp 5800',
  'junos-wais': 'tcp 210',
  'junos-who': 'udp 513',
  'junos-whois': 'tcp 43',
  'junos-winframe': 'tcp 1494',
  'junos-x-windows': 'tcp 6000-6063',
  'junos-xnm-clear-text': 'tcp 3221',
  'junos-xnm-ssl': 'tcp 3220',
  'junos-ymsg': 'tcp 5000-5010, tcp 5050, udp 5000-5010, udp 5050',
};

/** What a predefined application stands for, or null; of one for IPv6, nothing. */
export function predefined(name: string): readonly Service[] | null {
  if (name === 'junos-pingv6' || /^junos-icmp6-[a-z-]{1,40}$/.test(name)) return [];
  if (!Object.hasOwn(APPLICATIONS, name)) return null;
  return APPLICATIONS[name]!.split(', ').map((text) => {
    const [protocol = '', range] = text.split(' ');
    if (protocol === 'any') return service('any');
    const transport = transportOf(protocol)!;
    if (range === undefined) return service(transport);
    if (transport === 'icmp')
      return service(transport, { icmp: [{ first: Number(range) * 256, last: Number(range) * 256 + 255 }] });
    const [first = 0, last = first] = range.split('-').map(Number);
    return service(transport, { destinationPorts: [{ first, last }] });
  });
}
