import type { Duration } from '../../model/time.ts';
import { SECOND } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import { addressOf } from '../../protocols/sip/address.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { header } from '../../protocols/sip/headers.ts';
import type { SipRequest, SipResponse } from '../../protocols/sip/message.ts';
import type { Hop } from '../../protocols/sip/proxy.ts';
import { SipProxy } from '../../protocols/sip/proxy.ts';
import type { Certificate } from '../../protocols/tls/certificate.ts';
import type { Directory } from '../directory.ts';
import type { Service } from '../role.ts';
import type { CallHome } from './call.ts';
import { Call } from './call.ts';
import { serverHome } from './server-home.ts';

/** What such a server is configured with. */
export interface AnsweringConfig {
  readonly interface: string;
  readonly name: string;
  readonly port: number;
  readonly certificate: string;
}

/** Whom the server asks for credentials. */
export interface RelaySource {
  readonly name: string;
  readonly port: number;
}

/** A server with a name and a port of its own that takes calls with audio: a mediation server, voice mail. */
export abstract class AnsweringServer extends SipProxy implements Service {
  protected readonly name: string;
  protected readonly patience: Duration;
  protected readonly certificate: Certificate;
  readonly #config: AnsweringConfig;
  readonly #calls: Call[] = [];
  #home: CallHome | null = null;
  #stop: (() => void) | null = null;

  constructor(host: Host, config: AnsweringConfig, directory: Directory) {
    super(host);
    this.#config = config;
    this.name = config.name;
    this.patience = host.simulation.knob('sip.nextHop_s') * SECOND;
    this.certificate = directory.certificate(config.certificate);
    this.start();
  }

  /** What people call it, and the domain that it belongs to. */
  protected abstract readonly title: string;
  protected abstract readonly domain: string;
  /** Where its credentials for an A/V Edge come from; null where it has none. */
  protected abstract readonly relaySource: RelaySource | null;
  /** How long it rings there. */
  protected abstract readonly ring_s: number;

  start(): void {
    const { interface: id, port } = this.#config;
    this.#stop ??= this.transport.listen(this.host.attachment(id), port, {
      certificate: this.certificate,
      client: 'require',
    });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
    for (const call of this.#calls.splice(0)) call.hangUp();
    this.transport.closeAll();
  }

  protected owns(): boolean {
    return false;
  }

  /** May whoever sent it be served? Answers when not. */
  protected abstract admits(transaction: ServerTransaction): boolean;

  /** Somebody has hung up. */
  protected hungUp(_request: SipRequest): void {}

  protected request(transaction: ServerTransaction): void {
    if (!this.admits(transaction)) return;
    const { request } = transaction;
    const callId = header(request, 'Call-ID') ?? '';
    const known = this.#calls.find((one) => one.callId === callId);
    if (known) {
      known.request(transaction);
      if (request.method === 'BYE') this.hungUp(request);
    } else if (request.method === 'INVITE') this.#answer(transaction);
    else if (request.method !== 'ACK') transaction.respond(request.method === 'BYE' ? 481 : 405);
  }

  /** The hop to a server by its name. */
  protected hop(name: string, port: number): Hop {
    return {
      name,
      port,
      from: this.host.attachment(this.#config.interface),
      certificate: this.certificate,
      affinity: 0,
    };
  }

  #answer(transaction: ServerTransaction): void {
    const peer = addressOf(header(transaction.request, 'From'));
    const call: Call = new Call(this.#homeFor(transaction), peer, peer, ['audio'], false, {
      established: () => undefined,
      heard: () => undefined,
      silent: () => undefined,
      ended: () => {
        const index = this.#calls.indexOf(call);
        if (index >= 0) this.#calls.splice(index, 1);
      },
    });
    this.#calls.push(call);
    call.take(transaction, this.ring_s);
  }

  #homeFor({ connection }: ServerTransaction): CallHome {
    const source = this.relaySource;
    this.#home ??= serverHome({
      host: this.host,
      attachment: this.host.attachment(this.#config.interface),
      id: 'calls',
      title: this.title,
      uri: `sip:${this.name}:${this.#config.port};transport=tls`,
      domain: this.domain,
      relay: source && {
        uri: `sip:mras@${this.domain};gruu;opaque=srvr:MRAS`,
        ask: (request, answered) => this.#converse(request, this.hop(source.name, source.port), answered),
      },
      converse: (request, answered) => this.#converse(request, { connection }, answered),
    });
    return this.#home;
  }

  #converse(request: SipRequest, hop: Hop, answered: (response: SipResponse | null) => void): void {
    this.originate(request, hop, {
      response: answered,
      timedOut: () => answered(null),
      unreachable: () => answered(null),
    });
  }
}
