import type { Address } from '../../model/address.ts';
import { formatAddress } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';
import type { Attachment } from '../../network/fabric.ts';
import type { Host } from '../../network/host.ts';
import type { TcpConnection } from '../../network/tcp-connection.ts';
import type { Certificate } from '../tls/certificate.ts';
import type { ServerOptions, TlsEnd, TlsUser } from '../tls/session.ts';
import { endText, TlsSession } from '../tls/session.ts';
import type { Revocation } from '../tls/trust.ts';
import { hasName } from '../tls/trust.ts';
import { DecodeError } from '../codec/reader.ts';
import type { RawMessage } from '../raw/message.ts';
import { rawBytes } from '../raw/message.ts';
import { sipCodec } from './codec.ts';
import type { SipMessage, SipRequest } from './message.ts';
import { SipFault } from './message.ts';

/** A server as a connection is made to it. */
export interface Target {
  /** Name that its certificate must have. */
  readonly name: string;
  readonly address: Address;
  readonly port: number;
}

/** Why no connection came about. */
export interface Unreachable {
  readonly target: Target;
  readonly how: TlsEnd | 'name';
  /** One sentence. */
  readonly text: string;
}

/** What a connection tells its element. */
export interface ConnectionUser {
  message(message: SipMessage, connection: SipConnection): void;
  /** A request that cannot be understood, and the status that says so. */
  malformed(request: SipRequest, status: number, connection: SipConnection): void;
  /** It was open and is not any more. */
  lost(connection: SipConnection): void;
}

/**
 * SIP over TLS on one TCP connection. Requests go down connections that the sender opened; the answers come back on
 * the connection of their request (assumption: seen so between Lync servers).
 */
export class SipConnection implements TlsUser {
  /** Number that Microsoft's servers write as ms-received-cid. */
  readonly cid: number;
  readonly target: Target | null;
  readonly #user: ConnectionUser;
  readonly #settled: ((result: SipConnection | Unreachable) => void)[] = [];
  readonly #host: Host;
  #session!: TlsSession;
  #secured = false;
  #over = false;
  #silent = false;
  #peer: Certificate | null = null;

  private constructor(host: Host, user: ConnectionUser, target: Target | null) {
    this.#host = host;
    this.#user = user;
    this.target = target;
    this.cid = host.simulation.nextId();
  }

  /** Begins a connection to a server. */
  static open(
    host: Host,
    user: ConnectionUser,
    from: Attachment | null,
    target: Target,
    certificate: Certificate | null,
    revocation: Revocation | null,
  ): SipConnection {
    const connection = new SipConnection(host, user, target);
    connection.#session = TlsSession.connect(
      host,
      from,
      target,
      { expect: target.name, certificate, ...(revocation ? { revocation } : {}) },
      connection,
    );
    return connection;
  }

  /** Takes one that came in. */
  static accept(host: Host, user: ConnectionUser, tcp: TcpConnection, options: ServerOptions): SipConnection {
    const connection = new SipConnection(host, user, null);
    connection.#session = TlsSession.accept(host, tcp, options, connection);
    return connection;
  }

  /** The TLS session, to be given to TCP as its user. */
  get session(): TlsSession {
    return this.#session;
  }

  get isOpen(): boolean {
    return this.#session.isOpen;
  }

  /** Has it been closed, or has it failed? Until then it may still open. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Did it end because the other side said nothing any more? */
  get wentSilent(): boolean {
    return this.#silent;
  }

  get tcp(): TcpConnection {
    return this.#session.connection;
  }

  /** Did the other side prove to be that server? */
  isPeer(name: string): boolean {
    return this.#peer !== null && hasName(this.#peer, name);
  }

  /** Did the other side show a certificate (MTLS)? */
  get mutual(): boolean {
    return this.#peer !== null;
  }

  /** Calls back once the connection is open, or has failed; at once when that is known. */
  whenSettled(done: (result: SipConnection | Unreachable) => void): void {
    if (this.#secured) done(this);
    else this.#settled.push(done);
  }

  send(message: SipMessage): void {
    this.#session.send(message, sipCodec.size(message));
  }

  close(): void {
    this.#over = true;
    this.#session.close();
  }

  secured(peer: Certificate | null): void {
    this.#secured = true;
    this.#peer = peer;
    for (const done of this.#settled.splice(0)) done(this);
  }

  received(message: Message): void {
    if (message.protocol === 'sip') this.#user.message(message as SipMessage, this);
    else if (message.protocol === 'raw') this.#read(message as RawMessage);
    else this.#host.stray(message);
  }

  /** Bytes that may be a message, or be wrong in a way that an answer can name (RFC 3261 16.3, 21.4.1). */
  #read(message: RawMessage): void {
    try {
      this.#user.message(sipCodec.read(rawBytes(message)), this);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      const fault = error instanceof SipFault ? error : null;
      if (fault?.request && fault.status !== null) this.#user.malformed(fault.request, fault.status, this);
      this.#host.stray(`no SIP message, ${error.message}`);
    }
  }

  ended(how: TlsEnd, why: string | null): void {
    this.#over = true;
    this.#silent = how === 'timed-out';
    if (this.#secured) this.#user.lost(this);
    else if (this.target) {
      const { target } = this;
      const where = `${target.name} (${formatAddress(target.address)}:${target.port})`;
      const text = why ?? endText(how, where);
      this.#host.log(text);
      for (const done of this.#settled.splice(0)) done({ target, how, text });
    }
  }
}
