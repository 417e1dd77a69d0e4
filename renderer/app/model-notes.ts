/** What this version models, and how far: shown to everyone who uses it. */

export const MODELLED: readonly string[] = [
  'IPv4 routing between zones, with a delay for each link and zone',
  'TCP: handshake, sequence numbers, acknowledgements, resends with doubling waits, resets, closing; UDP',
  'Home routers: address and port translation, by mapping, filtering and lifetime (RFC 4787)',
  'Firewalls as Linux has them: rules in order by address, port, protocol, type of ICMP, state and flags; connections by the states of TCP and by time-outs; drop, reset or ICMP; NAT one to one, by port, for homes, with hairpin or without; compared with a real kernel packet by packet',
  'What a rejected sender is told, and what it does then: TCP gives up at a reset, UDP and ICMP hear of unreachable ports',
  'Inspection: what is no TLS behind the first hello, or no SIP, is refused though its port is open',
  'Rules of Cisco ASA and IOS, Juniper SRX, iptables, nftables, Windows Defender Firewall, Azure network security groups and CSV, read and written; each line says what became of it',

  'DNS: hosts files, caches by lifetime, SRV and A lookups, asked again with growing waits, several addresses to a name in turn',
  'Every packet as bytes that Wireshark reads, in captures with the verdicts beside; captures from real life, named and judged by the design’s firewalls',
  'TLS handshake with certificates on both sides: names, issuer, dates, revocation lists fetched over HTTP',
  'SIP: registration by NTLM and by certificate (TLS-DSK), in-band settings, presence, instant messages, session timers, routing through the Edge to the pool, another front end when one fails',
  'Web services behind reverse proxy and load balancer: tickets, address book, groups, certificates, meeting pages, Web App, content, device updates, autodiscover',
  'Conferences: scheduling, joining as remote, federated and anonymous user, who is there, chat; whiteboard and slides over PSOM through the Edge',
  'Federation: partners with an Edge of their own, found by SRV record or written down, a connection each way; public IM; hosted voice mail',
  'Media: credentials for the A/V Edge (MRAS on 5062), MS-TURN over UDP 3478 and over TCP 443 behind pseudo-TLS, relays that never turn UDP into TCP',
  'ICE in the form of Lync and in that of OCS 2007: candidates, pairs, checks, nomination, keep-alives; ICEWarn and ms-client-diagnostics',
  'RTP and RTCP: pace, sequence, loss, jitter, packets that come too late, one-way media, calls that are given up',
  'Between Edges: 3478 to 3478 and 50,000-59,999 to 443, or the whole range with OCS 2007, found out by a question on 3478; several Edges of one company, with and without hairpin',
  'Calls, conferences, phone calls up to the mediation server, sharing and file transfer, voice mail',
  'Replication of the configuration to the Edge, with its status',
];

export const SIMPLIFIED: readonly string[] = [
  'Bandwidth has no limit and TCP no congestion control: a link has a delay, a jitter and a loss',
  'Packets between two Edges: their ports are documented, their contents and the question for the version are not',
  'Audio stands for audio and video; what is said is filler, SRTP’s tags are too, and SRTCP’s reports stand in the clear',
  'A steady stream is advanced in steps of up to five seconds; counters and times are those of single packets',
  'TCP candidates pair host with host and relay with relay only; no pair is held back (frozen)',
  'The telephone and its gateway behind the mediation server: it rings and answers as they would',
  'Several Edge pools: a second site has a front end and an A/V Edge, its SIP goes by the first site',
  'A packet is never damaged, only lost; nothing is fragmented; files are smaller than in life',
  'TLS is really encrypted (AES-128-CBC, HMAC-SHA1); what key pairs make, signatures and the encrypted pre-master secret, is filler',
  'NTLMv2 is computed as in life; TLS-DSK shows its certificates, and derives no keys from them',
  'Whatever box a rule file comes from, its connections are followed as Linux does, with that box’s time-outs',
  'The pool’s servers share one database and talk to each other in memory: focus, conferencing servers, web services',
  'PSOM has a form of our own; only its order, direction and connections are those of the real one',
  'What servers hold open beforehand is opened only in the scenes that use it',
  'Partners and providers have no firewall inside; the load balancer has no health probes',
  'Programs take no time to think, and machines never run out of anything',
];

export const NOT_MODELLED: readonly string[] = [
  'Bandwidth and admission control of calls, quality scores, encryption policies of media',
  'Enterprise Voice routing, response groups, early media of gateways',
  'Load on servers, pools of users of their own at several sites, Directors, hardware load balancers before the Edge',
  'SIP over UDP, forking, CANCEL; DNS over TCP',
  'IPv6, IPsec, VPN, proxies on the way to the Internet',
  'Attacks, and what a firewall does about them',
];
