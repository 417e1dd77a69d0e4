import type { Address } from '../../model/address.ts';
import { formatAddress } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';
import type { Attachment } from '../../network/fabric.ts';
import type { Host } from '../../network/host.ts';
import type { TcpConnection } from '../../network/tcp-connection.ts';
import type { UdpSocket } from '../../network/udp.ts';
import { countedIn } from '../../protocols/rtp/message.ts';
import { stunCodec } from '../../protocols/stun/codec.ts';
import { dataCodec, travels } from '../../protocols/stun/write.ts';
import type { StunAttributes, StunMessage, TransportAddress } from '../../protocols/stun/message.ts';
import { stunError } from '../../protocols/stun/message.ts';
import type { ClientLink } from './allocation.ts';
import { Allocation } from './allocation.ts';
import { Authority } from './authority.ts';
import { Peers } from './peers.ts';
import { TcpLinks } from './tcp-links.ts';
import { edgeToEdge } from './tunnel.ts';

export interface RelayOptions {
  readonly attachment: Attachment;
  readonly publicAddress: Address;
  readonly first: number;
  readonly count: number;
  /** MS-VERSION: 2 since 2007 R2, 1 before. */
  readonly version: number;
  readonly secret: string;
  readonly socket: () => UdpSocket | null;
}

/** Where other Edges listen, whatever ports the own one has (the article: 3478 to 3478, and 443). */
const OTHERS = { udp: 3478, tcp: 443 };

/** kbit/s that the server allows (assumption). */
const BANDWIDTH = 750;

/**
 * What the A/V Edge relays: allocations and the ways between them and their peers. A relayed address has the transport
 * that it was asked for over, and nothing is ever moved from UDP to TCP. Two relays of this Edge meet inside it.
 */
export class Relay {
  readonly #host: Host;
  readonly #options: RelayOptions;
  readonly #authority: Authority;
  readonly #peers: Peers;
  readonly #tcp: TcpLinks;
  readonly #byClient = new Map<string, Allocation>();
  readonly #byPort = new Map<string, Allocation>();
  readonly #stops = new Map<Allocation, () => void>();
  #port: number;

