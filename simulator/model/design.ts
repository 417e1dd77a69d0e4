import * as v from 'valibot';
import { parseAddress, parseRange } from './address.ts';
import type { Timeouts, Transport } from './policy.ts';
import { LINUX_TIMEOUTS } from './policy.ts';
import { parseFlags, parseIcmp, parsePorts } from './ports.ts';

/*
 * A design: everything that one lab is made of, as its file has it. The messages say what would be right; the loader
 * adds where it went wrong and what stands there.
 */

const id = v.pipe(
  v.string('must be a name in quotes'),
  v.regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'must be a name of at most 64 letters, digits, ".", "_" and "-"',
  ),
);
const text = v.pipe(
  v.string('must be a text in quotes'),
  v.maxLength(1000, 'must be a text of at most 1000 characters'),
  // Texts end up in headers, certificates and problems of one line.
  v.check((value) => !/\p{Cc}/u.test(value), 'must be one line of text, without control characters'),
);
const longText = v.pipe(
  v.string('must be a text in quotes'),
  v.maxLength(20_000, 'must be a text of at most 20000 characters'),
);
/** A whole number, both ends included. */
const whole = (what: string, first: number, last: number) => {
  const message = `must be ${what}: a whole number from ${first} to ${last}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(first, message), v.maxValue(last, message));
};
const port = whole('a port', 0, 65535);
/** More than any lab lasts, and exact in whole microseconds even when it counts seconds. */
export const LONGEST = 1_000_000_000;
const atLeast0 = (what: string) => {
  const message = `must be ${what}: a number from 0 to ${LONGEST}`;
  return v.pipe(v.number(message), v.minValue(0, message), v.maxValue(LONGEST, message));
};
const delay = atLeast0('a delay in milliseconds');
const loss = v.pipe(
  v.number('must be a share from 0 (nothing lost) to 1 (all lost)'),
  v.minValue(0, 'must be a share from 0 (nothing lost) to 1 (all lost)'),
  v.maxValue(1, 'must be a share from 0 (nothing lost) to 1 (all lost)'),
);
const address = v.pipe(
  v.string('must be an IPv4 address in quotes'),
  v.check(
    (value) => parseAddress(value) !== null,
    'must be an IPv4 address: four numbers from 0 to 255, such as 10.45.16.10',
  ),
);
const prefix = v.pipe(
  v.string('must be a prefix in quotes'),
  v.check(
    (value) => parseRange(value) !== null,
    'must be a prefix such as 10.45.16.0/24, no bits set behind its length',
  ),
);
const DNS_NAME = /^[A-Za-z0-9_*]([A-Za-z0-9_-]*[A-Za-z0-9])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9])?)*$/;
/** RFC 1035 2.3.4: labels of at most 63 octets, names of at most 255 with their lengths. */
const isDnsName = (value: string) =>
  value.length <= 253 && DNS_NAME.test(value) && value.split('.').every((label) => label.length <= 63);
const dnsName = v.pipe(
  v.string('must be a DNS name in quotes'),
  v.check(isDnsName, 'must be a DNS name such as sip.contoso.com'),
);
const sipUri = v.pipe(
  v.string('must be a SIP address in quotes'),
  v.check((value) => {
    const match = /^sip:[A-Za-z0-9_.!~*'&=+$%-]{1,64}@(.*)$/.exec(value);
    return match !== null && isDnsName(match[1]!);
  }, 'must be a SIP address such as sip:alice@contoso.com'),
);
const instant = v.pipe(
  v.string('must be a date in quotes'),
  v.check(isInstant, 'must be a date such as 2011-03-01 or 2011-03-01T09:00:00Z'),
);

/** Days and hours that there are: JavaScript alone takes the 30th of February for the 2nd of March. */
function isInstant(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$/.test(value)) return false;
  const at = Date.parse(value);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value.replace('Z', ''));
}

/** Whose people and servers they are, by SIP domain, and what those servers run. */
const Organization = v.strictObject({
  id,
  title: text,
  domains: v.array(dnsName, 'must be a list of SIP domains'),
  version: v.optional(
    v.picklist(['lync-2010', 'ocs-2007-r2', 'ocs-2007'], 'must be "lync-2010", "ocs-2007-r2" or "ocs-2007"'),
    'lync-2010',
  ),
});

const Zone = v.strictObject({
  id,
  title: text,
  /** Trusted more when higher; a rule's direction "in" leads to the more trusted side. */
  trust: v.pipe(v.number('must be a whole number'), v.integer('must be a whole number')),
  /** Addresses that live here. The one zone without any is the Internet: every address not named elsewhere. */
  prefixes: v.array(prefix, 'must be a list of prefixes'),
  /** True when addresses here mean nothing outside (homes behind NAT, a partner's inside). */
  private: v.optional(v.boolean('must be true or false'), false),
  delay_ms: v.optional(delay, 0),
  /** Each packet takes up to so much longer, by chance: what jitter is made of, and packets out of order. */
  jitter_ms: v.optional(delay, 0),
  loss: v.optional(loss, 0),
});

const Link = v.strictObject({
  delay_ms: v.optional(delay, 0),
  jitter_ms: v.optional(delay, 0),
  loss: v.optional(loss, 0),
});

const Interface = v.strictObject({
  id,
  title: v.optional(text),
  zone: id,
  address,
  link: v.optional(Link, {}),
});

/** What a host does. The rest of its fields is checked by the role's own schema. */
const Role = v.looseObject({ role: id });

const Host = v.strictObject({
  id,
  title: text,
  /** Whose TCP timers it has. */
  system: v.optional(v.picklist(['windows', 'linux'], 'must be "windows" or "linux"'), 'windows'),
  interfaces: v.pipe(
    v.array(Interface, 'must be a list of interfaces'),
    v.minLength(1, 'must have at least one interface'),
  ),
  /** DNS servers it asks, in order. */
  dns: v.optional(v.array(address, 'must be a list of addresses'), []),
  /** Its hosts file: names it knows without asking. */
  hostsFile: v.optional(v.record(dnsName, v.array(address, 'must be a list of addresses')), {}),
  /** Certificate authorities that it trusts. */
  trusts: v.optional(v.array(text, 'must be a list of certificate authorities'), []),
  roles: v.optional(v.array(Role, 'must be a list of roles'), []),
});

const ports = v.pipe(
  v.string(
    'must be "any", ports such as "443", ranges such as "50000-59999", or several with commas, in quotes',
  ),
  v.maxLength(20_000, 'must be a text of at most 20000 characters'),
  v.check(
    (value) => parsePorts(value) !== null,
    'must be "any", a port from 0 to 65535, or a range of them such as "50000-59999"; commas between several',
  ),
);

const transport = v.pipe(
  v.string('must be a transport in quotes'),
  v.check(
    (value) =>
      /^(tcp|udp|tcp-udp|icmp|any)$/.test(value) || (/^(0|[1-9]\d{0,2})$/.test(value) && Number(value) < 256),
    'must be "tcp", "udp", "tcp-udp", "icmp", "any" or the number of an IP protocol, such as "50"',
  ),
  v.transform((value) => value as Transport),
);

/** Parts that people can take in a feature's scene. */
const part = v.picklist(
  ['remote', 'internal', 'federated', 'anonymous', 'public'],
  'must be "remote", "internal", "federated", "anonymous" or "public"',
);

/** Fields that other schemas (those of roles, policies) are made of. */
export const field = {
  id,
  text,
  whole,
  port,
  delay,
  loss,
  address,
  prefix,
  dnsName,
  sipUri,
  instant,
  atLeast0,
  ports,
  transport,
  part,
};

const Rule = v.strictObject({
  id,
  /** "any"; addresses, prefixes, ranges, hosts ("edge"), interfaces ("edge.access") and groups, separated by commas. */
  src: longText,
  sport: v.optional(ports, 'any'),
  dst: longText,
  dport: v.optional(ports, 'any'),
  transport,
  /** Types of ICMP, with or without codes: "8", "3/4", or several with commas. */
  icmp: v.optional(
    v.pipe(
      v.string('must be types of ICMP in quotes'),
      v.check(
        (value) => parseIcmp(value) !== null,
        'must be "any" or types of ICMP from 0 to 255, with codes after a slash where they matter: "8", "3/4"',
      ),
    ),
  ),
  /** Only packets that are this to the table of connections; any when left out. */
  states: v.optional(
    v.pipe(
      v.array(
        v.picklist(
          ['new', 'established', 'related', 'invalid'],
          'must be "new", "established", "related" or "invalid"',
        ),
        'must be a list of states of connections',
      ),
      v.minLength(1, 'must name at least one state'),
    ),
  ),
  /** Only TCP packets with these flags: "S/SA" = of SYN and ACK only SYN; several with commas: any of them. */
  flags: v.optional(
    v.pipe(
      v.string('must be flags of TCP in quotes'),
      v.check(
        (value) => parseFlags(value) !== null,
        'must be flags set, a slash, and flags looked at, of F S R P A: "S/SA"',
      ),
    ),
  ),
  /** Who may begin: in = the less trusted side; out = the more trusted one; both. */
  direction: v.picklist(['in', 'out', 'both'], 'must be "in", "out" or "both"'),
  action: v.optional(
    v.picklist(
      ['permit', 'drop', 'reject', 'undetermined'],
      'must be "permit", "drop", "reject" or "undetermined" (not understood: stopped, and said so)',
    ),
    'permit',
  ),
  /** How a rejected sender is told; a RST for TCP and "port unreachable" for the rest when left out. */
  rejectWith: v.optional(
    v.picklist(
      ['reset', 'port-unreachable', 'host-unreachable', 'net-unreachable', 'admin-prohibited'],
      'must be "reset", "port-unreachable", "host-unreachable", "net-unreachable" or "admin-prohibited"',
    ),
  ),
  enabled: v.optional(v.boolean('must be true or false'), true),
  log: v.optional(v.boolean('must be true or false'), false),
  /** Line of the file that it was read from. */
  line: v.optional(whole('a line', 1, 100_000_000)),
  /** For people: whose traffic, which application, what for, and where it is written. */
  role: v.optional(text),
  application: v.optional(text),
  purpose: v.optional(text),
  optional: v.optional(v.boolean('must be true or false'), false),
  source: v.optional(text),
  /** What sources say differently about it, and how this design settles that. */
  note: v.optional(text),
});

const Mapping = v.strictObject({ outside: address, inside: address });

const Forward = v.strictObject({
  transport: v.picklist(['tcp', 'udp'], 'must be "tcp" or "udp"'),
  outside: address,
  outsidePort: port,
  inside: address,
  insidePort: port,
});

const Masquerade = v.strictObject({ inside: longText, outside: address });

const Inspection = v.strictObject({
  kind: v.picklist(['tls', 'sip'], 'must be "tls" or "sip"'),
  dst: v.optional(longText, 'any'),
  dport: ports,
});

const time = atLeast0('a time in seconds');
/** Time-outs of phases, Linux's when left out. */
const phases = <K extends keyof Timeouts>(...names: readonly K[]) =>
  Object.fromEntries(names.map((name) => [name, v.optional(time, LINUX_TIMEOUTS[name])])) as Record<
    K,
    v.OptionalSchema<typeof time, number>
  >;

const Firewall = v.strictObject({
  id,
  title: text,
  /** Zones on its two sides. */
  outside: id,
  inside: id,
  /** What becomes of a packet that no rule names. */
  default: v.optional(
    v.picklist(['drop', 'reject', 'permit'], 'must be "drop", "reject" or "permit"'),
    'drop',
  ),
  /** Off: every packet is judged by the rules alone, answers too. */
  stateful: v.optional(v.boolean('must be true or false'), true),
  /** How long a connection is remembered without packets: UDP that was answered, and TCP after its handshake. */
  udpTimeout_s: v.optional(atLeast0('a time in seconds'), 60),
  tcpTimeout_s: v.optional(atLeast0('a time in seconds'), 3600),
  /** The same in the other phases; UDP that nobody has answered has udpTimeout_s unless this says otherwise. */
  timeouts: v.optional(
    v.strictObject({
      udpUnreplied_s: v.optional(time),
      ...phases(
        'tcpOpening_s',
        'tcpAnswered_s',
        'tcpClosing_s',
        'tcpCloseWait_s',
        'tcpLastAck_s',
        'tcpTimeWait_s',
        'tcpClosed_s',
        'icmp_s',
        'other_s',
      ),
    }),
    {},
  ),
  /** Connections that its table holds; 0: as many as come. */
  maxConnections: v.optional(whole('a number of connections', 0, 100_000_000), 0),
  /** Names for lists of addresses, which rules may use. */
  groups: v.optional(v.record(id, longText), {}),
  /** One-to-one NAT: addresses outside that stand for addresses inside. Rules name those inside. */
  nat: v.optional(v.array(Mapping, 'must be a list of pairs of addresses'), []),
  /** Whether what comes from inside to one of those outside addresses goes back inside (RFC 4787 6). */
  hairpin: v.optional(v.boolean('must be true or false'), false),
  /** Destination NAT: single ports of outside addresses that lead inside. */
  forwards: v.optional(v.array(Forward, 'must be a list of forwards'), []),
  /** Source NAT with ports: addresses inside that share one outside for what they begin. */
  masquerades: v.optional(v.array(Masquerade, 'must be a list of masquerades'), []),
  /** What looks into the content: TLS behind the first hello, a helper for SIP. */
  inspections: v.optional(v.array(Inspection, 'must be a list of inspections'), []),
  rules: v.array(Rule, 'must be a list of rules'),
});

const behaviour = v.picklist(
  ['endpoint-independent', 'address-dependent', 'address-and-port-dependent'],
  'must be "endpoint-independent", "address-dependent" or "address-and-port-dependent"',
);

const Nat = v.strictObject({
  id,
  title: text,
  outside: id,
  inside: id,
  /** Its address outside, and its link there: the home's connection. */
  address,
  link: v.optional(Link, {}),
  /** RFC 4787 4.1 and 5. */
  mapping: v.optional(behaviour, 'endpoint-independent'),
  filtering: v.optional(behaviour, 'address-and-port-dependent'),
  udpTimeout_s: v.optional(atLeast0('a time in seconds'), 120),
  tcpTimeout_s: v.optional(atLeast0('a time in seconds'), 7440),
});

const Certificate = v.strictObject({
  id,
  subject: dnsName,
  /** Subject alternative names. */
  names: v.optional(v.array(dnsName, 'must be a list of DNS names'), []),
  issuer: text,
  notBefore: v.optional(instant, '2010-12-01'),
  notAfter: v.optional(instant, '2012-12-01'),
  /** Where its revocation list is, a URL. */
  crl: v.optional(text),
});

/** An account of the directory that the pool's servers share. */
const Account = v.strictObject({
  uri: sipUri,
  name: text,
  password: text,
  contacts: v.optional(v.array(sipUri, 'must be a list of SIP addresses'), []),
});

const Person = v.strictObject({
  id,
  name: text,
  /** Which part this person can take. */
  plays: part,
  /** The host that this person sits at. */
  host: id,
  uri: v.optional(sipUri),
  /** What this person types; the account's own when left out. */
  password: v.optional(text),
});

/** Version of the form in which designs are written; `designs/migrate.ts` makes it of those before. */
export const DESIGN_VERSION = 2;

export const Design = v.strictObject({
  format: v.literal('edge-lab-design', 'must be "edge-lab-design"'),
  version: v.literal(DESIGN_VERSION, `must be ${DESIGN_VERSION}, the version of this form`),
  id,
  title: text,
  description: v.optional(longText, ''),
  /** The date when a run begins, which certificates are checked against. */
  date: v.optional(instant, '2011-03-01T09:00:00Z'),
  organizations: v.optional(v.array(Organization, 'must be a list of organizations'), []),
  zones: v.array(Zone, 'must be a list of zones'),
  hosts: v.array(Host, 'must be a list of hosts'),
  firewalls: v.array(Firewall, 'must be a list of firewalls'),
  nats: v.optional(v.array(Nat, 'must be a list of NATs'), []),
  certificates: v.optional(v.array(Certificate, 'must be a list of certificates'), []),
  accounts: v.optional(v.array(Account, 'must be a list of accounts'), []),
  people: v.optional(v.array(Person, 'must be a list of people'), []),
  /** Values of knobs that differ from their defaults: see `knobs.ts`. */
  knobs: v.optional(
    v.record(text, v.union([v.number(), v.string(), v.boolean()], 'must be a number, 0 or more')),
    {},
  ),
});

export type Design = v.InferOutput<typeof Design>;
export type DesignOrganization = v.InferOutput<typeof Organization>;
export type DesignZone = v.InferOutput<typeof Zone>;
export type DesignHost = v.InferOutput<typeof Host>;
export type DesignFirewall = v.InferOutput<typeof Firewall>;
export type DesignRule = v.InferOutput<typeof Rule>;
export type DesignAccount = v.InferOutput<typeof Account>;
export type DesignPerson = v.InferOutput<typeof Person>;

/** What an organization's servers are, by its version. */
export const PRODUCTS: Readonly<Record<DesignOrganization['version'], string>> = {
  'lync-2010': 'Lync Server 2010',
  'ocs-2007-r2': 'OCS 2007 R2',
  'ocs-2007': 'OCS 2007',
};

/** The organization that a SIP domain belongs to. */
export function organizationOf(
  design: Pick<Design, 'organizations'>,
  domain: string,
): DesignOrganization | undefined {
  return design.organizations.find((one) => one.domains.includes(domain));
}
