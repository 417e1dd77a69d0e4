import { Task } from '../../model/task.ts';
import type { Duration } from '../../model/time.ts';
import { SECOND } from '../../model/time.ts';
import { EventKind, NO_PACKET } from '../../model/trace.ts';
import type { Host } from '../../network/host.ts';
import { RevocationLists } from '../../protocols/crl/revocation.ts';
import type { Certificate } from '../../protocols/tls/certificate.ts';
import { addressOf } from '../../protocols/sip/address.ts';
import type { SipConnection, Unreachable } from '../../protocols/sip/connection.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { header, parseUri, prepend } from '../../protocols/sip/headers.ts';
import type { SipRequest, SipUri } from '../../protocols/sip/message.ts';
import type { Hop } from '../../protocols/sip/proxy.ts';
import { NO_ADDRESS, opensDialog, SipProxy, winsockCode } from '../../protocols/sip/proxy.ts';
import type { Directory } from '../directory.ts';
import type { Service } from '../role.ts';
import type { AccessEdgeConfig } from './config.ts';
import { Peers } from './federation.ts';

/** Where a request came from, or which way it leaves: over a client's connection, or over one with another Edge. */
type Outside = { readonly cid: number } | 'peer';

/**
 * The Access Edge: a SIP proxy with one foot outside and one inside. Requests of remote clients and of other
 * organizations go to the next hop; requests from inside find their client by the connection number that we wrote into
 * Path or Record-Route, and other organizations by DNS.
 */
export class AccessEdge extends SipProxy implements Service {
  /** The revocation lists that this computer holds. */
  readonly revocation: RevocationLists;
  /** The certificate that it shows outside. */
  readonly external: Certificate;
  protected readonly name: string;
  protected readonly patience: Duration;
  readonly #config: AccessEdgeConfig;
  readonly #internal: Certificate;
  readonly #peers: Peers;
  readonly #stops: (() => void)[] = [];

  constructor(host: Host, config: AccessEdgeConfig, directory: Directory) {
    super(host);
    this.#config = config;
    this.name = config.internal.name;
    this.patience = host.simulation.knob('sip.nextHop_s') * SECOND;
    this.external = directory.certificate(config.external.certificate);
    this.#internal = directory.certificate(config.internal.certificate);
    this.#peers = new Peers(host, config.federation);
    this.revocation = new RevocationLists(host);
    this.start();
  }

