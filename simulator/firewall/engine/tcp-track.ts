import { TcpState } from '../../model/connection.ts';
import { Flag } from '../../model/packet.ts';

/*
 * How a TCP connection moves on, as a firewall between its ends sees it: the states and moves of Linux's
 * nf_conntrack_proto_tcp.c, which follows RFC 793 3.2 with what RFC 1122 and RFC 5961 add. With
 * `nf_conntrack_tcp_loose=0` and `tcp_be_liberal=1`: nothing is picked up in mid-stream, sequence numbers are looked at
 * in resets only.
 */

/** A move that is none: the packet fits no connection, or it is let pass without changing anything. */
export const INVALID = -1;
export const IGNORED = -2;

/** What of a segment counts. */
export const Segment = { syn: 0, synAck: 1, fin: 2, ack: 3, rst: 4, none: 5 } as const;

export function segmentOf(flags: number): number {
  if (flags & Flag.rst) return Segment.rst;
  if (flags & Flag.syn) return flags & Flag.ack ? Segment.synAck : Segment.syn;
  if (flags & Flag.fin) return Segment.fin;
  return flags & Flag.ack ? Segment.ack : Segment.none;
}

const LEGAL = new Set<number>([
  Flag.syn,
  Flag.syn | Flag.ack,
  Flag.rst,
  Flag.rst | Flag.ack,
  Flag.fin | Flag.ack,
  Flag.ack,
]);

/** Flags that no TCP sends together are invalid whatever the connection is (PSH does not count). */
export function legalFlags(flags: number): boolean {
  return LEGAL.has(flags & ~Flag.psh);
}

const [x, ig] = [INVALID, IGNORED];
const { synSent: ss, synReceived: sr, established: es, finWait: fw, closeWait: cw } = TcpState;
const { lastAck: la, timeWait: tw, closed: cl, synSent2: s2 } = TcpState;

/** New state by segment (rows) and state before (columns, in the order of `TcpState`): who began the connection, then the other end. */
const MOVES = [
  Int8Array.of(
    ...[ss, ss, ig, ig, ig, ig, ig, ss, ss, s2],
    ...[x, x, sr, x, x, x, x, x, x, sr],
    ...[x, x, fw, fw, la, la, la, tw, cl, x],
    ...[es, x, es, es, cw, cw, tw, tw, cl, x],
    ...[x, cl, cl, cl, cl, cl, cl, cl, cl, cl],
    ...[x, x, x, x, x, x, x, x, x, x],
  ),
  Int8Array.of(
    ...[x, s2, x, x, x, x, x, ss, x, s2],
    ...[x, sr, ig, ig, ig, ig, ig, ig, ig, sr],
    ...[x, x, fw, fw, la, la, la, tw, cl, x],
    ...[x, ig, sr, es, cw, cw, tw, tw, cl, ig],
    ...[x, cl, cl, cl, cl, cl, cl, cl, cl, cl],
    ...[x, x, x, x, x, x, x, x, x, x],
  ),
] as const;

/**
 * Where a segment moves a connection.
 * @param direction 0 from who began, 1 from the other end
 * @returns a `TcpState`, `INVALID` or `IGNORED`
 */
export function moveOf(direction: number, segment: number, state: number): number {
  return MOVES[direction]![segment * 10 + state]!;
}
