import type { Duration } from '../../model/time.ts';
import { SECOND } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import type { Certificate } from '../../protocols/tls/certificate.ts';
import { addressOf } from '../../protocols/sip/address.ts';
import type { SipConnection } from '../../protocols/sip/connection.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { header, parseUri, prepend } from '../../protocols/sip/headers.ts';
import type { SipRequest, SipUri } from '../../protocols/sip/message.ts';
import type { Hop } from '../../protocols/sip/proxy.ts';
import { opensDialog, SipProxy } from '../../protocols/sip/proxy.ts';
import type { Directory } from '../directory.ts';
import type { Service } from '../role.ts';
import type { AccessEdgeConfig } from './config.ts';

/**
 * The Access Edge: a SIP proxy with one foot outside and one inside. Requests of remote clients go to the next hop;
 * requests from inside find their client by the connection number that we wrote into Path or Record-Route.
 */
export class AccessEdge extends SipProxy implements Service {
  protected readonly name: string;
  protected readonly patience: Duration;
  readonly #config: AccessEdgeConfig;
  readonly #external: Certificate;
  readonly #internal: Certificate;
  readonly #stops: (() => void)[] = [];

  constructor(host: Host, config: AccessEdgeConfig, directory: Directory) {
    super(host);
    this.#config = config;
    this.name = config.internal.name;
    this.patience = host.simulation.knob('sip.nextHop_s') * SECOND;
    this.#external = directory.certificate(config.external.certificate);
    this.#internal = directory.certificate(config.internal.certificate);
    this.start();
  }

  start(): void {
    if (this.#stops.length > 0) return;
    const { external, internal } = this.#config;
    const outside = this.host.attachment(external.interface);
    const inside = this.host.attachment(internal.interface);
    this.#stops.push(
      this.transport.listen(outside, external.clientPort, { certificate: this.#external, client: 'ignore' }),
      this.transport.listen(inside, internal.port, { certificate: this.#internal, client: 'require' }),
    );
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.transport.closeAll();
  }

  protected owns(uri: SipUri): boolean {
    const { external, internal } = this.#config;
    return (
      (uri.host === internal.name && uri.port === internal.port) ||
      (uri.host === external.name && uri.port === external.clientPort)
    );
  }

  protected request(transaction: ServerTransaction): void {
    const inside = this.host.attachment(this.#config.internal.interface);
    if (transaction.connection.tcp.local.address === inside.address) this.#fromInside(transaction);
    else this.#fromOutside(transaction);
  }

  /** From a remote client: only people of our own domains, and only towards the pool. */
  #fromOutside(transaction: ServerTransaction): void {
    const { request } = this.popRoutes(transaction.request);
    const domain = parseUri(addressOf(header(request, 'From'))).host;
    if (!this.#config.domains.includes(domain)) {
      this.refuse(transaction, 403, {
        id: 1005,
        reason: 'Cannot route to destination domain.',
        details: { domain },
      });
      return;
    }
    const { cid } = transaction.connection;
    const marked =
      request.method === 'REGISTER'
        ? prepend(request, 'Path', this.#route(cid))
        : this.#stay(request, cid, 'inward');
    this.forward(transaction, marked, this.#inward(this.nextRoute(marked), cid));
  }

  /** From the pool: to the client whose connection the route names. */
  #fromInside(transaction: ServerTransaction): void {
    const { request, popped } = this.popRoutes(transaction.request);
    const cid = popped.map(connectionOf).find((one) => one !== null);
    if (cid === undefined) {
      const domain = parseUri(addressOf(request.uri)).host;
      this.refuse(transaction, 404, {
        id: 1005,
        reason: 'Cannot route to destination domain.',
        details: { domain },
      });
      return;
    }
    const connection: SipConnection | undefined = this.transport.accepted(cid);
    if (!connection) {
      this.refuse(transaction, 480, { id: 1007, reason: 'Temporarily cannot route.' });
      return;
    }
    this.forward(transaction, this.#stay(request, cid, 'outward'), { connection });
  }

  /** Records both our faces in a request that opens a dialog (RFC 5658): on top the one that it leaves by. */
  #stay(request: SipRequest, cid: number, way: 'inward' | 'outward'): SipRequest {
    if (!opensDialog(request)) return request;
    const { external } = this.#config;
    const outer = `<sip:${external.name}:${external.clientPort};transport=tls;opaque=state:T;lr>`;
    const faces = way === 'inward' ? [outer, this.#route(cid)] : [this.#route(cid), outer];
    return faces.reduce((marked, face) => prepend(marked, 'Record-Route', face), request);
  }

  /** Our inner face, with the number of the client's connection. */
  #route(cid: number): string {
    const { internal } = this.#config;
    return `<sip:${internal.name}:${internal.port};transport=tls;opaque=state:Ci.R${cid.toString(16)};lr>`;
  }

  /** The front end that a route names, else one of the pool: a client stays with the same while that one answers. */
  #inward(route: SipUri | null, cid: number): Hop {
    const { nextHop, internal } = this.#config;
    const frontEnd = route?.params['ms-fe'];
    return {
      name: typeof frontEnd === 'string' ? frontEnd : nextHop.name,
      port: nextHop.port,
      from: this.host.attachment(internal.interface),
      certificate: this.#internal,
      affinity: cid,
    };
  }
}

/** The number of a client's connection in one of our own routes. */
function connectionOf(uri: SipUri): number | null {
  const { opaque } = uri.params;
  const match = typeof opaque === 'string' ? /^state:Ci\.R([0-9a-f]+)$/i.exec(opaque) : null;
  return match ? parseInt(match[1]!, 16) : null;
}
