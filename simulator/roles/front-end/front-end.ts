import type { Duration } from '../../model/time.ts';
import { SECOND } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import type { Certificate } from '../../protocols/tls/certificate.ts';
import type { SipConnection } from '../../protocols/sip/connection.ts';
import { addressOf } from '../../protocols/sip/address.ts';
import { header, parseNameAddress, parseUri, prepend, withUri } from '../../protocols/sip/headers.ts';
import type { SipRequest, SipResponse, SipUri } from '../../protocols/sip/message.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import type { Hop } from '../../protocols/sip/proxy.ts';
import { opensDialog, SipProxy } from '../../protocols/sip/proxy.ts';
import type { Service } from '../role.ts';
import type { PoolMember } from './pool-member.ts';
import type { Directory } from '../directory.ts';
import type { FrontEndConfig } from './config.ts';
import type { Binding } from './database.ts';
import { PoolDatabase } from './database.ts';
import { Focus } from './focus.ts';
import { PresenceService } from './presence.ts';
import { Registrar } from './registrar.ts';

/** A front end of the pool: registrar, presence, and the router between the pool's people. */
export class FrontEnd extends SipProxy implements Service, PoolMember {
  readonly config: FrontEndConfig;
  readonly directory: Directory;
  readonly database: PoolDatabase;
  protected readonly name: string;
  protected readonly patience: Duration;
  readonly certificate: Certificate;
  readonly #registrar: Registrar;
  readonly #presence: PresenceService;
  readonly #focus: Focus;
  #stop: (() => void) | null = null;

  constructor(host: Host, config: FrontEndConfig, directory: Directory) {
    super(host);
    this.config = config;
    this.directory = directory;
    this.name = config.name;
    this.patience = host.simulation.knob('sip.nextHop_s') * SECOND;
    this.certificate = directory.certificate(config.certificate);
    this.database = directory.pool(config.pool, () => new PoolDatabase());
    this.database.frontEnds.set(host.id, config.name);
    this.#registrar = new Registrar(this);
    this.#presence = new PresenceService(this);
    this.#focus = new Focus(this);
    this.start();
  }

