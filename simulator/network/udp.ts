import type { Address } from '../model/address.ts';
import type { Message, Packet } from '../model/packet.ts';
import { Protocol } from '../model/packet.ts';
import type { Attachment } from './fabric.ts';
import type { Host } from './host.ts';

/** Where a datagram came from or goes to. */
export interface Endpoint {
  readonly address: Address;
  readonly port: number;
}

/** An open UDP port. */
export interface UdpSocket {
  readonly attachment: Attachment;
  readonly port: number;
  /**
   * Sends one message in one datagram.
   * @param size its length in bytes
   * @param repeats the packet that this one sends again
   * @param count datagrams of its kind that it stands for
   */
  send(
    to: Endpoint,
    message: Message,
    size: number,
    repeats?: number,
    count?: number,
  ): { event: number; packet: number };
  close(): void;
}

export type DatagramHandler = (message: Message, from: Endpoint) => void;

/** RFC 768. A datagram is one packet whatever its size: fragmentation is left out. */
export class UdpStack {
  readonly #host: Host;
  readonly #sockets = new Map<string, DatagramHandler>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Opens a port; a free one when none is given. Opening a taken one takes it over. */
  open(attachment: Attachment, port: number | null, handler: DatagramHandler): UdpSocket {
    const local = port ?? this.#host.ephemeralPort();
    const key = `${attachment.address}:${local}`;
    this.#sockets.set(key, handler);
    return {
      attachment,
      port: local,
      send: (to, message, size, repeats = -1, count = 1) =>
        this.#host.send(
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
            payload: { message, offset: 0, length: size, size, count },
          },
          repeats,
        ),
      close: () => this.#sockets.delete(key),
    };
  }

  receive(packet: Packet, at: Attachment): void {
    const handler = this.#sockets.get(`${at.address}:${packet.dport}`);
    if (!handler) {
      this.#host.refuse(packet);
      return;
    }
    this.#host.accept(packet);
    if (packet.payload) handler(packet.payload.message, { address: packet.src, port: packet.sport });
  }

  /** The computer went down. */
  forget(): void {
    this.#sockets.clear();
  }
}
