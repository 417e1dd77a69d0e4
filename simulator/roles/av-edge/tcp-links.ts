import type { Message } from '../../model/packet.ts';
import type { Attachment } from '../../network/fabric.ts';
import type { Host } from '../../network/host.ts';
import type { TcpConnection, TcpUser } from '../../network/tcp-connection.ts';
import type { StunMessage, TransportAddress } from '../../protocols/stun/message.ts';
import { isStun } from '../../protocols/stun/message.ts';
import type { FramedMessage, PseudoTls, TurnFrame } from '../../protocols/turn/framing.ts';
import { framedCodec, pseudoTlsCodec, turnFrame, turnFrameCodec } from '../../protocols/turn/framing.ts';
import { edgeToEdge } from './tunnel.ts';
import type { PeerKind } from './peers.ts';

/** What has come from a peer over TCP. */
export type PeerArrival = (message: Message, to: TransportAddress, from: TransportAddress) => void;

interface PeerLink {
  readonly tcp: TcpConnection;
  readonly write: (message: Message) => void;
  ready: boolean;
  readonly waiting: Message[];
}

/** As many messages wait for a connection to open. */
const MOST_WAITING = 8;

/**
 * TCP connections between the relays of two Edges: from the relay's own port to the other Edge's 443, behind a hello
 * like a client's, with both relays' addresses before each message; with OCS 2007 from relay port to relay port. Either
 * end may open one; each sends over the first that is open. (The ports are documented, the framing is an assumption.)
 */
export class TcpLinks {
  readonly #host: Host;
  readonly #attachment: Attachment;
  readonly #port: number;
  readonly #arrived: PeerArrival;
  readonly #links = new Map<string, PeerLink[]>();

  /** @param port where other Edges of 2007 R2 and later listen: 443 */
  constructor(host: Host, attachment: Attachment, port: number, arrived: PeerArrival) {
    this.#host = host;
    this.#attachment = attachment;
    this.#port = port;
    this.#arrived = arrived;
  }

  /** Sends from one of our relays to a peer; opens the way there when there is none. */
  send(kind: PeerKind, own: TransportAddress, peer: TransportAddress, message: Message): void {
    const links = this.#of(own, peer);
    const ready = links.find((one) => one.ready);
    if (ready) {
      ready.write(message);
      return;
    }
    const opening = links[0] ?? this.#open(kind, own, peer);
    if (opening && opening.waiting.length < MOST_WAITING) opening.waiting.push(message);
  }

  /** A connection of another Edge has brought a message for one of our relays: answers may go back over it. */
  came(tcp: TcpConnection, own: TransportAddress, peer: TransportAddress): void {
    const links = this.#of(own, peer);
    if (links.some((one) => one.tcp === tcp)) return;
    this.#add(own, peer, tcp, (message) =>
      this.#frame(tcp, edgeToEdge(this.#host, own, peer, message)),
    ).ready = true;
  }

  /** Somebody opens a connection to a relay's own port. */
  accept(tcp: TcpConnection, own: TransportAddress): TcpUser {
    const peer = tcp.remote;
    const link = this.#add(own, peer, tcp, (message) => this.#plain(tcp, message));
    return this.#plainUser(link, own, peer, () => tcp);
  }

  /** A connection is over. */
  ended(tcp: TcpConnection): void {
    for (const [key, links] of this.#links)
      this.#links.set(
        key,
        links.filter((one) => one.tcp !== tcp),
      );
  }

  /** A relay is no more. */
  close(own: TransportAddress): void {
    for (const [key, links] of this.#links) {
      if (!key.startsWith(`${own.port}/`)) continue;
      for (const { tcp } of links) tcp.close();
      this.#links.delete(key);
    }
  }

  /** Opens the way to a peer; null while the connection before is still being closed: its ports are taken. */
  #open(kind: PeerKind, own: TransportAddress, peer: TransportAddress): PeerLink | null {
    const local = { address: this.#attachment.address, port: own.port };
    const remote = kind === 'edge' ? { address: peer.address, port: this.#port } : peer;
    if (this.#host.tcp.connects(local, remote)) return null;
    return kind === 'edge' ? this.#toEdge(own, peer) : this.#toPort(own, peer);
  }

  #toEdge(own: TransportAddress, peer: TransportAddress): PeerLink {
    const { random } = this.#host;
    const tcp: TcpConnection = this.#host.tcp.connect(
      this.#attachment,
      { address: peer.address, port: this.#port },
      {
        opened: () => {
          const hello: PseudoTls = {
            protocol: 'pseudo-tls',
            kind: 'client-hello',
            random: random.hex(64),
            session: '',
          };
          tcp.send(hello, pseudoTlsCodec.size(hello));
        },
        received: (message) => {
          if (message.protocol === 'pseudo-tls') this.#opened(link);
          else if (message.protocol === 'turn-frame') this.#framed((message as TurnFrame).content);
          else this.#host.stray(message);
        },
        ended: () => this.ended(tcp),
      },
      own.port,
    );
    const link = this.#add(own, peer, tcp, (message) =>
      this.#frame(tcp, edgeToEdge(this.#host, own, peer, message)),
    );
    return link;
  }

  #toPort(own: TransportAddress, peer: TransportAddress): PeerLink {
    const tcp: TcpConnection = this.#host.tcp.connect(
      this.#attachment,
      peer,
      {
        opened: () => this.#opened(link),
        received: (message) => this.#plainUser(link, own, peer, () => tcp).received(message, 0),
        ended: () => this.ended(tcp),
      },
      own.port,
    );
    const link = this.#add(own, peer, tcp, (message) => this.#plain(tcp, message));
    return link;
  }

  #plainUser(
    link: PeerLink,
    own: TransportAddress,
    peer: TransportAddress,
    tcp: () => TcpConnection,
  ): TcpUser {
    return {
      opened: () => this.#opened(link),
      received: (message) => {
        if (message.protocol === 'rfc4571') this.#arrived((message as FramedMessage).content, own, peer);
        else this.#host.stray(message);
      },
      ended: () => this.ended(tcp()),
    };
  }

  #framed(message: Message): void {
    if (!isStun(message)) {
      this.#host.stray(message);
      return;
    }
    const { destination, remote, data } = message.attributes;
    if (destination && remote && data) this.#arrived(data, destination, remote);
    else this.#host.stray(message);
  }

  #opened(link: PeerLink): void {
    link.ready = true;
    for (const message of link.waiting.splice(0)) link.write(message);
  }

  #frame(tcp: TcpConnection, message: StunMessage): void {
    const frame = turnFrame('control', message);
    tcp.send(frame, turnFrameCodec.size(frame));
  }

  #plain(tcp: TcpConnection, content: Message): void {
    const frame: FramedMessage = { protocol: 'rfc4571', content };
    tcp.send(frame, framedCodec.size(frame));
  }

  #add(
    own: TransportAddress,
    peer: TransportAddress,
    tcp: TcpConnection,
    write: (message: Message) => void,
  ): PeerLink {
    const link: PeerLink = { tcp, write, ready: false, waiting: [] };
    this.#of(own, peer).push(link);
    return link;
  }

  #of(own: TransportAddress, peer: TransportAddress): PeerLink[] {
    const key = `${own.port}/${peer.address}:${peer.port}`;
    let links = this.#links.get(key);
    if (!links) {
      links = [];
      this.#links.set(key, links);
    }
    return links;
  }
}
