/** What this version models, and how far: shown to everyone who uses it. */

export const MODELLED: readonly string[] = [
  'IPv4 routing between zones, with a delay for each link and zone',
  'TCP: handshake, sequence numbers, acknowledgements, resends with doubling waits, resets, closing',
  'UDP',
  'Home routers: address and port translation, by mapping, filtering and lifetime (RFC 4787)',
  'Stateful firewalls: rules in order, connections and their time-outs, silent drop or reject',
  'DNS: hosts files, caches, SRV and A lookups, asked again with growing waits',
  'TLS handshake with certificates: names, issuer, dates',
  'SIP: registration with challenge, presence, instant messages, routing through the Edge to the pool',
  'Machines of hosts, zones, services, connections, sessions, registrations and dialogs',
];

export const SIMPLIFIED: readonly string[] = [
  'Bandwidth has no limit and TCP no congestion control: a link has a delay and a loss',
  'A packet is never damaged, only lost; nothing is fragmented',
  'TLS records have their real sizes, their contents are not really encrypted',
  'Authentication has the shape of NTLM, not its real hashes',
  'A rejected UDP packet is lost without an ICMP message to its sender',
  'The pool answers from one directory; its own databases and services do not talk to each other',
  'Programs take no time to think, and machines never run out of anything',
];

export const NOT_MODELLED: readonly string[] = [
  'Audio, video and sharing: STUN, TURN, ICE, RTP',
  'Web conferencing (PSOM) and web services through the reverse proxy',
  'Conferences, federation, public IM, hosted Exchange, phone calls',
  'Load on servers, several sites, Directors, Enterprise Voice routing',
  'Clients of other kinds: web, mobile, phones, Attendee',
  'IPv6, IPsec, VPN, proxies on the way',
  'Attacks, and what a firewall does about them',
];
