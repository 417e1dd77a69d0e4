import { isIcmpError } from '../../model/icmp.ts';
import { Flag, Protocol } from '../../model/packet.ts';
import type { Headers } from '../../protocols/ip/headers.ts';

/** Below are ports on which servers wait: whoever has one is the end that was called (assumption). */
const SERVICES = 10_000;

/** The same for both ways of a conversation. ICMP: its questions and answers by their identifier. */
export function flowKey({ src, dst, protocol, sport, dport }: Headers): string {
  if (protocol === Protocol.icmp)
    return `${protocol} ${Math.min(src, dst)} ${Math.max(src, dst)} ${isIcmpError(dport) ? `error ${dport}` : sport}`;
  const forward = src < dst || (src === dst && sport < dport);
  return forward
    ? `${protocol} ${src} ${sport} ${dst} ${dport}`
    : `${protocol} ${dst} ${dport} ${src} ${sport}`;
}

/** Does a segment open a connection? */
export function beginsTcp({ flags }: Headers): boolean {
  return (flags & (Flag.syn | Flag.ack)) === Flag.syn;
}

/** Is the first packet that was seen of a conversation an answer in it? By its flags, else by who has a server's port. */
export function isAnswer({ protocol, flags, sport, dport }: Headers): boolean {
  if (protocol === Protocol.tcp && flags & Flag.syn) return (flags & Flag.ack) !== 0;
  if (protocol === Protocol.icmp) return false;
  return sport < SERVICES && dport >= SERVICES;
}

/** The same with the two ends exchanged. */
export function turned(headers: Headers): Headers {
  const { src, dst, sport, dport } = headers;
  return { ...headers, src: dst, dst: src, sport: dport, dport: sport };
}
