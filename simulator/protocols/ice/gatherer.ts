import { SECOND } from '../../model/time.ts';
import type { Attachment } from '../../network/fabric.ts';
import type { Host } from '../../network/host.ts';
import type { Endpoint, UdpSocket } from '../../network/udp.ts';
import type { Candidate } from '../sdp/message.ts';
import type { TransportAddress } from '../stun/message.ts';
import type { RelayServer, TurnFailure, TurnUser } from '../turn/client.ts';
import { TurnClient } from '../turn/client.ts';
import { TcpLink, UdpLink } from '../turn/link.ts';
import type { Arrival, Base } from './bases.ts';
import { RelayBase, TcpBase, UdpBase } from './bases.ts';
import { candidate } from './candidates.ts';

/** What a medium wants of its connectivity. */
export interface GatherOptions {
  readonly attachment: Attachment;
  /** "alice/call/7/audio" and "Alice: audio" */
  readonly id: string;
  readonly title: string;
  /** 1 for RTP, 2 for RTCP beside it. */
  readonly components: 1 | 2;
  readonly udp: boolean;
  /** TCP from end to end, not only over relays. */
  readonly tcpHosts: boolean;
  /** Stream type of MS-SERVICE-QUALITY. */
  readonly quality: number;
}

/** A UDP port of one component, and its way to the A/V Edge. */
interface Port {
  readonly socket: UdpSocket;
  readonly base: Base;
  link: UdpLink | null;
  client: TurnClient | null;
}

/** How long a port stays after its medium has ended (assumption). */
const LINGER = 2 * SECOND;

/**
 * Collects candidates (RFC 5245 4.1.1, [MS-ICE2] 3.1.4.1): the own ports, and in parallel what the A/V Edge gives over
 * UDP for each component and over TCP once. Each relay that cannot be had is kept as a failure.
 */
export class Gatherer {
  readonly candidates: Candidate[] = [];
  readonly bases: Base[] = [];
  readonly failures: { readonly transport: 'UDP' | 'TCP'; readonly failure: TurnFailure }[] = [];
  readonly #host: Host;
  readonly #options: GatherOptions;
  readonly #arrived: Arrival;
  readonly #clients: TurnClient[] = [];
  readonly #ports: Port[] = [];
  readonly #tcp: TcpBase[] = [];
  #open = 0;
  /** Nodes of the A/V Edge that were asked. */
  #round = 0;
  #done: (() => void) | null = null;

  constructor(host: Host, options: GatherOptions, arrived: Arrival) {
    this.#host = host;
    this.#options = options;
    this.#arrived = arrived;
  }

  /** @param relay null where there is none: only the own ports then */
  gather(relay: RelayServer | null, done: () => void): void {
    const { components, udp, tcpHosts } = this.#options;
    if (udp) for (let component = 1; component <= components; component++) this.#udp(component);
    if (tcpHosts) this.#tcpHost();
    if (relay) this.#relays(relay, done);
    else done();
  }