  constructor(host: Host, options: RelayOptions) {
    this.#host = host;
    this.#options = options;
    this.#authority = new Authority(host, options.secret);
    this.#peers = new Peers(host, options.version, OTHERS.udp, options.socket);
    this.#tcp = new TcpLinks(host, options.attachment, OTHERS.tcp, (message, to, from) =>
      this.#fromPeer('TCP', to.port, from, message),
    );
    this.#port = host.random.between(0, options.count - 1);
  }

  /** The address that relayed addresses have. */
  get address(): Address {
    return this.#options.publicAddress;
  }

  /** A question about our version, or an answer to one of ours. */
  probed(message: StunMessage, from: TransportAddress): void {
    if (message.kind === 'request') this.#peers.asked(message, from);
    else if (!this.#peers.answered(message, from)) this.#host.stray(message);
  }

  /**
   * A message of MS-TURN.
   * @param key names the client: where it comes from, and by which face
   * @param self where over UDP the client should write from now on; null over TCP
   * @param tcp the connection that brought it
   */
  request(
    key: string,
    link: ClientLink,
    message: StunMessage,
    self: TransportAddress | null,
    tcp?: TcpConnection,
  ): void {
    const { method, kind } = message;
    if (kind !== 'request') {
      this.#host.stray(message);
      return;
    }
    if (method === 'allocate') this.#allocate(key, link, message, self);
    else if (method === 'send') this.#send(key, link, message, tcp);
    else if (method === 'set-active-destination') this.#activate(key, link, message);
    else link.control(this.#answer(message, 'error', { error: stunError(400) }, null));
  }

  /** Data for the active destination of a client. */
  raw(key: string, message: Message): void {
    const allocation = this.#byClient.get(key);
    if (!allocation?.active || !travels(message)) {
      this.#host.stray(message);
      return;
    }
    // Without a wrapping it is sent all the same: the peer may go on answering.
    allocation.permit(allocation.active.address, message);
    this.#toPeer(allocation, allocation.active, message);
  }

  /** A client's connection, or another Edge's, is gone. */
  lost(key: string, tcp: TcpConnection): void {
    this.#tcp.ended(tcp);
    this.#byClient.get(key)?.end('LOST');
  }

  endAll(): void {
    for (const allocation of [...this.#byClient.values()]) allocation.end('LOST');
  }

  #allocate(key: string, link: ClientLink, request: StunMessage, self: TransportAddress | null): void {
    const judged = this.#authority.admit(request);
    const { version } = this.#options;
    if (!judged.ok) {
      const { error } = judged.attributes;
      const alternate = error?.code === 401 && self ? { alternateServer: self } : {};
      link.control(this.#answer(request, 'error', { ...judged.attributes, ...alternate, version }, null));
      return;
    }
    const { lifetime } = request.attributes;
    const known = this.#byClient.get(key);
    if (lifetime === 0) {
      known?.end('RELEASED');
      link.control(this.#answer(request, 'response', { lifetime: 0, version }, judged.key));
      return;
    }
    const allocation = known ?? this.#make(key, link, judged.username);
    if (typeof allocation === 'number') {
      link.control(this.#answer(request, 'error', { error: stunError(allocation), version }, judged.key));
      return;
    }
    const life = Math.min(lifetime ?? Infinity, this.#host.simulation.knob('turn.lifetime_s'));
    allocation.refresh(life);
    link.control(
      this.#answer(
        request,
        'response',
        {
          version,
          mapped: allocation.relayed,
          xorMapped: link.client,
          lifetime: life,
          bandwidth: BANDWIDTH,
          sequence: { connection: allocation.connection, number: 0 },
        },
        judged.key,
      ),
    );
  }

  /** A new allocation, or the code of the error why there is none. */
  #make(key: string, link: ClientLink, username: string): Allocation | number {
    const held = [...this.#byClient.values()].filter((one) => one.username === username).length;
    if (held >= this.#host.simulation.knob('turn.quota')) {
      this.#host.fault('no-permission', `${this.#host.title} gave no relay: the quota is used up.`);
      return 486;
    }
    const port = this.#freePort(link.transport);
    if (port === null) {
      this.#host.fault('no-permission', `${this.#host.title} gave no relay: all its ports are taken.`);
      return 508;
    }
    const relayed = { address: this.address, port };
    const allocation: Allocation = new Allocation(this.#host, link, relayed, username, () => {
      this.#byClient.delete(key);
      this.#byPort.delete(`${link.transport}/${port}`);
      this.#stops.get(allocation)?.();
      this.#stops.delete(allocation);
      this.#tcp.close(relayed);
      this.#peers.forget(port);
    });
    this.#byClient.set(key, allocation);
    this.#byPort.set(`${link.transport}/${port}`, allocation);
    this.#stops.set(allocation, this.#listen(allocation));
    return allocation;
  }

  /** Opens the relayed port itself: what peers send there directly. */
  #listen({ link, relayed }: Allocation): () => void {
    const { attachment } = this.#options;
    if (link.transport === 'UDP') {
      const socket = this.#host.udp.open(attachment, relayed.port, (message, from) => {
        if (travels(message)) this.#fromPeer('UDP', relayed.port, from, message);
        else this.#host.stray(message);
      });
      this.#sockets.set(relayed.port, socket);
      return () => {
        socket.close();
        this.#sockets.delete(relayed.port);
      };
    }
    return this.#host.tcp.listen(attachment, relayed.port, (tcp) => this.#tcp.accept(tcp, relayed));
  }

  readonly #sockets = new Map<number, UdpSocket>();

  #freePort(transport: 'UDP' | 'TCP'): number | null {
    const { first, count } = this.#options;
    for (let tried = 0; tried < count; tried++) {
      this.#port = (this.#port + 1) % count;
      const port = first + this.#port;
      if (!this.#byPort.has(`${transport}/${port}`)) return port;
    }
    return null;
  }

  #send(key: string, link: ClientLink, message: StunMessage, tcp?: TcpConnection): void {
    const { destination, remote, data } = message.attributes;
    if (!destination || !data) {
      link.control(this.#answer(message, 'error', { error: stunError(400) }, null));
      return;
    }
    // Without a signature it is another Edge's: from one of its relays to one of ours.
    if (!message.integrity && remote) {
      if (remote.address !== link.client.address) {
        this.#host.stray(message);
        return;
      }
      if (tcp) this.#tcp.came(tcp, destination, remote);
      this.#fromPeer(link.transport, destination.port, remote, data);
      return;
    }
    const allocation = this.#byClient.get(key);
    const judged = this.#authority.vouch(message);
    if (!allocation || !judged.ok) {
      const attributes = judged.ok ? { error: stunError(437) } : judged.attributes;
      this.#host.stray(message);
      link.control(this.#answer(message, 'error', attributes, null));
      return;
    }
    // The peer may answer from now on ([MS-TURN] 1.3).
    allocation.permit(destination.address);
    this.#toPeer(allocation, destination, data);
  }

  #activate(key: string, link: ClientLink, message: StunMessage): void {
    const { destination } = message.attributes;
    const allocation = this.#byClient.get(key);
    const judged = this.#authority.vouch(message);
    if (!allocation || !judged.ok || !destination) {
      const attributes = judged.ok ? { error: stunError(allocation ? 400 : 437) } : judged.attributes;
      link.control(this.#answer(message, 'error', attributes, null));
      return;
    }
    allocation.activate(destination);
    link.control(this.#answer(message, 'response', {}, judged.key));
  }

  /** From a client's relay to a peer: inside this Edge, over another Edge's ports, or to the peer's own port. */
  #toPeer(allocation: Allocation, to: TransportAddress, came: Message): void {
    const data = allocation.pass('out', came);
    const { transport } = allocation.link;
    const own = allocation.relayed;
    if (to.address === this.address) {
      this.#fromPeer(transport, to.port, own, data);
      return;
    }
    this.#peers.kindOf(own.port, to.address, (kind) => {
      if (transport === 'TCP') {
        this.#tcp.send(kind, own, to, data);
        return;
      }
      const counted = countedIn(data);
      if (kind === 'edge') {
        const message = edgeToEdge(this.#host, own, to, data);
        const port = { address: to.address, port: OTHERS.udp };
        this.#options.socket()?.send(port, message, stunCodec.size(message), -1, counted);
      } else this.#sockets.get(own.port)?.send(to, data, dataCodec(data).size(data), -1, counted);
    });
  }

  /** To a client from a peer, if the client has sent to the peer before. */
  #fromPeer(transport: 'UDP' | 'TCP', port: number, from: TransportAddress, came: Message): void {
    const allocation = this.#byPort.get(`${transport}/${port}`);
    if (!allocation) {
      this.#host.stray(`${transport} for relay port ${port}, which nobody holds`);
      return;
    }
    if (!allocation.permits(from.address)) {
      this.#host.log(
        `${transport} from ${formatAddress(from.address)} for relay port ${port}: its owner has not sent there, so it is not let in.`,
      );
      return;
    }
    const { active, link } = allocation;
    const data = allocation.pass('in', came);
    if (active && active.address === from.address && active.port === from.port) link.raw(data);
    else
      link.control({
        protocol: 'stun',
        dialect: 'ms-turn',
        method: 'data',
        kind: 'indication',
        transaction: this.#host.random.hex(32),
        attributes: { remote: from, data },
        integrity: null,
      });
  }

  #answer(
    request: StunMessage,
    kind: 'response' | 'error',
    attributes: StunAttributes,
    key: string | null,
  ): StunMessage {
    return {
      ...request,
      kind,
      attributes,
      integrity: key === null ? null : { key, term: 'long' },
    };
  }
}
