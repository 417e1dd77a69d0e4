import { formatAddress } from '../../model/address.ts';
import type { Host } from '../../network/host.ts';
import type { Resolver } from '../dns/resolver.ts';
import { resolverOf } from '../dns/resolver.ts';
import type { Abilities } from './codec.ts';
import { refusalOf } from './codec.ts';
import type { SipConnection } from './connection.ts';
import { formatVia, header, headers, parseVia, prepend, replaceFirst, withHeader } from './headers.ts';
import type { Header, SipMessage, SipRequest, SipResponse } from './message.ts';
import { reasonPhrase } from './message.ts';
import type { TransactionUser } from './transaction.ts';
import { Transactions } from './transaction.ts';
import { SipTransport } from './transport.ts';

/** A request that came in, and the way back. */
export class ServerTransaction {
  readonly request: SipRequest;
  readonly connection: SipConnection;
  readonly #tag: string;

  constructor(request: SipRequest, connection: SipConnection, tag: string) {
    this.request = request;
    this.connection = connection;
    this.#tag = tag;
  }

  /** Answers it (RFC 3261 8.2.6): Via, From, To, Call-ID and CSeq as they came, To with a tag (or as given). */
  respond(
    status: number,
    extra: readonly Header[] = [],
    body = '',
    to = header(this.request, 'To') ?? '',
  ): void {
    const { request } = this;
    const list: Header[] = [
      ...headers(request, 'Via').map((value): Header => ['Via', value]),
      ...headers(request, 'Record-Route').map((value): Header => ['Record-Route', value]),
      ['From', header(request, 'From') ?? ''],
      ['To', status > 100 && !hasTag(to) ? `${to};tag=${this.#tag}` : to],
      ['Call-ID', header(request, 'Call-ID') ?? ''],
      ['CSeq', header(request, 'CSeq') ?? ''],
      ...extra,
    ];
    this.forward({
      protocol: 'sip',
      kind: 'response',
      status,
      reason: reasonPhrase(status),
      headers: list,
      body,
    });
  }

  /** Passes a response on that was made further on. */
  forward(response: SipResponse): void {
    if (this.connection.isOpen) this.connection.send(response);
  }
}

/**
 * What every SIP element is made of: connections, client transactions, and the handling of what comes in. Roles
 * extend it with what they do with a request.
 */
export abstract class SipElement {
  readonly host: Host;
  readonly resolver: Resolver;
  readonly transport: SipTransport;
  readonly transactions: Transactions;

  constructor(host: Host) {
    this.host = host;
    this.resolver = resolverOf(host);
    this.transactions = new Transactions(host);
    this.transport = new SipTransport(host, {
      message: (message, connection) => this.#message(message, connection),
      malformed: (request, status, connection) => this.#transaction(request, connection).respond(status),
      lost: (connection) => {
        this.lost(connection);
        this.transactions.lost(connection);
      },
    });
  }

  /** What it understands; requests that want more are refused before it sees them. */
  protected get abilities(): Abilities {
    return { extensions: [] };
  }

  /** The header that says what it must understand. */
  protected get minds(): 'Require' | 'Proxy-Require' {
    return 'Require';
  }

  /** A request came in; its topmost Via tells where from. */
  protected abstract request(transaction: ServerTransaction): void;

  /** A connection that was open is gone. */
  protected lost(_connection: SipConnection): void {}

  /** A response that no transaction of ours waits for. */
  protected strayResponse(response: SipResponse): void {
    this.host.stray(`a ${response.status} response that nobody waits for`);
  }

  /** Sends a request of our own: puts our Via on top and calls back with its answers. */
  send(request: SipRequest, connection: SipConnection, user: TransactionUser): void {
    this.transactions.send(this.withVia(request, connection), connection, user);
  }

  /** The request with our Via on top, with a branch of its own. */
  withVia(request: SipRequest, connection: SipConnection): SipRequest {
    const { local } = connection.tcp;
    const branch = `z9hG4bK${this.host.random.hex(8).toUpperCase()}.${this.host.random.hex(8).toUpperCase()}`;
    const via = formatVia({
      transport: 'TLS',
      host: formatAddress(local.address),
      port: local.port,
      params: { branch },
    });
    return prepend(request, 'Via', via);
  }

  #message(message: SipMessage, connection: SipConnection): void {
    if (message.kind === 'keep-alive') return;
    if (message.kind === 'response') {
      if (!this.transactions.receive(message)) this.strayResponse(message);
      return;
    }
    const transaction = this.#transaction(message, connection);
    const refusal = refusalOf(message, this.abilities, this.minds);
    if (refusal) transaction.respond(refusal.status, refusal.headers);
    else this.request(transaction);
  }

  #transaction(request: SipRequest, connection: SipConnection): ServerTransaction {
    return new ServerTransaction(stamp(request, connection), connection, this.host.random.hex(10));
  }
}

/** RFC 3261 18.2.1, with Microsoft's parameters: writes on the topmost Via where the request really came from. */
function stamp(request: SipRequest, connection: SipConnection): SipRequest {
  const top = header(request, 'Via');
  if (top === undefined) return request;
  const via = parseVia(top);
  const { remote } = connection.tcp;
  const address = formatAddress(remote.address);
  const params: Record<string, string | true> = Object.assign({}, via.params);
  if (via.host !== address) params['received'] = address;
  params['ms-received-port'] = String(remote.port);
  params['ms-received-cid'] = connection.cid.toString(16).toUpperCase();
  return replaceFirst(request, 'Via', formatVia({ ...via, params }));
}

/** Does a To or From carry a tag: is the request inside a dialog? */
export function hasTag(value: string): boolean {
  return /;tag=/i.test(value);
}

/** Is it a request that no answer is sent to? */
export function isSilent(request: SipRequest): boolean {
  // BENOTIFY is Microsoft's NOTIFY without a response ("best effort").
  return request.method === 'ACK' || request.method === 'BENOTIFY';
}

/** A copy of the request with one hop less left, or null when it has none (RFC 3261 16.3). */
export function nextHopCopy(request: SipRequest): SipRequest | null {
  const left = Number(header(request, 'Max-Forwards') ?? '70');
  return left <= 0 ? null : withHeader(request, 'Max-Forwards', String(left - 1));
}
