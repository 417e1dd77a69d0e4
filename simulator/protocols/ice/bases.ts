import type { Message } from '../../model/packet.ts';
import type { Attachment } from '../../network/fabric.ts';
import type { Host } from '../../network/host.ts';
import type { TcpConnection, TcpUser } from '../../network/tcp-connection.ts';
import type { UdpSocket } from '../../network/udp.ts';
import { countedIn } from '../rtp/message.ts';
import type { Candidate } from '../sdp/message.ts';
import { dataCodec } from '../stun/write.ts';
import type { TransportAddress } from '../stun/message.ts';
import type { TurnClient } from '../turn/client.ts';
import type { FramedMessage } from '../turn/framing.ts';
import { framedCodec } from '../turn/framing.ts';

export interface Sent {
  readonly event: number;
  readonly packet: number;
}

/** A place from which one end really sends (RFC 5245 3): a port of its own, or a relay. */
export interface Base {
  readonly candidate: Candidate;
  readonly component: number;
  /** Does each message to a peer now travel as the one before did? */
  readonly steady: boolean;
  /** Sends to a peer; null when that cannot be done now. */
  send(to: TransportAddress, message: Message, repeats: number): Sent | null;
  /** Tells a relay where most of it will go. */
  activate(to: TransportAddress): void;
}

export type Arrival = (message: Message, from: TransportAddress, base: Base) => void;

/** A UDP port. */
export class UdpBase implements Base {
  readonly steady = true;
  readonly candidate: Candidate;
  readonly component: number;
  readonly #socket: UdpSocket;

  constructor(candidate: Candidate, socket: UdpSocket) {
    this.candidate = candidate;
    this.component = candidate.component;
    this.#socket = socket;
  }

  send(to: TransportAddress, message: Message, repeats: number): Sent {
    return this.#socket.send(to, message, dataCodec(message).size(message), repeats, countedIn(message));
  }

  activate(): void {
    // Nothing stands between.
  }
}

/** An address of the A/V Edge. */
export class RelayBase implements Base {
  readonly candidate: Candidate;
  readonly component: number;
  readonly client: TurnClient;

  constructor(candidate: Candidate, client: TurnClient) {
    this.candidate = candidate;
    this.component = candidate.component;
    this.client = client;
  }

  get steady(): boolean {
    return this.candidate.transport === 'UDP' && this.client.active;
  }

  send(to: TransportAddress, message: Message): Sent | null {
    return this.client.relayed ? this.client.send(to, message, countedIn(message)) : null;
  }

  activate(to: TransportAddress): void {
    this.client.activate(to);
  }
}

/** A TCP port of one's own, and the connections that are opened from this end: messages behind their length (RFC 4571). */
export class TcpBase implements Base {
  readonly steady = false;
  readonly candidate: Candidate;
  readonly component: number;
  readonly #host: Host;
  readonly #attachment: Attachment;
  readonly #arrived: Arrival;
  readonly #connections = new Map<string, TcpConnection>();
  readonly #stop: () => void;

  constructor(host: Host, attachment: Attachment, candidate: Candidate, arrived: Arrival) {
    this.candidate = candidate;
    this.component = candidate.component;
    this.#host = host;
    this.#attachment = attachment;
    this.#arrived = arrived;
    this.#stop = host.tcp.listen(attachment, candidate.port, (tcp) => {
      this.#connections.set(keyOf(tcp.remote), tcp);
      return this.#user(tcp.remote, () => tcp);
    });
  }

  send(to: TransportAddress, message: Message): Sent {
    const frame: FramedMessage = { protocol: 'rfc4571', content: message };
    let tcp = this.#connections.get(keyOf(to));
    if (!tcp) {
      const user = this.#user(to, () => this.#connections.get(keyOf(to)));
      tcp = this.#host.tcp.connect(this.#attachment, to, user);
      this.#connections.set(keyOf(to), tcp);
    }
    tcp.send(frame, framedCodec.size(frame));
    return tcp.last;
  }

  activate(): void {
    // Nothing stands between.
  }

  close(): void {
    this.#stop();
    for (const tcp of this.#connections.values()) tcp.close();
    this.#connections.clear();
  }

  #user(remote: TransportAddress, own: () => TcpConnection | undefined): TcpUser {
    return {
      received: (message) => {
        if (message.protocol === 'rfc4571') this.#arrived((message as FramedMessage).content, remote, this);
        else this.#host.stray(message);
      },
      ended: () => this.#connections.delete(keyOf(remote)),
      say: (message, size) => own()?.send(message, size),
    };
  }
}

function keyOf({ address, port }: TransportAddress): string {
  return `${address}:${port}`;
}
