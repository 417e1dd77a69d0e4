import { TcpState } from '../../model/connection.ts';
import type { IcmpError } from '../../model/icmp.ts';
import { isIcmpError, isIcmpQuestion } from '../../model/icmp.ts';
import type { Packet } from '../../model/packet.ts';
import { Flag, Protocol } from '../../model/packet.ts';
import type { Timeouts } from '../../model/policy.ts';
import { ConnectionStates } from '../../model/policy.ts';
import type { Duration, Instant } from '../../model/time.ts';
import { SECOND, seconds } from '../../model/time.ts';
import type { Tuple } from './connections.ts';
import { Connections, invert, Mark } from './connections.ts';
import { IGNORED, INVALID, legalFlags, moveOf, Segment, segmentOf } from './tcp-track.ts';

/** What of a packet the tracker looks at. */
export type Tracked = Pick<
  Packet,
  'src' | 'dst' | 'protocol' | 'sport' | 'dport' | 'flags' | 'seq' | 'ack' | 'payload'
>;

/** UDP counts as a stream when it goes both ways for longer than this (nf_conntrack_proto_udp.c). */
const STREAM_AFTER: Duration = 2 * SECOND;

/**
 * Which connection a packet belongs to, and what it is to it: the behaviour of Linux's nf_conntrack. Packets of known
 * connections move them on here, whatever the rules say afterwards; new connections are opened by whoever lets them pass.
 */
export class Tracker {
  readonly connections = new Connections();
  /** Of the packet tracked last: one of `ConnectionStates`, its connection or -1, and 1 when it goes the way of answers. */
  state: number = ConnectionStates.new;
  entry = -1;
  direction = 0;
  readonly #life: readonly Duration[];
  readonly #udpUnreplied: Duration;
  readonly #udp: Duration;
  readonly #icmp: Duration;
  readonly #other: Duration;
  readonly #tuple: Tuple = { src: 0, dst: 0, sport: 0, dport: 0, protocol: 0 };

