/** A value of the model that no document settles for good: with its default, its unit and where that comes from. */
export interface Knob {
  readonly id: string;
  readonly title: string;
  readonly unit: 's' | 'ms' | 'min' | 'times' | '';
  /** Values to choose from; a number when left out. */
  readonly choices?: readonly string[];
  readonly default: number | string;
  /** RFC section, specification, or "assumption". */
  readonly source: string;
}

/** Every knob, by name. A design's `knobs` can set each to another value. */
export const KNOBS = {
  'tcp.windows.rto_s': {
    title: 'First retransmission of a Windows host',
    unit: 's',
    default: 3,
    source: 'RFC 1122 4.2.3.1; doubles: a SYN goes out at 0, 3 and 9 s',
  },
  'tcp.windows.synRetries': {
    title: 'SYN retransmissions of a Windows host',
    unit: 'times',
    default: 2,
    source: 'assumption: Windows Server 2008 R2 and Windows 7 give up after 21 s',
  },
  'tcp.linux.rto_s': {
    title: 'First retransmission of a Linux host',
    unit: 's',
    default: 1,
    source: 'RFC 6298 2.1',
  },
  'tcp.linux.synRetries': {
    title: 'SYN retransmissions of a Linux host',
    unit: 'times',
    default: 6,
    source: 'assumption: net.ipv4.tcp_syn_retries, gives up after 127 s',
  },
  'tcp.dataRto_ms': {
    title: 'Retransmission of data on an open connection, first',
    unit: 'ms',
    default: 300,
    source: 'assumption: Windows keeps it at 300 ms or more',
  },
  'tcp.dataRetries': {
    title: 'Retransmissions of data before a connection is given up',
    unit: 'times',
    default: 5,
    source: 'assumption: TcpMaxDataRetransmissions of Windows',
  },
  'host.boot_s': {
    title: 'Time in which a host starts',
    unit: 's',
    default: 60,
    source: 'assumption',
  },
  'host.shutdown_s': {
    title: 'Time in which a host shuts down in order',
    unit: 's',
    default: 10,
    source: 'assumption',
  },
  'dns.retry_s': {
    title: 'Wait for a DNS answer before asking again',
    unit: 's',
    default: 1,
    source: 'assumption: Windows resolver, 1, 1, 2, 4, 4 s',
  },
  'dns.tries': {
    title: 'DNS queries sent before giving up',
    unit: 'times',
    default: 5,
    source: 'assumption: Windows resolver',
  },
  'dns.longestCache_s': {
    title: 'Longest time for which a name is remembered, whatever its record says; 0 for not at all',
    unit: 's',
    default: 86400,
    source: 'MaxCacheTtl of the Windows resolver, one day',
  },
  'http.timeout_s': {
    title: 'Wait for the answer to an HTTP request',
    unit: 's',
    default: 60,
    source: 'assumption: WinHTTP, 60 s to connect and to be answered',
  },
  'crl.policy': {
    title: 'What an Edge does when a revocation list cannot be had',
    unit: '',
    choices: ['soft', 'hard'],
    default: 'soft',
    source: 'assumption: soft accepts the certificate, hard refuses it; no document says which',
  },
  'crl.timeout_s': {
    title: 'Wait for a revocation list before going on without it',
    unit: 's',
    default: 15,
    source: 'assumption: ChainUrlRetrievalTimeout of Windows',
  },
  'balancer.connect_s': {
    title: 'Wait of the load balancer for a server before it tries the next',
    unit: 's',
    default: 5,
    source: 'assumption',
  },
  'sip.retry_s': {
    title: 'Pause after which a client that lost its pool tries to sign in again',
    unit: 's',
    default: 60,
    source: 'assumption',
  },
  'sip.session_s': {
    title: 'Session-Expires: an INVITE session is refreshed at half of it',
    unit: 's',
    default: 1800,
    source: 'RFC 4028 4.2, value as an assumption for Lync',
  },
  'sip.t1_ms': { title: 'SIP T1', unit: 'ms', default: 500, source: 'RFC 3261 17.1.1.1' },
  'sip.keepAlive_s': {
    title: 'SIP keep-alive that a server asks for',
    unit: 's',
    default: 300,
    source: 'ms-keep-alive header, seen in traces',
  },
  'sip.registration_s': {
    title: 'Life of a registration',
    unit: 's',
    default: 7200,
    source: 'Expires of the 200 OK, seen in traces',
  },
  'sip.nextHop_s': {
    title: 'Time that the Access Edge gives its next hops to answer a connection',
    unit: 's',
    default: 30,
    source: 'assumption: socket time-out between Lync servers, reported as 30 s',
  },
  'mras.lifetime_min': {
    title: 'Life of the credentials for the A/V Edge',
    unit: 'min',
    default: 480,
    source: '[MS-AVEDGEA] duration; 480 minutes in administrators’ traces',
  },
  'mras.wait_s': {
    title: 'Wait of a client for credentials and for the answer of the A/V Edge',
    unit: 's',
    default: 5,
    source: 'seen: clients wait up to about 5 s for MRAS and TURN',
  },
  'turn.rto_ms': {
    title: 'First retransmission of a request to the A/V Edge over UDP',
    unit: 'ms',
    default: 500,
    source: 'RFC 5389 7.2.1; what Lync uses was not found',
  },
  'turn.lifetime_s': {
    title: 'Life of an allocation without a refresh',
    unit: 's',
    default: 600,
    source: 'assumption: RFC 5766 2.2',
  },
  'turn.permission_s': {
    title: 'Time for which a relay lets a peer in after its owner last sent to it',
    unit: 's',
    default: 300,
    source: 'assumption: RFC 5766 8; [MS-TURN] only says that the owner must send first',
  },
  'turn.quota': {
    title: 'Allocations that one credential may hold',
    unit: 'times',
    default: 32,
    source: 'assumption',
  },
  'edge.probe_ms': {
    title: 'First retransmission of the question on 3478 by which an Edge learns what another one is',
    unit: 'ms',
    default: 500,
    source: 'assumption: that 3478 tells the version is documented, the packets are not',
  },
  'edge.probes': {
    title: 'Questions on 3478 before a peer is taken for one that needs 50,000-59,999',
    unit: 'times',
    default: 4,
    source: 'assumption: longer than checks go on after a first success, shorter than they go on without one',
  },
  'ice.checks_s': {
    title: 'Time for connectivity checks while none has succeeded',
    unit: 's',
    default: 10,
    source: 'assumption: [MS-ICE] 3.1.6.2 has the timer, the value is not read off it',
  },
  'ice.afterFirst_s': {
    title: 'Time for connectivity checks after one has succeeded',
    unit: 's',
    default: 3,
    source: '[MS-ICE] 3.1.6.2',
  },
  'ice.ta_ms': { title: 'Pace of connectivity checks', unit: 'ms', default: 20, source: 'RFC 5245 16.1' },
  'ice.rto_ms': {
    title: 'First retransmission of a connectivity check',
    unit: 'ms',
    default: 500,
    source: 'RFC 5389 7.2.1',
  },
  'ice.keepAlive_s': {
    title: 'Keep-alive of a media path that carries nothing else',
    unit: 's',
    default: 19,
    source: 'RFC 5245 10: 15 s or more; assumption: under 20 s',
  },
  'rtp.silence_s': {
    title: 'Time without media after which a person hears that nothing comes',
    unit: 's',
    default: 5,
    source: 'assumption: one RTCP interval (RFC 3550 6.2)',
  },
  'rtp.dead_s': {
    title: 'Time without media after which a call is hung up',
    unit: 's',
    default: 30,
    source: 'assumption: calls were seen to drop after about 30 s without RTP',
  },
  'media.bulk': {
    title: 'Packets of a stream whose path cannot change are simulated together',
    unit: '',
    choices: ['on', 'off'],
    default: 'on',
    source: 'this model: the same counters and times either way',
  },
  'call.answer_s': {
    title: 'Time for which a telephone rings before somebody answers',
    unit: 's',
    default: 2,
    source: 'assumption',
  },
  'call.talk_s': {
    title: 'Time for which people talk before they hang up',
    unit: 's',
    default: 8,
    source: 'assumption: long enough for a report of each side (RFC 3550 6.2)',
  },
  'sip.deadPeer_s': {
    title: 'Time for which a peer that did not answer is not asked first',
    unit: 's',
    default: 60,
    source: 'assumption',
  },
} as const satisfies Record<string, Omit<Knob, 'id'>>;

export type KnobId = keyof typeof KNOBS;

/** Knobs that are numbers, and those that are choices. */
export type NumberKnob = { [K in KnobId]: (typeof KNOBS)[K]['default'] extends number ? K : never }[KnobId];
export type ChoiceKnob = Exclude<KnobId, NumberKnob>;

interface WithKnobs {
  readonly knobs: Readonly<Record<string, unknown>>;
}

/** The value of a knob in a design: the design's own, else the default. */
export function knob(design: WithKnobs, id: NumberKnob): number {
  const own = design.knobs[id];
  return typeof own === 'number' ? own : KNOBS[id].default;
}

/** The choice of a knob in a design. */
export function choice<K extends ChoiceKnob>(design: WithKnobs, id: K): (typeof KNOBS)[K]['choices'][number] {
  const own = design.knobs[id];
  const { choices, default: usual } = KNOBS[id];
  return choices.find((one) => one === own) ?? usual;
}
