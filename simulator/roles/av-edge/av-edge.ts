import { parseAddress } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';
import { organizationOf } from '../../model/design.ts';
import type { Host } from '../../network/host.ts';
import type { TcpConnection, TcpUser } from '../../network/tcp-connection.ts';
import type { UdpSocket } from '../../network/udp.ts';
import { countedIn } from '../../protocols/rtp/message.ts';
import { dataCodec } from '../../protocols/stun/write.ts';
import type { TransportAddress } from '../../protocols/stun/message.ts';
import { isStun } from '../../protocols/stun/message.ts';
import type { PseudoTls, TurnFrame } from '../../protocols/turn/framing.ts';
import { pseudoTlsCodec, turnFrame, turnFrameCodec } from '../../protocols/turn/framing.ts';
import type { Directory } from '../directory.ts';
import type { Service } from '../role.ts';
import type { ClientLink } from './allocation.ts';
import type { AvEdgeConfig } from './config.ts';
import { Relay } from './relay.ts';

/** A connection on 443, of a client or of another Edge. */
interface TcpClient {
  readonly tcp: TcpConnection;
  readonly link: ClientLink;
  disguised: boolean;
}

/**
 * The A/V Edge: a server of MS-TURN with a face inside and one outside ([MS-TURN] 3.1), over UDP and over TCP behind
 * pseudo-TLS. What it relays is in `relay.ts`.
 */
export class AvEdge implements Service {
  readonly config: AvEdgeConfig;
  readonly #host: Host;
  readonly #relay: Relay;
  readonly #stops: (() => void)[] = [];
  readonly #clients = new Set<TcpConnection>();
  #external: UdpSocket | null = null;

  constructor(host: Host, config: AvEdgeConfig, directory: Directory) {
    this.#host = host;
    this.config = config;
    const { external, ports } = config;
    const attachment = host.attachment(external.interface);
    const organization = organizationOf(host.simulation.design, config.domain);
    this.#relay = new Relay(host, {
      attachment,
      publicAddress:
        external.publicAddress === undefined ? attachment.address : parseAddress(external.publicAddress)!,
      first: ports.first,
      count: ports.count,
      version: organization?.version === 'ocs-2007' ? 1 : 2,
      secret: directory.certificate(config.certificate).key,
      socket: () => this.#external,
    });
    this.start();
  }

  start(): void {
    if (this.#stops.length > 0) return;
    for (const face of ['external', 'internal'] as const) {
      const { interface: id, udpPort, tcpPort } = this.config[face];
      const attachment = this.#host.attachment(id);
      // Its own address there: what a client is told to write to.
      const self = {
        address: face === 'external' ? this.#relay.address : attachment.address,
        port: udpPort,
      };
      const socket = this.#host.udp.open(attachment, udpPort, (message, from) =>
        this.#datagram(socket, face, message, from, self),
      );
      if (face === 'external') this.#external = socket;
      const stop = this.#host.tcp.listen(attachment, tcpPort, (tcp) => this.#accept(tcp, face));
      this.#stops.push(() => socket.close(), stop);
    }
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#external = null;
    for (const tcp of this.#clients) tcp.abort();
    this.#clients.clear();
    this.#relay.endAll();
  }

  #datagram(
    socket: UdpSocket,
    face: string,
    message: Message,
    from: TransportAddress,
    self: TransportAddress,
  ): void {
    const key = `${face}/${from.address}:${from.port}`;
    if (isStun(message) && message.dialect === 'ms-turn' && message.method === 'binding') {
      this.#relay.probed(message, from);
      return;
    }
    const send = (one: Message) =>
      socket.send(
        from,
        one,
        dataCodec(one).size(one),
        -1,
        isStun(one) ? countedIn(one.attributes.data ?? one) : countedIn(one),
      );
    const link: ClientLink = { transport: 'UDP', client: from, control: send, raw: send };
    if (isStun(message) && message.dialect === 'ms-turn') this.#relay.request(key, link, message, self);
    else this.#relay.raw(key, message);
  }

  #accept(tcp: TcpConnection, face: string): TcpUser {
    this.#clients.add(tcp);
    const write = (type: TurnFrame['type'], message: Message) => {
      const frame = turnFrame(type, message);
      tcp.send(frame, turnFrameCodec.size(frame));
    };
    const client: TcpClient = {
      tcp,
      disguised: false,
      link: {
        transport: 'TCP',
        client: tcp.remote,
        control: (message) => write('control', message),
        raw: (message) => write('data', message),
      },
    };
    const key = `${face}/tcp/${tcp.remote.address}:${tcp.remote.port}`;
    return {
      received: (message) => this.#segment(client, key, message),
      ended: () => {
        this.#clients.delete(tcp);
        this.#relay.lost(key, tcp);
      },
      say: (message, size) => tcp.send(message, size),
    };
  }

  #segment(client: TcpClient, key: string, message: Message): void {
    const { tcp, link } = client;
    if (!client.disguised && message.protocol === 'pseudo-tls') {
      client.disguised = true;
      const { random } = this.#host;
      const hello: PseudoTls = {
        protocol: 'pseudo-tls',
        kind: 'server-hello',
        random: random.hex(64),
        session: random.hex(64),
      };
      tcp.send(hello, pseudoTlsCodec.size(hello));
      return;
    }
    const frame = client.disguised && message.protocol === 'turn-frame' ? (message as TurnFrame) : null;
    if (!frame || (frame.type === 'control' && !isStun(frame.content))) {
      // [MS-TURN] 3.1.10: what does not fit ends the connection.
      this.#host.stray(message);
      this.#clients.delete(tcp);
      tcp.abort();
      this.#relay.lost(key, tcp);
      return;
    }
    const { type, content } = frame;
    if (type === 'control' && isStun(content)) this.#relay.request(key, link, content, null, tcp);
    else this.#relay.raw(key, content);
  }
}
