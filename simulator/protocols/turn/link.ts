import { formatAddress } from '../../model/address.ts';
import type { Counted, Message } from '../../model/packet.ts';
import type { Attachment } from '../../network/fabric.ts';
import type { Host } from '../../network/host.ts';
import type { TcpConnection, TcpEnd } from '../../network/tcp-connection.ts';
import type { UdpSocket } from '../../network/udp.ts';
import { dataCodec } from '../stun/write.ts';
import type { StunMessage, TransportAddress } from '../stun/message.ts';
import { pseudoTlsCodec, turnFrame, turnFrameCodec } from './framing.ts';
import type { PseudoTls, TurnFrame } from './framing.ts';

/** What a TURN client hears of its way to the server. */
export interface LinkUser {
  connected(): void;
  ready(): void;
  received(message: Message): void;
  ended(how: TcpEnd, packet: number): void;
}

/** A client's way to its TURN server: a UDP port, or a connection of its own. */
export interface TurnLink {
  /** "10.45.16.30 (UDP 3478)" */
  readonly name: string;
  /** Must it be opened first? Then nothing has to be sent twice. */
  readonly connecting: boolean;
  /** Opens it; gives back the packet that does, or -1. */
  open(user: LinkUser): number;
  send(message: StunMessage, repeats: number): { event: number; packet: number };
  /** Sends without wrapping, to the active destination. */
  raw(message: Message, counted: Counted): { event: number; packet: number };
  redirect(to: TransportAddress): void;
  close(): void;
}

/** Over the UDP port that the medium uses, so that its reflexive address is learnt. */
export class UdpLink implements TurnLink {
  readonly connecting = false;
  server: TransportAddress;
  readonly #socket: UdpSocket;

  constructor(socket: UdpSocket, server: TransportAddress) {
    this.#socket = socket;
    this.server = server;
  }

  get name(): string {
    return `${formatAddress(this.server.address)} (UDP ${this.server.port})`;
  }

  open(user: LinkUser): number {
    user.ready();
    return -1;
  }

  send(message: StunMessage, repeats: number): { event: number; packet: number } {
    return this.#socket.send(this.server, message, dataCodec(message).size(message), repeats);
  }

  raw(message: Message, counted: Counted): { event: number; packet: number } {
    return this.#socket.send(this.server, message, dataCodec(message).size(message), -1, counted);
  }

  redirect(to: TransportAddress): void {
    this.server = to;
  }

  close(): void {
    // The port belongs to the medium.
  }
}

/** Over TCP behind a hello that looks like TLS ([MS-TURN] 2.1). */
export class TcpLink implements TurnLink {
  readonly connecting = true;
  readonly #host: Host;
  readonly #from: Attachment | null;
  readonly #server: TransportAddress;
  #tcp: TcpConnection | null = null;

  constructor(host: Host, from: Attachment | null, server: TransportAddress) {
    this.#host = host;
    this.#from = from;
    this.#server = server;
  }

  get name(): string {
    return `${formatAddress(this.#server.address)} (TCP ${this.#server.port})`;
  }

  open(user: LinkUser): number {
    const { random } = this.#host;
    const tcp = this.#host.tcp.connect(this.#from, this.#server, {
      opened: () => {
        user.connected();
        const hello: PseudoTls = {
          protocol: 'pseudo-tls',
          kind: 'client-hello',
          random: random.hex(64),
          session: '',
        };
        tcp.send(hello, pseudoTlsCodec.size(hello));
      },
      received: (message) => {
        if (message.protocol === 'pseudo-tls' && (message as PseudoTls).kind === 'server-hello') user.ready();
        else if (message.protocol === 'turn-frame') user.received((message as TurnFrame).content);
        else {
          // [MS-TURN] 3.1.10: what is no frame ends the connection.
          this.#host.stray(message);
          tcp.abort();
          user.ended('reset', this.#host.simulation.handledPacket());
        }
      },
      ended: (how) => user.ended(how, tcp.last.packet),
      say: (message, size) => tcp.send(message, size),
    });
    this.#tcp = tcp;
    return tcp.last.packet;
  }

  send(message: StunMessage): { event: number; packet: number } {
    return this.#write('control', message);
  }

  raw(message: Message): { event: number; packet: number } {
    return this.#write('data', message);
  }

  redirect(): void {
    // A connection stays with the node that accepted it.
  }

  close(): void {
    this.#tcp?.close();
  }

  #write(type: TurnFrame['type'], message: Message): { event: number; packet: number } {
    const frame = turnFrame(type, message);
    const tcp = this.#tcp!;
    tcp.send(frame, turnFrameCodec.size(frame));
    return tcp.last;
  }
}
