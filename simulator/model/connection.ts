/*
 * What a firewall's table says about a connection, as numbers that fit into a verdict's column of the trace.
 */

/** How far a TCP connection has come, as a firewall between its ends sees it (nf_conntrack_proto_tcp.c). */
export const TcpState = {
  none: 0,
  synSent: 1,
  synReceived: 2,
  established: 3,
  finWait: 4,
  closeWait: 5,
  lastAck: 6,
  timeWait: 7,
  closed: 8,
  /** Both ends sent a SYN (RFC 793 figure 8). */
  synSent2: 9,
} as const;

/** In a connection's phase: somebody has answered. The rest is a `TcpState`. */
export const ANSWERED = 16;

/** What a connection's phase is called, of TCP and of the rest. */
export function phaseName(phase: number, tcp: boolean): string {
  if (!tcp) return phase & ANSWERED ? 'both ways' : 'unanswered';
  return TCP_NAMES[phase & 15] ?? 'unknown';
}

const TCP_NAMES = [
  'none',
  'SYN sent',
  'SYN answered',
  'established',
  'first FIN',
  'FIN acknowledged',
  'second FIN',
  'TIME-WAIT',
  'reset',
  'SYN from both',
];

/** Whole seconds that fit: over six days, longer than any time-out in use. */
const MOST_SECONDS = 2 ** 19 - 1;

/** Where the packet came in. */
const FROM_OUTSIDE = 128;

/**
 * A verdict's reason, its connection's phase and how long that lives without packets, as one number.
 * @param reason its index in `VERDICT_REASONS`, below 128
 * @param phase a `TcpState`, plus `ANSWERED`
 * @param life_us microseconds; kept as whole seconds, rounded up
 * @param fromOutside did the packet come in at the firewall's outside?
 */
export function packVerdict(reason: number, phase: number, life_us: number, fromOutside: boolean): number {
  const life_s = Math.min(MOST_SECONDS, Math.max(0, Math.ceil(life_us / 1e6)));
  return reason | (fromOutside ? FROM_OUTSIDE : 0) | (phase << 8) | (life_s << 13);
}

export function reasonOf(packed: number): number {
  return packed & 127;
}

/** Did the packet that was judged come in at the firewall's outside? */
export function cameFromOutside(packed: number): boolean {
  return (packed & FROM_OUTSIDE) !== 0;
}

export function phaseOf(packed: number): number {
  return (packed >>> 8) & 31;
}

/** Seconds. */
export function lifeOf(packed: number): number {
  return packed >>> 13;
}