  /** Asks one node of the A/V Edge in every way at once; the next one when it is dead to all. */
  #relays(relay: RelayServer, done: () => void): void {
    this.#round++;
    const { scheduler } = this.#host.simulation;
    const cause = scheduler.cause;
    const starts = [...this.#ports.map((port) => this.#udpRelay(port, relay)), this.#tcpRelay(relay)];
    this.#done = () => {
      const [next, ...others] = relay.others;
      const dead = this.failures.length === starts.length && this.failures.every(isDead);
      if (!next || !dead) {
        done();
        return;
      }
      this.failures.length = 0;
      this.#relays({ ...relay, ...next, others }, done);
    };
    // Held until all have begun: one that fails at once must not end it.
    this.#open = 1;
    for (const start of starts) {
      scheduler.cause = cause;
      start();
    }
    scheduler.cause = cause;
    this.#settled();
  }

  close(): void {
    for (const client of this.#clients) client.close();
    for (const tcp of this.#tcp) tcp.close();
    // What answers the farewell, or is still under way, finds its port and is thrown away.
    this.#host.timer('ports', LINGER, () => this.#ports.forEach(({ socket }) => socket.close()), true);
  }

  #old(): { user: string; password: string } {
    const { random } = this.#host;
    return { user: random.hex(8), password: random.hex(16) };
  }

  /** A port for one component. */
  #udp(component: number): void {
    const { attachment } = this.#options;
    const isServer = ({ address, port: at }: Endpoint) =>
      port.link !== null && port.link.server.address === address && port.link.server.port === at;
    const socket = this.#host.udp.open(
      attachment,
      null,
      (message, from) => {
        if (isServer(from)) port.client!.receive(message);
        else this.#arrived(message, from, port.base);
      },
      // Of checks that cannot be delivered nothing is said: they run out of time.
      (to, hard) => hard && isServer(to) && port.client!.unreachable(),
    );
    const at = { address: attachment.address, port: socket.port };
    const own = candidate('host', 'UDP', component, at, null, this.#old());
    const port: Port = { socket, base: new UdpBase(own, socket), link: null, client: null };
    this.#ports.push(port);
    this.#add(port.base, own);
  }

  /** A relay, and by way of it a reflexive address, for a port. */
  #udpRelay(port: Port, relay: RelayServer): () => void {
    const own = port.base.candidate;
    const { component } = own;
    const link = new UdpLink(port.socket, relay.udp);
    let base: Base | null = null;
    const client = this.#client(`udp${component}`, link, relay, 'UDP', {
      allocated: (relayed, reflexive) => {
        base = new RelayBase(candidate('relay', 'UDP', component, relayed, reflexive, this.#old()), client);
        this.#add(base, base.candidate);
        if (reflexive.address === own.address && reflexive.port === own.port) return;
        const { user, password } = own;
        this.candidates.push(candidate('srflx', 'UDP', component, reflexive, own, { user, password }));
      },
      data: (message, from) => base && this.#arrived(message, from, base),
    });
    port.link = link;
    port.client = client;
    return () => this.#begin(client);
  }

  #tcpHost(): void {
    const { attachment } = this.#options;
    const at = { address: attachment.address, port: this.#host.ephemeralPort() };
    const old = this.#old();
    const passive = candidate('host', 'TCP-PASS', 1, at, null, old);
    const active = candidate('host', 'TCP-ACT', 1, at, null, old);
    const base = new TcpBase(this.#host, attachment, passive, this.#arrived);
    this.#tcp.push(base);
    this.#add(base, passive, active);
  }

  /** One relay over TCP for all components (seen in real offers: they share its port). */
  #tcpRelay(relay: RelayServer): () => void {
    const { attachment, components } = this.#options;
    const link = new TcpLink(this.#host, attachment, relay.tcp);
    let base: Base | null = null;
    const client = this.#client('tcp', link, relay, 'TCP', {
      allocated: (relayed: TransportAddress, reflexive: TransportAddress) => {
        const old = this.#old();
        const lines: Candidate[] = [];
        for (let component = 1; component <= components; component++)
          for (const transport of ['TCP-PASS', 'TCP-ACT'] as const)
            lines.push(candidate('relay', transport, component, relayed, reflexive, old));
        base = new RelayBase(lines[0]!, client);
        this.#add(base, ...lines);
      },
      data: (message, from) => base && this.#arrived(message, from, base),
    });
    return () => this.#begin(client);
  }

  #client(
    name: string,
    link: UdpLink | TcpLink,
    relay: RelayServer,
    transport: 'UDP' | 'TCP',
    user: Pick<TurnUser, 'allocated'> & {
      data(message: Parameters<TurnUser['data']>[0], from: TransportAddress): unknown;
    },
  ): TurnClient {
    const { id, title, quality } = this.#options;
    const what = transport === 'TCP' ? 'relay over TCP' : `relay over UDP ${name.slice(3)}`;
    const client: TurnClient = new TurnClient(
      this.#host,
      link,
      relay,
      {
        id: `${id}/turn/${this.#round > 1 ? `${this.#round}/` : ''}${name}`,
        title: `${title}: ${what}`,
        quality,
      },
      {
        allocated: (relayed, reflexive) => {
          user.allocated(relayed, reflexive);
          this.#settled();
        },
        failed: (failure) => {
          this.failures.push({ transport, failure });
          this.#settled();
        },
        data: (message, from) => void user.data(message, from),
      },
    );
    this.#clients.push(client);
    return client;
  }

  #begin(client: TurnClient): void {
    this.#open++;
    client.start();
  }

  #settled(): void {
    this.#open--;
    if (this.#open > 0) return;
    const done = this.#done;
    this.#done = null;
    done?.();
  }

  #add(base: Base, ...candidates: readonly Candidate[]): void {
    this.bases.push(base);
    this.candidates.push(...candidates);
  }
}

/** Has the node given no sign of life? */
function isDead({ failure }: Gatherer['failures'][number]): boolean {
  return failure.how === 'no-answer';
}