  start(): void {
    const options = { certificate: this.certificate, client: 'ask' } as const;
    this.#stop ??= this.transport.listen(
      this.host.attachment(this.config.interface),
      this.config.port,
      options,
    );
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
    this.transport.closeAll();
  }

  /** Asks the A/V authentication service of our Edge for credentials, for a server of this computer. */
  askRelay(request: SipRequest, answered: (response: SipResponse | null) => void): void {
    const { mediaRelay } = this.config;
    if (!mediaRelay) {
      answered(null);
      return;
    }
    this.originate(request, this.#hop(mediaRelay.name, mediaRelay.port), {
      response: answered,
      timedOut: () => answered(null),
      unreachable: () => answered(null),
    });
  }

  /** Is it a person of this pool? */
  isOurs(uri: string): boolean {
    return this.config.domains.includes(parseUri(uri).host);
  }

  /** Sends a request of our own in a dialog: by its routes, else to where the person is signed in. */
  deliver(request: SipRequest, answered: (response: SipResponse | null) => void = () => undefined): void {
    const to = addressOf(header(request, 'To'));
    const lost = (why: string) => {
      this.host.log(`${request.method} to ${to} not delivered. ${why}`);
      answered(null);
    };
    const route = this.nextRoute(request);
    const binding = this.database.bindingOf(to, this.host.simulation.now);
    if (!route && !binding) {
      lost('Nobody is signed in there.');
      return;
    }
    const { request: routed, hop } = route
      ? { request, hop: this.#server(route) }
      : this.#towards(withUri(request, binding!.contact), binding!);
    this.originate(routed, hop, {
      response: (response) => {
        if (response.status >= 200) answered(response);
      },
      timedOut: () => lost('No answer in time.'),
      unreachable: (why) => lost(why.text),
    });
  }

  protected owns(uri: SipUri): boolean {
    return uri.host === this.config.pool && uri.params['ms-fe'] === this.config.name;
  }

  protected request(transaction: ServerTransaction): void {
    const { request } = transaction;
    const { method } = request;
    if (method === 'REGISTER') {
      this.#registrar.register(transaction);
      return;
    }
    if (!this.#registrar.vouches(transaction)) return;
    if (this.#hosts(request)) {
      const elsewhere = this.#focus.mediaServerElsewhere(request);
      if (elsewhere !== null) {
        this.forward(
          transaction,
          this.#stay(this.popRoutes(request).request),
          this.#hop(elsewhere, this.config.port),
        );
        return;
      }
      if (this.#focus.request(transaction)) return;
    }
    const to = addressOf(header(request, 'To'));
    const toSelf = to === addressOf(header(request, 'From'));
    if (toSelf && (method === 'SUBSCRIBE' || method === 'SERVICE')) this.#presence.request(transaction);
    else if (method === 'SUBSCRIBE' && this.#hosts(request) && this.directory.account(to))
      this.#presence.watchOne(transaction, to);
    else this.#route(transaction);
  }

  protected override lost(connection: SipConnection): void {
    for (const [uri, binding] of this.database.bindings)
      if (binding.connection === connection && binding.path.length === 0) {
        this.database.bindings.delete(uri);
        this.#presence.publish(uri, 'Offline');
      }
  }

  /** Another server of this pool has asked for it, and has looked at it already. */
  fromPool(connection: SipConnection): boolean {
    const { pool, mediation } = this.config;
    return connection.isPeer(pool) || (mediation !== undefined && connection.isPeer(mediation.name));
  }

  /** The Edge has asked for it. */
  fromEdge(connection: SipConnection): boolean {
    return this.config.edge !== undefined && connection.isPeer(this.config.edge.name);
  }

  /** Is the request for something of this pool itself, with no server of its route left to pass? */
  #hosts(request: SipRequest): boolean {
    return this.isOurs(addressOf(request.uri)) && this.nextRoute(this.popRoutes(request).request) === null;
  }

  #route(transaction: ServerTransaction): void {
    const { request } = this.popRoutes(transaction.request);
    const route = this.nextRoute(request);
    if (route) {
      this.forward(transaction, this.#stay(request), this.#server(route));
      return;
    }
    const known = this.database.byContact(request.uri);
    if (known) {
      this.#forwardTo(transaction, request, known);
      return;
    }
    const uri = addressOf(request.uri);
    const { edge, mediation } = this.config;
    if (mediation && parseUri(request.uri).host === mediation.name) {
      this.forward(transaction, request, this.#hop(mediation.name, mediation.port));
      return;
    }
    if (!this.isOurs(uri) && edge) {
      this.forward(transaction, this.#stay(request), this.#hop(edge.name, edge.port));
      return;
    }
    if (!this.isOurs(uri)) {
      this.refuse(transaction, 404, { id: 1005, details: { domain: parseUri(uri).host } });
      return;
    }
    const { params, user } = parseUri(request.uri);
    const { mediaRelay } = this.config;
    if (params['opaque'] === 'srvr:MRAS' && mediaRelay) {
      this.forward(transaction, request, this.#hop(mediaRelay.name, mediaRelay.port));
      return;
    }
    if (params['user'] === 'phone' && user?.startsWith('+') && mediation) {
      this.forward(transaction, this.#stay(request), this.#hop(mediation.name, mediation.port));
      return;
    }
    if (!this.directory.account(uri)) {
      this.refuse(transaction, 404, { id: 1003, details: { TargetUri: uri } });
      return;
    }
    const { voiceMail } = this.config;
    if (voiceMail !== undefined && edge && parseUri(request.uri).params['opaque'] === 'app:voicemail') {
      const mailbox = `sip:${parseUri(uri).user ?? ''}@${voiceMail}`;
      this.forward(transaction, this.#stay(withUri(request, mailbox)), this.#hop(edge.name, edge.port));
      return;
    }
    const binding = this.database.bindingOf(uri, this.host.simulation.now);
    if (binding) this.#forwardTo(transaction, withUri(request, binding.contact), binding);
    else this.refuse(transaction, 480);
  }

  #forwardTo(transaction: ServerTransaction, request: SipRequest, binding: Binding): void {
    const { request: routed, hop } = this.#towards(this.#stay(request), binding);
    this.forward(transaction, routed, hop);
  }

  /** The way to a signed-in person: over the Edge, down their own connection, or over the front end that has it. */
  #towards(request: SipRequest, binding: Binding): { request: SipRequest; hop: Hop } {
    const [first, ...rest] = binding.path;
    if (first !== undefined) {
      let routed = request;
      for (const path of [...rest.reverse(), first]) routed = prepend(routed, 'Route', path);
      return { request: routed, hop: this.#server(parseUri(parseNameAddress(first).uri)) };
    }
    if (binding.frontEnd === this.config.name) return { request, hop: { connection: binding.connection } };
    return { request, hop: this.#hop(binding.frontEnd, this.config.port) };
  }

  /** Records our route in a request that opens a dialog. */
  #stay(request: SipRequest): SipRequest {
    if (!opensDialog(request)) return request;
    const { pool, port, name } = this.config;
    return prepend(request, 'Record-Route', `<sip:${pool}:${port};transport=tls;ms-fe=${name};lr>`);
  }

  #server(uri: SipUri): Hop {
    const frontEnd = uri.params['ms-fe'];
    return this.#hop(typeof frontEnd === 'string' ? frontEnd : uri.host, uri.port ?? this.config.port);
  }

  #hop(name: string, port: number): Hop {
    return {
      name,
      port,
      from: this.host.attachment(this.config.interface),
      certificate: this.certificate,
      affinity: 0,
    };
  }
}
