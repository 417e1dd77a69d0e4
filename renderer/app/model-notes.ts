/** What this version models, and how far: shown to everyone who uses it. */

export const MODELLED: readonly string[] = [
  'IPv4 routing between zones, with a delay for each link and zone',
  'TCP: handshake, sequence numbers, acknowledgements, resends with doubling waits, resets, closing; UDP',
  'Home routers: address and port translation, by mapping, filtering and lifetime (RFC 4787)',
  'Stateful firewalls: rules in order, connections and their time-outs, silent drop or reject; one-to-one NAT, with hairpin or without',
  'DNS: hosts files, caches by lifetime, SRV and A lookups, asked again with growing waits, several addresses to a name in turn',
  'TLS handshake with certificates on both sides: names, issuer, dates, revocation lists fetched over HTTP',
  'SIP: registration by NTLM and by certificate (TLS-DSK), in-band settings, presence, instant messages, session timers, routing through the Edge to the pool, another front end when one fails',
  'Web services behind reverse proxy and load balancer: tickets, address book, groups, certificates, meeting pages, Web App, content, device updates, autodiscover',
  'Conferences: scheduling, joining as remote, federated and anonymous user, who is there, chat; whiteboard and slides over PSOM through the Edge',
  'Federation: partners with an Edge of their own, found by SRV record or written down, a connection each way; public IM; hosted voice mail (signalling)',
  'Replication of the configuration to the Edge, with its status',
];

export const SIMPLIFIED: readonly string[] = [
  'Bandwidth has no limit and TCP no congestion control: a link has a delay and a loss',
  'A packet is never damaged, only lost; nothing is fragmented; files are smaller than in life',
  'TLS records have their real sizes, their contents are not really encrypted; signatures are filler',
  'Authentication has the shape of NTLM and TLS-DSK, not their real hashes',
  'A rejected UDP packet is lost without an ICMP message to its sender',
  'The pool’s servers share one database and talk to each other in memory: focus, conferencing servers, web services',
  'PSOM has a form of our own; only its order, direction and connections are those of the real one',
  'What servers hold open beforehand is opened only in the scenes that use it',
  'Partners and providers have no firewall inside; the load balancer has no health probes',
  'Programs take no time to think, and machines never run out of anything',
];

export const NOT_MODELLED: readonly string[] = [
  'Audio, video, sharing, file transfer: MRAS, STUN, TURN, ICE, RTP',
  'Phone calls, Enterprise Voice routing, the media of voice mail',
  'Load on servers, several sites with pools of their own, Directors, hardware load balancers before the Edge',
  'SIP over UDP, forking, CANCEL; DNS over TCP',
  'IPv6, IPsec, VPN, proxies on the way to the Internet',
  'Attacks, and what a firewall does about them',
];
