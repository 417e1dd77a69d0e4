import type { Address } from '../model/address.ts';
import type { FiveTuple, Message, Packet } from '../model/packet.ts';
import { Flag } from '../model/packet.ts';
import type { Attachment } from './fabric.ts';
import type { Host } from './host.ts';
import { reset } from './refusal.ts';
import type { TcpUser } from './tcp-connection.ts';
import { TcpConnection } from './tcp-connection.ts';
import type { Endpoint } from './udp.ts';
import { endpointKey } from './udp.ts';

/** Called for each connection that comes in; gives back who uses it. */
export type Acceptor = (connection: TcpConnection) => TcpUser;

/** RFC 793 on one host: finds the connection of each segment, opens and refuses. */
export class TcpStack {
  readonly host: Host;
  readonly #listeners = new Map<number, Acceptor>();
  /** By their two ports (`portsOf`): few have both in common. */
  readonly #connections = new Map<number, TcpConnection[]>();

  constructor(host: Host) {
    this.host = host;
  }

  /** Accepts connections on a port; the returned function stops that. */
  listen(attachment: Attachment, port: number, acceptor: Acceptor): () => void {
    const key = endpointKey(attachment.address, port);
    this.#listeners.set(key, acceptor);
    return () => {
      if (this.#listeners.get(key) === acceptor) this.#listeners.delete(key);
    };
  }

  /**
   * Begins a connection.
   * @param from where to send from; null picks the attachment that leads there
   * @param port the own port; a free one when left out
   */
  connect(
    from: Attachment | null,
    to: Endpoint,
    user: TcpUser,
    port = this.host.ephemeralPort(),
  ): TcpConnection {
    const attachment = from ?? this.host.towards(to.address) ?? this.host.attachments[0]!;
    const local = { address: attachment.address, port };
    const connection = new TcpConnection(this, attachment, local, to, true);
    this.#add(connection);
    connection.use(user);
    connection.open();
    return connection;
  }

  /** Is there a connection between these two already, even one that is being closed? Then no other can be opened. */
  connects(local: Endpoint, remote: Endpoint): boolean {
    return this.#find(local.address, local.port, remote.address, remote.port) !== undefined;
  }

  receive(packet: Packet, at: Attachment): void {
    const connection = this.#find(at.address, packet.dport, packet.src, packet.sport);
    if (connection) {
      this.host.accept(packet);
      connection.receive(packet);
      return;
    }
    const acceptor = this.#listeners.get(endpointKey(at.address, packet.dport));
    if (acceptor && (packet.flags & (Flag.syn | Flag.ack | Flag.rst)) === Flag.syn) {
      this.host.accept(packet);
      const local = { address: at.address, port: packet.dport };
      const remote = { address: packet.src, port: packet.sport };
      const accepted = new TcpConnection(this, at, local, remote, false);
      this.#add(accepted);
      accepted.use(acceptor(accepted));
      accepted.accept(packet);
      return;
    }
    this.host.refuse(packet);
    if (!(packet.flags & Flag.rst)) this.host.send(at, reset(packet));
  }

  /** An ICMP error says that a segment of ours could not be delivered. */
  unreachable(quoted: FiveTuple, hard: boolean): void {
    this.#find(quoted.src, quoted.sport, quoted.dst, quoted.dport)?.unreachable(hard);
  }

  /** Sends a message on every open connection, as its user would. */
  sayOnAll(message: Message, size: number): void {
    for (const connection of [...this.#connections.values()].flat()) connection.say(message, size);
  }

  /** The connection is over. */
  drop(connection: TcpConnection): void {
    const key = portsOf(connection.local.port, connection.remote.port);
    const others = this.#connections.get(key)?.filter((one) => one !== connection) ?? [];
    if (others.length > 0) this.#connections.set(key, others);
    else this.#connections.delete(key);
  }

  /** The computer went down: connections and listeners are gone, nobody is told. */
  forget(): void {
    for (const connection of [...this.#connections.values()].flat()) connection.vanish();
    this.#connections.clear();
    this.#listeners.clear();
  }

  /** A connection from the same to the same takes the place of an older one. */
  #add(connection: TcpConnection): void {
    const { local, remote } = connection;
    const key = portsOf(local.port, remote.port);
    const others = (this.#connections.get(key) ?? []).filter(
      (one) => !joins(one, local.address, remote.address),
    );
    this.#connections.set(key, [...others, connection]);
  }

  #find(local: Address, localPort: number, remote: Address, remotePort: number): TcpConnection | undefined {
    return this.#connections.get(portsOf(localPort, remotePort))?.find((one) => joins(one, local, remote));
  }
}

/** A connection's two ports as one number. */
function portsOf(local: number, remote: number): number {
  return local * 65536 + remote;
}

function joins({ local, remote }: TcpConnection, from: Address, to: Address): boolean {
  return local.address === from && remote.address === to;
}
