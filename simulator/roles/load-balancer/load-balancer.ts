import type { Handle } from '../../kernel/scheduler.ts';
import { NONE } from '../../kernel/scheduler.ts';
import type { Address } from '../../model/address.ts';
import { formatAddress, parseAddress } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';
import { SECOND } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import type { TcpConnection, TcpUser } from '../../network/tcp-connection.ts';
import type { Service } from '../role.ts';
import type { LoadBalancerConfig } from './config.ts';

/**
 * A load balancer for TCP: takes a connection at its own address, opens one to a server and passes on what comes
 * (source NAT mode). Servers take turns; one that does not answer is passed over. Its health probes are left out.
 */
export class LoadBalancer implements Service {
  readonly #host: Host;
  readonly #config: LoadBalancerConfig;
  readonly #servers: readonly Address[];
  readonly #stops: (() => void)[] = [];
  readonly #open = new Set<TcpConnection>();
  #turn: number;

  constructor(host: Host, config: LoadBalancerConfig) {
    this.#host = host;
    this.#config = config;
    this.#servers = config.servers.map((text) => parseAddress(text)!);
    this.#turn = host.random.between(0, this.#servers.length - 1);
    this.start();
  }

  start(): void {
    if (this.#stops.length > 0) return;
    const attachment = this.#host.attachment(this.#config.interface);
    for (const port of this.#config.ports)
      this.#stops.push(this.#host.tcp.listen(attachment, port, (client) => this.#take(client, port)));
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const connection of this.#open) connection.close();
    this.#open.clear();
  }

  #take(client: TcpConnection, port: number): TcpUser {
    const first = this.#turn++;
    const order = this.#servers.map((_, i) => this.#servers[(first + i) % this.#servers.length]!);
    this.#open.add(client);
    const pair = new Pair(this.#host, client, port, order, () => this.#open.delete(client));
    return pair;
  }
}

/** A client's connection and the one to its server. */
class Pair implements TcpUser {
  readonly #host: Host;
  readonly #client: TcpConnection;
  readonly #port: number;
  readonly #left: Address[];
  readonly #over: () => void;
  /** What the client sent before a server was there. */
  #early: { message: Message; size: number }[] = [];
  #server: TcpConnection | null = null;
  #joined = false;
  #timer: Handle = NONE;

  constructor(
    host: Host,
    client: TcpConnection,
    port: number,
    servers: readonly Address[],
    over: () => void,
  ) {
    this.#host = host;
    this.#client = client;
    this.#port = port;
    this.#left = [...servers];
    this.#over = over;
  }

  opened(): void {
    this.#next();
  }

  received(message: Message, size: number): void {
    if (this.#joined) this.#server?.send(message, size);
    else this.#early.push({ message, size });
  }

  ended(): void {
    this.#over();
    this.#host.cancel(this.#timer);
    this.#server?.close();
    this.#left.length = 0;
  }

  #next(): void {
    const address = this.#left.shift();
    if (address === undefined) {
      this.#host.log('No server of the pool answers: the client is reset.');
      this.#over();
      this.#client.abort();
      return;
    }
    const to = { address, port: this.#port };
    let tried = false;
    const giveUp = () => {
      if (tried) return;
      tried = true;
      this.#host.cancel(this.#timer);
      this.#host.log(`${formatAddress(address)}:${this.#port} does not answer, the next one is tried`);
      this.#next();
    };
    const server = this.#host.tcp.connect(null, to, {
      opened: () => {
        if (tried) {
          server.close();
          return;
        }
        tried = true;
        this.#join(server);
      },
      received: (message, size) => this.#client.send(message, size),
      ended: () => {
        if (this.#server === server) this.#client.close();
        else giveUp();
      },
    });
    const patience = this.#host.simulation.knob('balancer.connect_s');
    this.#timer = this.#host.timer('server of the pool', Math.round(patience * SECOND), giveUp);
  }

  #join(server: TcpConnection): void {
    this.#host.cancel(this.#timer);
    this.#server = server;
    this.#joined = true;
    for (const { message, size } of this.#early.splice(0)) server.send(message, size);
  }
}
