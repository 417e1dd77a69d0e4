import type { Handle } from '../kernel/scheduler.ts';
import { NONE } from '../kernel/scheduler.ts';
import type { Message, Packet, Payload } from '../model/packet.ts';
import { Flag, Protocol, SINGLE } from '../model/packet.ts';
import { MILLISECOND, SECOND } from '../model/time.ts';
import type { Attachment } from './fabric.ts';
import type { Machine } from './simulation.ts';
import { tcpMachine } from './tcp-machine.ts';
import type { TcpStack } from './tcp-stack.ts';
import type { Endpoint } from './udp.ts';

/** How a connection ended, or why it never was. */
export type TcpEnd = 'refused' | 'timed-out' | 'reset' | 'closed';

/** Who uses a connection. */
export interface TcpUser {
  opened?(): void;
  /** A message has arrived whole and in order. */
  received(message: Message, size: number): void;
  ended(how: TcpEnd): void;
  /** Sends a message as this user does: inside TLS, where there is TLS. */
  say?(message: Message, size: number): void;
}

/** Ethernet's 1500 less the two headers. */
const SEGMENT = 1460;

/**
 * Bytes of the next segment. Never one that leaves a single byte for the last: who listens would take that for a
 * keep-alive (RFC 1122 4.2.3.6).
 */
function segmentOf(left: number): number {
  if (left <= SEGMENT) return left;
  return left === SEGMENT + 1 ? SEGMENT - 1 : SEGMENT;
}

interface Segment {
  readonly seq: number;
  flags: number;
  readonly payload: Payload | null;
  readonly length: number;
  /** The packet that carried it last. */
  packet: number;
}

/**
 * One TCP connection, RFC 793: handshake, sequence numbers, acknowledgements, retransmission with doubling times,
 * give-up, FIN and RST. Left out on purpose: windows, congestion control, delayed acknowledgements, TIME-WAIT.
 *
 * What is written is a message; it travels in segments of its bytes and is handed over when its last byte is in order.
 */
export class TcpConnection {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly attachment: Attachment;
  /** What was sent last: the packet and its event, or -1. */
  last = { event: -1, packet: -1 };
  readonly #stack: TcpStack;
  readonly #machine: Machine<typeof tcpMachine>;
  readonly #active: boolean;
  #user: TcpUser | null = null;
  #phase: 'opening' | 'open' | 'ended' = 'opening';
  #sendNext: number;
  #receiveNext = 0;
  /** Sent and not yet acknowledged, oldest first. */
  #unacknowledged: Segment[] = [];
  /** Written before the connection was open. */
  #waiting: { message: Message; size: number }[] = [];
  /** Arrived out of order, by sequence number. */
  readonly #early = new Map<number, Packet>();
  #retry: Handle = NONE;
  #tries = 0;
  #acknowledge = false;
  #finSent = false;
  #finReceived = false;
  #closeWhenOpen = false;