  constructor(timeouts: Timeouts) {
    this.#life = [
      0,
      timeouts.tcpOpening_s,
      timeouts.tcpAnswered_s,
      timeouts.tcpEstablished_s,
      timeouts.tcpClosing_s,
      timeouts.tcpCloseWait_s,
      timeouts.tcpLastAck_s,
      timeouts.tcpTimeWait_s,
      timeouts.tcpClosed_s,
      timeouts.tcpOpening_s,
    ].map(seconds);
    this.#udpUnreplied = seconds(timeouts.udpUnreplied_s);
    this.#udp = seconds(timeouts.udp_s);
    this.#icmp = seconds(timeouts.icmp_s);
    this.#other = seconds(timeouts.other_s);
  }

  /** Finds the packet's connection and moves it on; the answer stands in `state`, `entry` and `direction`. */
  track(packet: Tracked, now: Instant): void {
    const { src, dst, sport, dport, protocol } = packet;
    this.entry = -1;
    this.direction = 0;
    this.state = ConnectionStates.invalid;
    if (protocol === Protocol.tcp && !legalFlags(packet.flags)) return;
    if (protocol === Protocol.icmp && isIcmpError(dport)) {
      this.#relate(packet, now);
      return;
    }
    const slot = this.connections.find(src, dst, sport, dport, protocol, now);
    if (slot < 0) this.#unknown(packet);
    else if (protocol === Protocol.tcp) this.#followTcp(slot, packet, now);
    else this.#follow(slot, protocol, now);
  }

  /** How long a connection lives after the packet that opens it. */
  firstLife(protocol: number): Duration {
    return protocol === Protocol.tcp
      ? this.#life[TcpState.synSent]!
      : protocol === Protocol.udp
        ? this.#udpUnreplied
        : protocol === Protocol.icmp
          ? this.#icmp
          : this.#other;
  }

  /** Opens the connection of a packet that was let pass. */
  open(packet: Tracked, answer: Tuple, rule: number, now: Instant): number {
    const entry = this.connections.open(packet, answer, rule, now + this.firstLife(packet.protocol), now);
    if (packet.protocol === Protocol.tcp) this.connections.state[entry] = TcpState.synSent;
    return entry;
  }

  /** A connection whose packet was refused with a RST is over (nf_ct_set_closing). */
  close(entry: number, now: Instant): void {
    this.connections.state[entry] = TcpState.closed;
    this.connections.expires[entry] = now + this.#life[TcpState.closed]!;
  }

  /** A packet of no connection: may it begin one? */
  #unknown(packet: Tracked): void {
    const begins =
      packet.protocol === Protocol.tcp
        ? segmentOf(packet.flags) === Segment.syn
        : packet.protocol !== Protocol.icmp || isIcmpQuestion(packet.dport);
    if (begins) this.state = ConnectionStates.new;
  }

  /** An ICMP error belongs to the connection of the packet that it quotes. */
  #relate(packet: Tracked, now: Instant): void {
    const message = packet.payload?.message;
    if (message?.protocol !== 'icmp') return;
    // The quoted packet as it was stopped; its answer's tuple is the one that the table knows.
    if (!invert((message as IcmpError).quoted, this.#tuple)) return;
    const { src, dst, sport, dport, protocol } = this.#tuple;
    const slot = this.connections.find(src, dst, sport, dport, protocol, now);
    if (slot < 0) return;
    this.state = ConnectionStates.related;
    this.entry = slot >> 1;
    this.direction = slot & 1;
  }

  #follow(slot: number, protocol: number, now: Instant): void {
    const { marks, expires, began } = this.connections;
    const entry = slot >> 1;
    const answered = (marks[entry]! & Mark.answered) !== 0;
    this.#belongs(slot);
    expires[entry] =
      now +
      (protocol === Protocol.udp
        ? answered && now > began[entry]! + STREAM_AFTER
          ? this.#udp
          : this.#udpUnreplied
        : protocol === Protocol.icmp
          ? this.#icmp
          : this.#other);
  }

  /** Takes down whose packet it is: "new" as long as nobody has answered. */
  #belongs(slot: number): void {
    const { marks } = this.connections;
    this.entry = slot >> 1;
    this.direction = slot & 1;
    if (this.direction === 1) marks[this.entry]! |= Mark.answered;
    this.state = marks[this.entry]! & Mark.answered ? ConnectionStates.established : ConnectionStates.new;
  }

  #followTcp(slot: number, packet: Tracked, now: Instant): void {
    const { state, marks, last, lastEnd, expires } = this.connections;
    const entry = slot >> 1;
    const direction = slot & 1;
    const before = state[entry]!;
    const segment = segmentOf(packet.flags);
    let after = moveOf(direction, segment, before);
    if (after === INVALID) return;
    const sameWay = ((marks[entry]! & Mark.lastFromOther) !== 0) === (direction === 1);
    if (after === TcpState.synSent && before >= TcpState.timeWait) {
      // RFC 1122 4.2.2.13: a new SYN begins anew where the old connection was closed or reset.
      if (marks[entry]! & Mark.closing || (sameWay && last[entry] === Segment.rst)) {
        this.connections.forget(entry);
        this.#unknown(packet);
        return;
      }
      after = IGNORED;
    }
    if (after === IGNORED) {
      const resync =
        segment === Segment.synAck &&
        last[entry] === Segment.syn &&
        !sameWay &&
        packet.ack === lastEnd[entry];
      if (!resync) {
        this.#ignore(entry, direction, segment, packet);
        this.#belongs(slot);
        return;
      }
      after = TcpState.synReceived;
      this.connections.highest[slot] = 0;
      marks[entry]! &= ~(direction === 0 ? Mark.acknowledged : Mark.otherAcknowledged);
    }
    if (after === TcpState.timeWait && this.#isChallenge(entry, segment, sameWay)) {
      marks[entry]! &= ~Mark.challenge;
      this.#belongs(slot);
      return;
    }
    if (after === TcpState.synSent2) marks[entry]! |= Mark.simultaneous;
    if (
      after === TcpState.synReceived &&
      direction === 1 &&
      segment === Segment.ack &&
      marks[entry]! & Mark.simultaneous
    )
      after = TcpState.established;
    if (after === TcpState.closed && segment === Segment.rst) {
      after = this.#reset(slot, packet, before, sameWay);
      if (after === INVALID) return;
    }
    const answered = (marks[entry]! & Mark.answered) !== 0;
    this.#acknowledge(slot, segment, packet);
    this.#mark(entry, direction, segment);
    state[entry] = after;
    if (before !== after && after === TcpState.finWait) marks[entry]! |= Mark.closing;
    this.#belongs(slot);
    if (!answered) {
      // A RST as the only answer: there was no connection. A SYN sent again does not keep it alive.
      if (segment === Segment.rst) {
        this.connections.forget(entry);
        return;
      }
      if (segment === Segment.syn && before === TcpState.synSent) return;
    }
    expires[entry] = now + this.#life[after]!;
  }

  /** A segment that passes without moving the connection. */
  #ignore(entry: number, direction: number, segment: number, packet: Tracked): void {
    const { state, marks, lastEnd } = this.connections;
    this.#mark(entry, direction, segment);
    lastEnd[entry] = endOf(packet);
    if (segment !== Segment.syn || direction !== 0) return;
    marks[entry]! &= ~(Mark.simultaneous | Mark.challenge);
    if (state[entry] === TcpState.lastAck) marks[entry]! |= Mark.challenge;
  }

  /** RFC 5961 4.2: an ACK in answer to a SYN that does not belong acknowledges no FIN. */
  #isChallenge(entry: number, segment: number, sameWay: boolean): boolean {
    const { state, marks, last } = this.connections;
    return (
      state[entry] === TcpState.lastAck &&
      segment === Segment.ack &&
      !sameWay &&
      last[entry] === Segment.syn &&
      (marks[entry]! & Mark.challenge) !== 0
    );
  }

  /**
   * RFC 5961 3.2: in an open connection a RST counts when its sequence number is exactly the one expected.
   * @returns the state after it, or `INVALID`
   */
  #reset(slot: number, packet: Tracked, before: number, sameWay: boolean): number {
    const { marks, last, lastEnd, highest } = this.connections;
    const entry = slot >> 1;
    if (before >= TcpState.finWait && before <= TcpState.closed) return TcpState.closed;
    const other = (slot & 1) === 0 ? Mark.otherAcknowledged : Mark.acknowledged;
    if (!(marks[entry]! & other) || last[entry] === Segment.syn) return TcpState.closed;
    const expected = highest[slot ^ 1]!;
    const established = before === TcpState.established;
    if (packet.seq === 0 && !established) return TcpState.closed;
    if (((packet.seq - expected) | 0) < 0) return INVALID;
    if (!established || packet.seq === expected) return TcpState.closed;
    if (last[entry] === Segment.ack && sameWay && packet.seq === lastEnd[entry]) return TcpState.closed;
    return before;
  }

  /** Takes down the highest acknowledgement of an end, and where its last segment ended. */
  #acknowledge(slot: number, segment: number, packet: Tracked): void {
    const { marks, highest, lastEnd } = this.connections;
    const entry = slot >> 1;
    if (segment === Segment.ack) lastEnd[entry] = endOf(packet);
    if (!(packet.flags & Flag.ack) || (packet.flags & Flag.rst && packet.ack === 0)) return;
    const own = (slot & 1) === 0 ? Mark.acknowledged : Mark.otherAcknowledged;
    if (!(marks[entry]! & own) || ((packet.ack - highest[slot]!) | 0) > 0) highest[slot] = packet.ack;
    marks[entry]! |= own;
  }

  #mark(entry: number, direction: number, segment: number): void {
    const { marks, last } = this.connections;
    last[entry] = segment;
    if (direction === 1) marks[entry]! |= Mark.lastFromOther;
    else marks[entry]! &= ~Mark.lastFromOther;
  }
}

/** The sequence number after a segment: SYN and FIN take one (RFC 793 3.3). */
function endOf(packet: Tracked): number {
  const { flags, seq, payload } = packet;
  return (seq + (payload?.length ?? 0) + (flags & Flag.syn ? 1 : 0) + (flags & Flag.fin ? 1 : 0)) >>> 0;
}
