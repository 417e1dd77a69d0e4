import type { EntryKind } from '../../../simulator/designs/forms/things.ts';
import { word, type FieldWords } from '../../../simulator/roles/role.ts';
import { ROLE_SCHEMAS } from '../../../simulator/roles/schemas.ts';

const ROLES = Object.values(ROLE_SCHEMAS);

/** Words of fields by their names; those that mean another thing somewhere stand with the place in front. */
const FIELDS: Readonly<Record<string, FieldWords>> = {
  // What one role alone has, its own schema says.
  ...Object.fromEntries(ROLES.flatMap(({ words }) => Object.entries(words ?? {}))),
  id: word('Id', 'Short name by which others refer to it.'),
  title: word('Title', 'What people call it.'),
  description: word('Description', 'What the design shows.'),
  date: word('Date', 'When a run begins: certificates are checked against it.'),
  domains: word('SIP domains', 'Domains whose people are meant.'),
  'organizations.domains': word('SIP domains', 'Domains of its people’s addresses.'),
  'organizations.version': word('Runs', 'What its servers run.'),
  trust: word('Trust', 'Higher is more trusted: “in” leads to the more trusted side.'),
  prefixes: word('Prefixes', 'Addresses that live here. The Internet alone has none.'),
  private: word('Private', 'Its addresses mean nothing outside: a home behind NAT.'),
  delay_ms: word('Delay', 'Each way through it.'),
  jitter_ms: word('Jitter', 'Packets take up to so much longer, by chance.'),
  loss: word('Loss', 'Share of packets that are lost, by chance: 0 none, 1 all.'),
  system: word('System', 'Whose TCP timers it has.'),
  interfaces: word('Interfaces', 'Where it stands, and with which addresses.'),
  zone: word('Zone'),
  address: word('Address'),
  'nats.address': word('Address outside', 'What all behind it share.'),
  link: word('Link', 'The cable to the zone.'),
  dns: word('DNS servers', 'Asked in this order.'),
  hostsFile: word('Hosts file', 'Names that it knows without asking.'),
  trusts: word('Trusted authorities', 'Issuers whose certificates it accepts.'),
  roles: word('Roles', 'What it does.'),
  'rules.role': word('Role'),
  external: word('Outside'),
  internal: word('Inside'),
  interface: word('Interface'),
  name: word('Name'),
  certificate: word('Certificate'),
  pool: word('Pool'),
  port: word('Port'),
  domain: word('SIP domain'),
  meet: word('Meeting pages'),
  dialin: word('Dial-in page'),
  discover: word('Autodiscover', 'Name that mobile clients ask for.'),
  issuer: word('Issuer'),
  outside: word('Outside', 'The less trusted side.'),
  inside: word('Inside', 'The more trusted side.'),
  'nat.outside': word('Address outside'),
  'nat.inside': word('Address inside'),
  'forwards.outside': word('Address outside'),
  'forwards.inside': word('Address inside'),
  'masquerades.outside': word('Address outside'),
  'masquerades.inside': word('Addresses inside'),
  default: word('Everything else', 'What becomes of a packet that no rule names.'),
  stateful: word('Stateful', 'Answers pass by themselves. Off: each packet is judged alone.'),
  udpTimeout_s: word('UDP time-out', 'How long a connection without packets is remembered.'),
  tcpTimeout_s: word('TCP time-out', 'How long a connection without packets is remembered.'),
  timeouts: word('Time-outs of phases'),
  udpUnreplied_s: word('UDP, not answered'),
  tcpOpening_s: word('TCP, SYN sent'),
  tcpAnswered_s: word('TCP, SYN answered'),
  tcpClosing_s: word('TCP, FIN sent'),
  tcpCloseWait_s: word('TCP, half closed'),
  tcpLastAck_s: word('TCP, last ACK'),
  tcpTimeWait_s: word('TCP, time wait'),
  tcpClosed_s: word('TCP, reset'),
  icmp_s: word('ICMP'),
  other_s: word('Other protocols'),
  maxConnections: word('Most connections', '0: as many as come.'),
  groups: word('Groups', 'Names for lists of addresses.'),
  nat: word('One-to-one NAT', 'Addresses outside that stand for addresses inside.'),
  hairpin: word('Hairpin', 'From inside to an outside address and back inside.'),
  forwards: word('Port forwards', 'Single ports of outside addresses that lead inside.'),
  masquerades: word('Masquerades', 'Addresses inside that share one outside.'),
  inspections: word('Inspections', 'What looks into the content.'),
  transport: word('Transport'),
  outsidePort: word('Port outside'),
  insidePort: word('Port inside'),
  kind: word('Looks for'),
  dst: word('Destination'),
  dport: word('To port'),
  mapping: word('Mapping', 'Whether one outside port serves all whom it writes to (RFC 4787 4.1).'),
  filtering: word('Filtering', 'Who may write back (RFC 4787 5).'),
  subject: word('Subject', 'The name that it is made out to.'),
  names: word('Alternative names'),
  notBefore: word('Valid from'),
  notAfter: word('Valid until'),
  crl: word('Revocation list', 'URL of the issuer’s list.'),
  uri: word('SIP address'),
  'accounts.name': word('Shown name'),
  password: word('Password'),
  'people.password': word('Password typed', 'The account’s own when left out.'),
  contacts: word('Contacts'),
  plays: word('Plays', 'Part that this person can take in a feature.'),
  host: word('Sits at'),
};

/** The words of a field. Every field of every form has some. */
export function fieldWords(place: string, name: string): FieldWords | undefined {
  const exact = `${place}.${name}`;
  if (Object.hasOwn(FIELDS, exact)) return FIELDS[exact];
  return Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
}

/** "ms" of "delay_ms" */
export function unitOf(name: string): string {
  return /_(ms|s)$/.exec(name)?.[1] ?? '';
}

const CHOICES: Readonly<Record<string, string>> = {
  'lync-2010': 'Lync 2010',
  'ocs-2007-r2': 'OCS 2007 R2',
  'ocs-2007': 'OCS 2007',
  windows: 'Windows',
  linux: 'Linux',
  drop: 'Drop in silence',
  reject: 'Reject and say so',
  permit: 'Pass',
  'endpoint-independent': 'The same for all (endpoint-independent)',
  'address-dependent': 'By address (address-dependent)',
  'address-and-port-dependent': 'By address and port (symmetric)',
  remote: 'Remote user',
  internal: 'Internal user',
  federated: 'Federated user',
  anonymous: 'Guest without an account',
  public: 'User of public IM',
  tls: 'TLS behind the first hello',
  sip: 'SIP (helper)',
  tcp: 'TCP',
  udp: 'UDP',
  ...Object.fromEntries(ROLES.map(({ id, title }) => [id, title])),
};

/** A choice, or what a role is called, in words. */
export function choiceWords(choice: string): string {
  return Object.hasOwn(CHOICES, choice) ? CHOICES[choice]! : choice;
}

export const KIND_WORDS: Readonly<Record<EntryKind, string>> = {
  zone: 'Zone',
  host: 'Host',
  firewall: 'Firewall',
  nat: 'NAT',
  person: 'Person',
  account: 'Account',
  certificate: 'Certificate',
  organization: 'Organization',
};