  constructor(stack: TcpStack, attachment: Attachment, local: Endpoint, remote: Endpoint, active: boolean) {
    this.#stack = stack;
    this.attachment = attachment;
    this.local = local;
    this.remote = remote;
    this.#active = active;
    const { host } = stack;
    this.#sendNext = host.random.uint32();
    this.#machine = host.simulation.spawn(tcpMachine, {
      id: `${host.id}/tcp/${host.simulation.nextId()}`,
      title: `TCP ${active ? 'to' : 'from'} port ${active ? remote.port : local.port}`,
      node: host.index,
      input: { active },
    });
  }

  /** Says who uses it, before anything has come in. */
  use(user: TcpUser): void {
    this.#user = user;
  }

  get isOpen(): boolean {
    return this.#phase === 'open' && !this.#finSent;
  }

  /** Sends the SYN. */
  open(): void {
    this.#transmit(Flag.syn, null, 1);
  }

  /** Answers the SYN that brought it about. */
  accept(syn: Packet): void {
    this.#receiveNext = (syn.seq + 1) >>> 0;
    this.#transmit(Flag.syn | Flag.ack, null, 1);
  }

  /** Writes a message of `size` bytes; it waits until the connection is open. */
  send(message: Message, size: number): void {
    if (this.#phase === 'opening') {
      this.#waiting.push({ message, size });
      return;
    }
    if (!this.isOpen) return;
    for (let offset = 0; offset < size;) {
      const length = segmentOf(size - offset);
      const last = offset + length === size;
      this.#transmit(
        Flag.ack | (last ? Flag.psh : 0),
        { message, offset, length, size, counted: SINGLE },
        length,
      );
      offset += length;
    }
  }

  /** Sends a message as the connection's user would. */
  say(message: Message, size: number): void {
    if (this.isOpen) this.#user?.say?.(message, size);
  }

  /** Says that nothing more will be sent. */
  close(): void {
    if (this.#phase === 'opening') {
      if (this.#active && this.#waiting.length === 0) this.#end('closed', 'CLOSE', false);
      else this.#closeWhenOpen = true;
      return;
    }
    if (this.#phase === 'ended' || this.#finSent) return;
    this.#finSent = true;
    this.#machine.send({ type: 'CLOSE' });
    this.#transmit(Flag.fin | Flag.ack, null, 1);
  }

  /** Breaks it off: the other side is told by RST. */
  abort(): void {
    if (this.#phase === 'ended') return;
    this.#packet(Flag.rst | Flag.ack, this.#sendNext, null, -1);
    this.#end('reset', 'RESET', false);
  }

  /** The computer under it went down. */
  vanish(): void {
    this.#stack.host.cancel(this.#retry);
    this.#phase = 'ended';
    this.#machine.stop();
  }

  /**
   * An ICMP error about a segment of ours. A hard one ends a connection that is not open yet (RFC 1122 4.2.3.9); an open
   * one goes on, because anybody could have sent the error (RFC 5927 5.2).
   */
  unreachable(hard: boolean): void {
    if (hard && this.#phase === 'opening' && this.#active) this.#end('refused', 'REFUSED', true);
  }

  receive(packet: Packet): void {
    if (packet.flags & Flag.rst) {
      const refused = this.#phase === 'opening' && this.#active;
      this.#end(refused ? 'refused' : 'reset', refused ? 'REFUSED' : 'RESET', true);
      return;
    }
    if (packet.flags & Flag.syn) this.#synchronize(packet);
    if (packet.flags & Flag.ack) this.#acknowledged(packet.ack);
    if (this.#phase === 'open') this.#take(packet);
    if (this.#acknowledge && this.#phase !== 'ended') this.#packet(Flag.ack, this.#sendNext, null, -1);
    if (this.#finSent && this.#finReceived && this.#unacknowledged.length === 0)
      this.#end('closed', 'CLOSED', true);
  }

  #synchronize(packet: Packet): void {
    if (this.#phase === 'opening' && this.#active && packet.flags & Flag.ack) {
      this.#receiveNext = (packet.seq + 1) >>> 0;
      this.#acknowledge = true;
    } else if (this.#phase === 'opening' && this.#active) {
      // Both sides open at once (RFC 793 3.4, figure 8): our SYN goes again, with an acknowledgement of theirs.
      this.#receiveNext = (packet.seq + 1) >>> 0;
      this.#unacknowledged[0]!.flags = Flag.syn | Flag.ack;
      this.#resend();
    } else if (this.#phase === 'opening' && !this.#active) {
      // Our SYN, ACK was lost: the SYN came again.
      this.#resend();
    } else this.#acknowledge = true;
  }

  #acknowledged(ack: number): void {
    const before = this.#unacknowledged.length;
    while (this.#unacknowledged.length > 0) {
      const first = this.#unacknowledged[0]!;
      if (((ack - first.seq - first.length) | 0) < 0) break;
      this.#unacknowledged.shift();
    }
    if (this.#unacknowledged.length === before) return;
    this.#stack.host.cancel(this.#retry);
    this.#retry = NONE;
    this.#tries = 0;
    if (this.#unacknowledged.length > 0) this.#schedule();
    if (this.#phase === 'opening') this.#opened();
  }

  #opened(): void {
    this.#phase = 'open';
    this.#machine.send({ type: 'OPENED' });
    if (this.#acknowledge) this.#packet(Flag.ack, this.#sendNext, null, -1);
    this.#user?.opened?.();
    for (const { message, size } of this.#waiting.splice(0)) this.send(message, size);
    if (this.#closeWhenOpen) this.close();
  }

  #take(packet: Packet): void {
    const length = (packet.payload?.length ?? 0) + (packet.flags & Flag.fin ? 1 : 0);
    if (length === 0) return;
    this.#acknowledge = true;
    const ahead = (packet.seq - this.#receiveNext) | 0;
    if (ahead > 0) this.#early.set(packet.seq, packet);
    if (ahead !== 0) return;
    this.#deliver(packet);
    let next;
    while ((next = this.#early.get(this.#receiveNext))) {
      this.#early.delete(this.#receiveNext);
      this.#deliver(next);
    }
  }

  #deliver(packet: Packet): void {
    const { payload } = packet;
    if (payload) {
      this.#receiveNext = (this.#receiveNext + payload.length) >>> 0;
      if (payload.offset + payload.length === payload.size)
        this.#user?.received(payload.message, payload.size);
    }
    if (packet.flags & Flag.fin && this.#phase === 'open') {
      this.#receiveNext = (this.#receiveNext + 1) >>> 0;
      this.#finReceived = true;
      if (this.#finSent) return;
      const user = this.#user;
      this.#user = null;
      this.close();
      user?.ended('closed');
    }
  }

  /** Sends a segment that must be acknowledged. */
  #transmit(flags: number, payload: Payload | null, length: number): void {
    const segment: Segment = { seq: this.#sendNext, flags, payload, length, packet: -1 };
    this.#sendNext = (this.#sendNext + length) >>> 0;
    this.#unacknowledged.push(segment);
    const { event, packet } = this.#packet(flags, segment.seq, payload, -1);
    segment.packet = packet;
    if (this.#retry === NONE) this.#schedule(event);
  }

  #packet(
    flags: number,
    seq: number,
    payload: Payload | null,
    repeats: number,
  ): { event: number; packet: number } {
    if (flags & Flag.ack) this.#acknowledge = false;
    const sent = this.#stack.host.send(
      this.attachment,
      {
        src: this.local.address,
        dst: this.remote.address,
        protocol: Protocol.tcp,
        sport: this.local.port,
        dport: this.remote.port,
        flags,
        seq,
        ack: flags & Flag.ack ? this.#receiveNext : 0,
        payload,
      },
      repeats,
    );
    this.last = sent;
    return sent;
  }

  /** Waits for the oldest segment's acknowledgement; `cause` is the event that sent it. */
  #schedule(cause = this.#stack.host.simulation.scheduler.cause): void {
    const { host } = this.#stack;
    const { simulation } = host;
    const { system } = host.design;
    const first =
      this.#phase === 'opening'
        ? simulation.knob(`tcp.${system}.rto_s`) * SECOND
        : simulation.knob('tcp.dataRto_ms') * MILLISECOND;
    const before = simulation.scheduler.cause;
    simulation.scheduler.cause = cause;
    this.#retry = host.timer('TCP retransmission', Math.round(first) * 2 ** this.#tries, () =>
      this.#unanswered(),
    );
    simulation.scheduler.cause = before;
  }

  #unanswered(): void {
    const { simulation } = this.#stack.host;
    const most = simulation.knob(
      this.#phase === 'opening' ? `tcp.${this.#stack.host.design.system}.synRetries` : 'tcp.dataRetries',
    );
    this.#retry = NONE;
    if (this.#tries >= most) this.#end('timed-out', 'NO_ANSWER', true);
    else {
      this.#tries++;
      this.#schedule(this.#resend());
    }
  }

  #resend(): number {
    const segment = this.#unacknowledged[0]!;
    const { event, packet } = this.#packet(segment.flags, segment.seq, segment.payload, segment.packet);
    segment.packet = packet;
    return event;
  }

  #end(how: TcpEnd, event: 'REFUSED' | 'NO_ANSWER' | 'RESET' | 'CLOSE' | 'CLOSED', tell: boolean): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    this.#stack.host.cancel(this.#retry);
    this.#stack.drop(this);
    this.#machine.send({ type: event });
    this.#machine.stop();
    if (tell) this.#user?.ended(how);
  }
}
