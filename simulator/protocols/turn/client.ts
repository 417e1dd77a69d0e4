import type { Handle } from '../../kernel/scheduler.ts';
import { NONE } from '../../kernel/scheduler.ts';
import { formatAddress } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';
import { SINGLE } from '../../model/packet.ts';
import { milliseconds, seconds } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import type { Machine } from '../../network/simulation.ts';
import { longTermKey } from '../stun/integrity.ts';
import type { StunAttributes, StunMessage, TransportAddress } from '../stun/message.ts';
import { isSignedWith, isStun } from '../stun/message.ts';
import type { RelayCredentials } from './credentials.ts';
import { REALM } from './credentials.ts';
import type { TurnLink } from './link.ts';
import { turnClientMachine } from './machines.ts';

/** Where relays are to be had, and by what right. */
export interface RelayServer extends RelayCredentials {
  readonly name: string;
  readonly udp: TransportAddress;
  readonly tcp: TransportAddress;
  /** Other nodes of the same name, tried one after the other when one does not answer at all. */
  readonly others: readonly Pick<RelayServer, 'udp' | 'tcp'>[];
}

/** What became of a try to get a relayed address. */
export interface TurnFailure {
  readonly how: 'no-answer' | 'refused' | 'lost';
  readonly text: string;
  /** The packet that shows it: the last that was sent in vain, or the answer that said no. */
  readonly packet: number;
}

export interface TurnUser {
  allocated(relayed: TransportAddress, reflexive: TransportAddress): void;
  /** No relayed address, or it is no more. */
  failed(failure: TurnFailure): void;
  /** Something has come from a peer. */
  data(message: Message, from: TransportAddress): void;
}

/** MS-VERSION of programs that speak [MS-ICE2]. */
export const MS_ICE2 = 2;

/**
 * The client of MS-TURN ([MS-TURN] 3.2): Allocate without proof, 401 with nonce and realm, Allocate with proof; then
 * Send requests, Data indications, one active destination, and a refresh at half the life.
 */
export class TurnClient {
  relayed: TransportAddress | null = null;
  readonly #host: Host;
  readonly #link: TurnLink;
  readonly #credentials: RelayCredentials;
  readonly #user: TurnUser;
  readonly #quality: number;
  readonly #machine: Machine<typeof turnClientMachine>;
  readonly #key: string;
  #nonce = '';
  #transaction = '';
  #retry: Handle = NONE;
  #limit: Handle = NONE;
  #refresh: Handle = NONE;
  #tries = 0;
  #sequence = 0;
  #connection = '';
  #active: TransportAddress | null = null;
  #lastPacket = -1;
  #over = false;
  #waiting: StunMessage | null = null;