  start(): void {
    if (this.#stops.length > 0) return;
    const { external, internal } = this.#config;
    const outside = this.host.attachment(external.interface);
    const inside = this.host.attachment(internal.interface);
    const own = { certificate: this.external, revocation: this.revocation };
    const { clientPort, federationPort } = external;
    // With one address and one port for both, a certificate tells a peer from a client.
    const client = clientPort === federationPort ? 'ask' : 'ignore';
    this.#stops.push(
      this.transport.listen(outside, clientPort, { ...own, client }),
      this.transport.listen(inside, internal.port, { certificate: this.#internal, client: 'require' }),
    );
    if (clientPort !== federationPort)
      this.#stops.push(this.transport.listen(outside, federationPort, { ...own, client: 'require' }));
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.transport.closeAll();
  }

  /** Fetches the list that says whether its own certificate was revoked; settled when it is there. */
  fetchRevocationList(): Task {
    const { host } = this;
    const { simulation } = host;
    const text = `${host.title} fetches the revocation list of its certificate's authority`;
    const begun = simulation.enter(EventKind.log, host.index, NO_PACKET, simulation.trace.string(text));
    const task = new Task(begun, simulation.now);
    const { crl } = this.external;
    if (crl === null) {
      task.fail('the certificate names no list', simulation.scheduler.cause, simulation.now);
      return task;
    }
    this.revocation.fetch(crl, (revoked) => {
      if (revoked) task.succeed(simulation.scheduler.cause, simulation.now);
      else task.fail(`no list from ${crl}`, simulation.scheduler.cause, simulation.now);
    });
    return task;
  }

  protected owns(uri: SipUri): boolean {
    const { external, internal } = this.#config;
    return (
      ((uri.host === internal.name || uri.host === internal.pool) && uri.port === internal.port) ||
      (uri.host === external.name &&
        (uri.port === external.clientPort || uri.port === external.federationPort))
    );
  }

  protected request(transaction: ServerTransaction): void {
    const { connection } = transaction;
    const inside = this.host.attachment(this.#config.internal.interface);
    if (connection.tcp.local.address === inside.address) this.#fromInside(transaction);
    else if (connection.mutual) this.#fromPeer(transaction);
    else this.#fromClient(transaction);
  }

  /** From a remote client: people of our own domains, guests of a conference, and only towards the pool. */
  #fromClient(transaction: ServerTransaction): void {
    const { request } = this.popRoutes(transaction.request);
    const domain = parseUri(addressOf(header(request, 'From'))).host;
    if (!this.#config.domains.includes(domain) && domain !== ANONYMOUS) {
      this.#noWay(transaction, 403, domain);
      return;
    }
    const { cid } = transaction.connection;
    const marked =
      request.method === 'REGISTER'
        ? prepend(request, 'Path', this.#inner({ cid }))
        : this.#stay(request, { cid }, 'inward');
    this.forward(transaction, marked, this.#inward(this.nextRoute(marked), cid));
  }

  /** From another organization's Edge: it must be the one that serves the sender's domain. */
  #fromPeer(transaction: ServerTransaction): void {
    const { request } = this.popRoutes(transaction.request);
    const domain = parseUri(addressOf(header(request, 'From'))).host;
    // Its silence is still the cause of what we do once we know the sender's Edge.
    this.#peers.find(domain, (edge) => {
      if ('status' in edge) {
        this.refuse(transaction, edge.status, edge.diagnostic);
        return;
      }
      if (!transaction.connection.isPeer(edge.name)) {
        this.host.fault(
          'certificate',
          `${this.host.title} took no request of ${domain}: its Edge is ${edge.name}, and the certificate is not for that name.`,
        );
        this.refuse(transaction, 403, { id: 1010, details: { domain, fqdn: edge.name } });
        return;
      }
      const marked = this.#stay(request, 'peer', 'inward');
      this.forward(transaction, marked, this.#inward(this.nextRoute(marked), transaction.connection.cid));
    });
  }

  /** From the pool: to the client whose connection the route names, else to another organization. */
  #fromInside(transaction: ServerTransaction): void {
    const { request, popped } = this.popRoutes(transaction.request);
    const cid = popped.map(connectionOf).find((one) => one !== null);
    if (cid === undefined) {
      this.#toPeer(transaction, request);
      return;
    }
    const connection: SipConnection | undefined = this.transport.accepted(cid);
    if (!connection) {
      this.refuse(transaction, 480, { id: 1007 });
      return;
    }
    this.forward(transaction, this.#stay(request, { cid }, 'outward'), { connection });
  }

  #toPeer(transaction: ServerTransaction, request: SipRequest): void {
    const marked = this.#stay(request, 'peer', 'outward');
    const route = this.nextRoute(request);
    if (route) {
      this.forward(transaction, marked, this.#peer(route.host, route.port ?? 5061));
      return;
    }
    const domain = parseUri(addressOf(request.uri)).host;
    if (this.#config.domains.includes(domain)) {
      this.#noWay(transaction, 404, domain);
      return;
    }
    this.#peers.find(domain, (edge) => {
      if ('status' in edge) this.refuse(transaction, edge.status, edge.diagnostic);
      else this.forward(transaction, marked, this.#peer(edge.name, edge.port));
    });
  }

  /** What stops a request on its way to another organization has numbers of its own ([MS-OCER]). */
  protected override unreachable(transaction: ServerTransaction, why: Unreachable, hop: Hop): void {
    if ('connection' in hop || hop.certificate !== this.external || why.how === 'untrusted') {
      super.unreachable(transaction, why, hop);
      return;
    }
    const details = {
      fqdn: why.target.name,
      'peer-type': 'FederatedPartner',
      'winsock-code': winsockCode(why),
    };
    this.refuse(
      transaction,
      504,
      why.how === 'name'
        ? NO_ADDRESS(why.target.name)
        : why.how === 'timed-out' || why.how === 'refused'
          ? { id: 1046, details }
          : { id: 1047, details },
    );
  }

  #noWay(transaction: ServerTransaction, status: number, domain: string): void {
    this.refuse(transaction, status, { id: 1005, details: { domain } });
  }

  /** Records both our faces in a request that opens a dialog (RFC 5658): on top the one that it leaves by. */
  #stay(request: SipRequest, outside: Outside, way: 'inward' | 'outward'): SipRequest {
    if (!opensDialog(request)) return request;
    const faces = [this.#outer(outside), this.#inner(outside)];
    if (way === 'outward') faces.reverse();
    return faces.reduce((marked, face) => prepend(marked, 'Record-Route', face), request);
  }

  #outer(outside: Outside): string {
    const { name, clientPort, federationPort } = this.#config.external;
    const port = outside === 'peer' ? federationPort : clientPort;
    return `<sip:${name}:${port};transport=tls;opaque=state:${outside === 'peer' ? 'F' : 'T'};lr>`;
  }

  /** Our inner face, with the number of the client's connection; towards other Edges any of our pool will do. */
  #inner(outside: Outside): string {
    const { name, pool = name, port } = this.#config.internal;
    const [host, state] = outside === 'peer' ? [pool, 'F'] : [name, `Ci.R${outside.cid.toString(16)}`];
    return `<sip:${host}:${port};transport=tls;opaque=state:${state};lr>`;
  }

  /** The front end that a route names, else one of the pool: a client stays with the same while that one answers. */
  #inward(route: SipUri | null, affinity: number): Hop {
    const { nextHop, internal } = this.#config;
    const frontEnd = route?.params['ms-fe'];
    return {
      name: typeof frontEnd === 'string' ? frontEnd : nextHop.name,
      port: nextHop.port,
      from: this.host.attachment(internal.interface),
      certificate: this.#internal,
      affinity,
    };
  }

  #peer(name: string, port: number): Hop {
    return {
      name,
      port,
      from: this.host.attachment(this.#config.external.interface),
      certificate: this.external,
      affinity: 0,
      revocation: this.revocation,
    };
  }
}

/** Domain of people without an account ([MS-CONFAS], after RFC 3323). */
const ANONYMOUS = 'anonymous.invalid';

/** The number of a client's connection in one of our own routes. */
function connectionOf(uri: SipUri): number | null {
  const { opaque } = uri.params;
  const match = typeof opaque === 'string' ? /^state:Ci\.R([0-9a-f]+)$/i.exec(opaque) : null;
  return match ? parseInt(match[1]!, 16) : null;
}
