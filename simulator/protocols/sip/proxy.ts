import { formatAddress } from '../../model/address.ts';
import type { Duration } from '../../model/time.ts';
import type { Attachment } from '../../network/fabric.ts';
import type { Certificate } from '../tls/certificate.ts';
import type { Revocation } from '../tls/trust.ts';
import type { Target, Unreachable } from './connection.ts';
import type { Diagnostic } from './diagnostics.ts';
import { diagnosticHeader } from './diagnostics.ts';
import { SipConnection } from './connection.ts';
import type { ServerTransaction } from './element.ts';
import { hasTag, isSilent, nextHopCopy, SipElement } from './element.ts';
import { dropFirst, header, headers, parseNameAddress, parseUri } from './headers.ts';
import type { SipRequest, SipResponse, SipUri } from './message.ts';

/** Where a request goes next: down an open connection, or to one of the servers of a name. */
export type Hop =
  | { readonly connection: SipConnection }
  | {
      readonly name: string;
      readonly port: number;
      readonly from: Attachment | null;
      readonly certificate: Certificate | null;
      /** What stays with one server of several while that one answers: the same number, the same server. */
      readonly affinity: number;
      readonly revocation?: Revocation;
    };

/** A SIP element that passes requests on (RFC 3261 16): the Access Edge and the front ends. */
export abstract class SipProxy extends SipElement {
  protected override get minds(): 'Proxy-Require' {
    return 'Proxy-Require';
  }

  /** FQDN that it calls itself in diagnostics. */
  protected abstract readonly name: string;
  /** How long a next hop's servers may take to answer a connection; 0 for as long as TCP tries. */
  protected abstract readonly patience: Duration;

  /** Is this URI one of our own Record-Routes or Paths? */
  protected abstract owns(uri: SipUri): boolean;

  /** Takes our own entries off the top of the route set (RFC 3261 16.4); gives them back too. */
  protected popRoutes(request: SipRequest): { request: SipRequest; popped: SipUri[] } {
    const popped: SipUri[] = [];
    let rest = request;
    for (;;) {
      const top = headers(rest, 'Route')[0];
      if (top === undefined) break;
      const uri = parseUri(parseNameAddress(top).uri);
      if (!this.owns(uri)) break;
      popped.push(uri);
      rest = dropFirst(rest, 'Route');
    }
    return { request: rest, popped };
  }

  /** The first route that is left: the server to send to (RFC 3261 16.6, step 6 and 7). */
  protected nextRoute(request: SipRequest): SipUri | null {
    const top = headers(request, 'Route')[0];
    return top === undefined ? null : parseUri(parseNameAddress(top).uri);
  }

  /** Passes a request on; answers of the next hop go back, and what stops it becomes an answer of ours. */
  protected forward(transaction: ServerTransaction, request: SipRequest, hop: Hop): void {
    const copy = nextHopCopy(request);
    if (copy === null) {
      this.refuse(transaction, 483);
      return;
    }
    this.#reach(hop, (result) => {
      if (result instanceof SipConnection) this.#relay(transaction, copy, result, hop);
      else this.unreachable(transaction, result, hop);
    });
  }

  /** Sends a request of our own to a hop. */
  protected originate(
    request: SipRequest,
    hop: Hop,
    user: {
      response: (response: SipResponse) => void;
      timedOut: () => void;
      unreachable: (why: Unreachable) => void;
    },
  ): void {
    this.#reach(hop, (result) => {
      if (!(result instanceof SipConnection)) user.unreachable(result);
      else if (isSilent(request)) result.send(this.withVia(request, result));
      else this.send(request, result, user);
    });
  }

  /** Answers with a failure and the diagnostic that explains it. */
  protected refuse(transaction: ServerTransaction, status: number, diagnostic?: Diagnostic): void {
    if (isSilent(transaction.request)) return;
    transaction.respond(status, diagnostic ? [diagnosticHeader(diagnostic, this.name)] : []);
  }

  /** The next hop could not be reached: 504 with what an administrator needs to know. */
  protected unreachable(transaction: ServerTransaction, why: Unreachable, _hop: Hop): void {
    if (why.how === 'name') {
      this.refuse(transaction, 504, NO_ADDRESS(why.target.name));
      return;
    }
    const trust = why.how === 'untrusted' || why.how === 'no-certificate';
    this.refuse(
      transaction,
      504,
      trust
        ? { id: 1010, details: { ErrorType: why.text, HostName: why.target.name } }
        : {
            id: 1038,
            details: {
              fqdn: why.target.name,
              port: String(why.target.port),
              'winsock-code': winsockCode(why),
              text: why.text,
            },
          },
    );
  }

  #relay(
    transaction: ServerTransaction,
    request: SipRequest,
    connection: SipConnection,
    hop: Hop,
    again = false,
  ): void {
    const outgoing = this.withVia(request, connection);
    if (isSilent(request)) {
      connection.send(outgoing);
      return;
    }
    this.transactions.send(outgoing, connection, {
      response: (response) => transaction.forward(dropFirst(response, 'Via')),
      timedOut: () => this.refuse(transaction, 408),
      lost: () => {
        // Nothing came back: another server of the name may take it (RFC 3263 4.3).
        if (!again && !('connection' in hop)) {
          this.#reach(hop, (result) => {
            if (result instanceof SipConnection) this.#relay(transaction, request, result, hop, true);
            else this.unreachable(transaction, result, hop);
          });
          return;
        }
        const { remote } = connection.tcp;
        const target = connection.target ?? { name: formatAddress(remote.address), ...remote };
        const text = `The connection to ${target.name} was lost.`;
        this.unreachable(transaction, { target, how: 'reset', text }, hop);
      },
    });
  }

  #reach(hop: Hop, done: (result: SipConnection | Unreachable) => void): void {
    if ('connection' in hop) {
      done(hop.connection);
      return;
    }
    this.resolver.addresses(hop.name, (addresses) => {
      if (addresses.length === 0) {
        const text = `${this.name} finds no address for ${hop.name}.`;
        this.host.fault('name', text);
        done({ target: { name: hop.name, address: 0, port: hop.port }, how: 'name', text });
        return;
      }
      const first = hop.affinity % addresses.length;
      const order = [...addresses.slice(first), ...addresses.slice(0, first)];
      const targets = order.map((address): Target => ({ name: hop.name, address, port: hop.port }));
      this.transport.reach(
        targets,
        {
          from: hop.from,
          certificate: hop.certificate,
          limit: this.patience,
          ...(hop.revocation ? { revocation: hop.revocation } : {}),
        },
        done,
      );
    });
  }
}

/** [MS-OCER] 1014 */
export const NO_ADDRESS = (fqdn: string): Diagnostic => ({ id: 1014, details: { fqdn } });

/** The Windows Sockets error of a failed connection, as diagnostics carry it. */
export function winsockCode({ how }: Unreachable): string {
  return how === 'timed-out' ? '10060' : how === 'refused' ? '10061' : '10054';
}

/** Does the request open a dialog, so that a proxy that wants to stay in it records its route? */
export function opensDialog(request: SipRequest): boolean {
  return (
    (request.method === 'INVITE' || request.method === 'SUBSCRIBE') && !hasTag(header(request, 'To') ?? '')
  );
}
