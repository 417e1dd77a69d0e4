import type { Address } from '../model/address.ts';
import { UnreachableCode } from '../model/icmp.ts';
import type { Counted, FiveTuple, Message, Packet } from '../model/packet.ts';
import { Protocol, SINGLE } from '../model/packet.ts';
import type { Attachment } from './fabric.ts';
import type { Host } from './host.ts';
import { unreachable } from './refusal.ts';

/** Where a datagram came from or goes to. */
export interface Endpoint {
  readonly address: Address;
  readonly port: number;
}

/** An address and a port as one number, for tables: texts made for each packet cost more than the rest of a look-up. */
export function endpointKey(address: Address, port: number): number {
  return address * 65536 + port;
}

/** An open UDP port. */
export interface UdpSocket {
  readonly attachment: Attachment;
  readonly port: number;
  /**
   * Sends one message in one datagram.
   * @param size its length in bytes
   * @param repeats the packet that this one sends again
   * @param counted how many datagrams of its kind it stands for
   */
  send(
    to: Endpoint,
    message: Message,
    size: number,
    repeats?: number,
    counted?: Counted,
  ): { event: number; packet: number };
  close(): void;
}

export type DatagramHandler = (message: Message, from: Endpoint) => void;

/** Hears that a datagram could not be delivered, and whether trying again is of no use. */
export type ErrorHandler = (to: Endpoint, hard: boolean) => void;

interface OpenPort {
  readonly handler: DatagramHandler;
  readonly failed: ErrorHandler | null;
  readonly socket: UdpSocket;
  /** Whom it wrote to last. */
  last: Endpoint | null;
}

/** RFC 768. A datagram is one packet whatever its size: fragmentation is left out. */
export class UdpStack {
  readonly #host: Host;
  readonly #sockets = new Map<number, OpenPort>();

  constructor(host: Host) {
    this.#host = host;
  }

  /**
   * Opens a port; a free one when none is given. Opening a taken one takes it over.
   * @param failed who hears of ICMP errors; a program that does not ask learns nothing
   */
  open(
    attachment: Attachment,
    port: number | null,
    handler: DatagramHandler,
    failed: ErrorHandler | null = null,
  ): UdpSocket {
    const local = port ?? this.#host.ephemeralPort();
    const key = endpointKey(attachment.address, local);
    const socket: UdpSocket = {
      attachment,
      port: local,
      send: (to, message, size, repeats = -1, counted = SINGLE) => {
        own.last = to;
        return this.#host.send(
          attachment,
          {
            src: attachment.address,
            dst: to.address,
            protocol: Protocol.udp,
            sport: local,
            dport: to.port,
            flags: 0,
            seq: 0,
            ack: 0,
            payload: { message, offset: 0, length: size, size, counted },
          },
          repeats,
        );
      },
      close: () => this.#sockets.delete(key),
    };
    const own: OpenPort = { handler, failed, socket, last: null };
    this.#sockets.set(key, own);
    return socket;
  }

  /** Sends a message from every open port to whom that port wrote last. */
  sayOnAll(message: Message, size: number): void {
    for (const { socket, last } of [...this.#sockets.values()]) if (last) socket.send(last, message, size);
  }

  receive(packet: Packet, at: Attachment): void {
    const open = this.#sockets.get(endpointKey(at.address, packet.dport));
    if (!open) {
      this.#host.refuse(packet);
      // RFC 1122 4.1.3.1.
      this.#host.send(at, unreachable(packet, UnreachableCode.port));
      return;
    }
    this.#host.accept(packet);
    if (packet.payload) open.handler(packet.payload.message, { address: packet.src, port: packet.sport });
  }

  /** An ICMP error says that a datagram of ours could not be delivered. */
  unreachable({ src, sport, dst, dport }: FiveTuple, hard: boolean): void {
    this.#sockets.get(endpointKey(src, sport))?.failed?.({ address: dst, port: dport }, hard);
  }

  /** The computer went down. */
  forget(): void {
    this.#sockets.clear();
  }
}