  /** @param quality stream type of MS-SERVICE-QUALITY: 1 audio, 2 video, 4 data */
  constructor(
    host: Host,
    link: TurnLink,
    credentials: RelayCredentials,
    options: { readonly id: string; readonly title: string; readonly quality: number },
    user: TurnUser,
  ) {
    this.#host = host;
    this.#link = link;
    this.#credentials = credentials;
    this.#user = user;
    this.#quality = options.quality;
    this.#key = longTermKey(credentials.username, REALM, credentials.password);
    this.#machine = host.simulation.spawn(turnClientMachine, {
      id: options.id,
      title: options.title,
      node: host.index,
    });
  }

  /** Has the server an active destination from us? */
  get active(): boolean {
    return this.#active !== null;
  }

  /** Begins; settled by `allocated` or `failed`. */
  start(): void {
    const { simulation } = this.#host;
    const limit = seconds(simulation.knob('mras.wait_s'));
    this.#limit = this.#host.timer('A/V Edge', limit, () =>
      this.#fail('no-answer', `${this.#link.name} did not answer.`, this.#lastPacket),
    );
    if (this.#link.connecting) this.#machine.send({ type: 'CONNECT' });
    this.#lastPacket = this.#link.open({
      connected: () => this.#machine.send({ type: 'CONNECTED' }),
      ready: () => {
        if (this.#link.connecting) this.#machine.send({ type: 'DISGUISED' });
        else this.#machine.send({ type: 'ASK' });
        this.#ask({});
      },
      received: (message) => this.receive(message),
      ended: (how, packet) => {
        const text =
          how === 'refused'
            ? `${this.#link.name} refused the connection.`
            : `The connection to ${this.#link.name} was lost.`;
        this.#fail(this.relayed ? 'lost' : 'refused', text, packet);
      },
    });
  }

  /** A message from the server. */
  receive(message: Message): void {
    if (this.#over) return;
    if (!isStun(message)) {
      if (this.#active) this.#user.data(message, this.#active);
      else this.#host.stray(message);
      return;
    }
    const { method, kind, attributes } = message;
    if (message.dialect === 'ms-turn' && method === 'data') {
      if (attributes.data && attributes.remote) this.#user.data(attributes.data, attributes.remote);
      return;
    }
    if (message.dialect !== 'ms-turn') {
      if (this.#active) this.#user.data(message, this.#active);
      else this.#host.stray(message);
      return;
    }
    if (message.transaction !== this.#transaction || kind === 'request') {
      this.#host.stray(message);
      return;
    }
    this.#answered(message);
  }

  /** Sends a peer something. */
  send(to: TransportAddress, data: Message, counted = SINGLE): { event: number; packet: number } {
    const active = this.#active;
    if (active && active.address === to.address && active.port === to.port)
      return this.#link.raw(data, counted);
    this.#sequence++;
    return this.#link.send(
      this.#message('send', 'request', {
        username: this.#credentials.username,
        destination: to,
        sequence: { connection: this.#connection, number: this.#sequence },
        data,
      }),
      -1,
    );
  }

  /** From now on what is sent to this peer, and comes from it, travels without a wrapping ([MS-TURN] 3.2.4.4). */
  activate(to: TransportAddress): void {
    if (this.#over) return;
    const request = this.#message('set-active-destination', 'request', {
      username: this.#credentials.username,
      nonce: this.#nonce,
      destination: to,
    });
    this.#request(request);
  }

  /** Gives the address back. */
  close(): void {
    if (this.#over) return;
    if (this.relayed) this.#link.send(this.#proof({ lifetime: 0 }), -1);
    this.#stop();
    this.#machine.send({ type: 'RELEASED' });
    this.#link.close();
  }

  #ask(more: StunAttributes): void {
    this.#request(
      this.#message('allocate', 'request', {
        version: MS_ICE2,
        quality: { stream: this.#quality, quality: this.#link.connecting ? 1 : 0 },
        ...more,
      }),
    );
  }

  #proof(more: StunAttributes): StunMessage {
    const { username } = this.#credentials;
    return this.#message('allocate', 'request', {
      version: MS_ICE2,
      username,
      realm: REALM,
      nonce: this.#nonce,
      ...more,
    });
  }

  #answered(message: StunMessage): void {
    const { error, nonce, alternateServer } = message.attributes;
    this.#host.cancel(this.#retry);
    this.#retry = NONE;
    this.#transaction = '';
    const asked = this.#waiting;
    this.#waiting = null;
    if (error?.code === 401 && nonce !== undefined && this.#nonce === '') {
      this.#nonce = nonce;
      this.#machine.send({ type: 'CHALLENGED' });
      // [MS-TURN] 3.2.5.2: over UDP the next request goes to the node itself, whoever passed the first one on.
      if (alternateServer) this.#link.redirect(alternateServer);
      this.#request(
        this.#proof({ quality: { stream: this.#quality, quality: this.#link.connecting ? 1 : 0 } }),
      );
      return;
    }
    if (error?.code === 438 && nonce !== undefined) {
      this.#nonce = nonce;
      this.#request(this.#proof({}));
      return;
    }
    if (error || !isSignedWith(message, this.#key)) {
      const text = error ? `${error.code} ${error.reason}` : 'the answer is not signed as it should be';
      this.#fail('refused', `${this.#link.name}: ${text}.`, this.#host.simulation.handledPacket());
      return;
    }
    if (message.method === 'set-active-destination') {
      this.#active = asked?.attributes.destination ?? null;
      this.#machine.send({ type: 'ACTIVATED' });
      return;
    }
    this.#allocated(message);
  }

  #allocated({ attributes }: StunMessage): void {
    const { mapped, xorMapped, lifetime = 0, sequence } = attributes;
    if (!mapped || !xorMapped) return;
    this.#host.cancel(this.#limit);
    this.#connection = sequence?.connection ?? '';
    const first = this.relayed === null;
    this.relayed = mapped;
    this.#refresh = this.#host.timer(
      'TURN refresh',
      seconds(lifetime / 2),
      () => this.#request(this.#proof({ lifetime })),
      true,
    );
    if (!first) return;
    this.#machine.send({ type: 'ALLOCATED' });
    this.#user.allocated(mapped, xorMapped);
  }

  /** Sends a request, and over UDP again while no answer comes (RFC 5389 7.2.1). */
  #request(message: StunMessage): void {
    this.#host.cancel(this.#retry);
    this.#transaction = message.transaction;
    this.#waiting = message;
    this.#tries = 0;
    this.#transmit(message, -1);
  }

  #transmit(message: StunMessage, repeats: number): void {
    const { scheduler } = this.#host.simulation;
    const { event, packet } = this.#link.send(message, repeats);
    this.#lastPacket = packet;
    if (this.#link.connecting) return;
    const rto = milliseconds(this.#host.simulation.knob('turn.rto_ms')) * 2 ** this.#tries;
    const before = scheduler.cause;
    scheduler.cause = event;
    const background = this.relayed !== null;
    this.#retry = this.#host.timer(
      'TURN retransmission',
      rto,
      () => {
        this.#tries++;
        if (this.relayed && this.#tries > 6)
          this.#fail('lost', `${this.#link.name} does not answer any more.`, packet);
        else this.#transmit(message, packet);
      },
      background,
    );
    scheduler.cause = before;
  }

  #message(
    method: StunMessage['method'],
    kind: StunMessage['kind'],
    attributes: StunAttributes,
  ): StunMessage {
    const signed = attributes.username !== undefined;
    return {
      protocol: 'stun',
      dialect: 'ms-turn',
      method,
      kind,
      transaction: this.#host.random.hex(32),
      attributes,
      integrity: signed ? { key: this.#key, term: 'long' } : null,
    };
  }

  /** The server cannot be reached at all (RFC 5389 7.2.1: a hard ICMP error ends the transaction). */
  unreachable(): void {
    if (!this.relayed) this.#fail('refused', `${this.#link.name} cannot be reached.`, this.#lastPacket);
  }

  #fail(how: TurnFailure['how'], text: string, packet: number): void {
    if (this.#over) return;
    this.#stop();
    this.#machine.send({ type: 'FAILED' });
    this.#link.close();
    this.relayed = null;
    this.#host.log(`No relay: ${text}`);
    this.#user.failed({ how, text, packet });
  }

  #stop(): void {
    this.#over = true;
    for (const timer of [this.#retry, this.#limit, this.#refresh]) this.#host.cancel(timer);
  }
}

/** "10.45.16.30:3478" */
export function endpointText({ address, port }: TransportAddress): string {
  return `${formatAddress(address)}:${port}`;
}
