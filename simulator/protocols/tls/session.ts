import type { Message } from '../../model/packet.ts';
import type { Host } from '../../network/host.ts';
import type { Machine } from '../../network/simulation.ts';
import type { TcpConnection, TcpEnd, TcpUser } from '../../network/tcp-connection.ts';
import type { Certificate } from './certificate.ts';
import { tlsCodec } from './codec.ts';
import type { HandshakeMessage, TlsMessage, TlsRecord } from './message.ts';
import { sessionMachine } from './session-machine.ts';
import type { Distrust, Revocation } from './trust.ts';
import { judge } from './trust.ts';

/** How a session ended, or why it never was. */
export type TlsEnd = TcpEnd | 'untrusted' | 'no-certificate';

/** Why there is no connection to a place, in one sentence. */
export function endText(how: TlsEnd, where: string): string {
  switch (how) {
    case 'timed-out':
      return `No answer from ${where}: the connection timed out.`;
    case 'refused':
      return `${where} refused the connection.`;
    case 'reset':
      return `${where} reset the connection.`;
    default:
      return `${where} closed the connection.`;
  }
}

/** Who uses a session. */
export interface TlsUser {
  /** The handshake is over; the other side's certificate, if it showed one. */
  secured(peer: Certificate | null): void;
  received(message: Message, size: number): void;
  /** `why` is a sentence when a certificate was the reason. */
  ended(how: TlsEnd, why: string | null): void;
}

export interface ClientOptions {
  /** Name that the server's certificate must have. */
  readonly expect: string;
  /** Shown when the server asks for one. */
  readonly certificate: Certificate | null;
  readonly revocation?: Revocation;
}

export interface ServerOptions {
  readonly certificate: Certificate;
  /** Whether the client must show a certificate, may, or is not asked. */
  readonly client: 'require' | 'ask' | 'ignore';
  readonly revocation?: Revocation;
}

/** TLS_RSA_WITH_AES_128_CBC_SHA: what both sides of the time agree on. */
const CIPHER_SUITE = 0x002f;

/**
 * One TLS 1.0 session over a TCP connection (RFC 2246 7.3): the four flights of the full handshake, certificates
 * checked on both sides, then records. Left out on purpose: session resumption, renegotiation, compression.
 */
export class TlsSession implements TcpUser {
  readonly connection: TcpConnection;
  readonly #host: Host;
  readonly #user: TlsUser;
  readonly #options: { client: ClientOptions } | { server: ServerOptions };
  readonly #machine: Machine<typeof sessionMachine>;
  /** Both sides know the session by its client's random. */
  #id: TlsMessage['session'] = null;
  #peer: Certificate | null = null;
  /** Messages that wait until the other side's certificate has been looked up. */
  #held: HandshakeMessage[] | null = null;
  #asked = false;
  #secured = false;
  #over = false;

  private constructor(
    host: Host,
    connection: TcpConnection | null,
    user: TlsUser,
    options: { client: ClientOptions } | { server: ServerOptions },
    connect: (user: TcpUser) => TcpConnection,
  ) {
    this.#host = host;
    this.#user = user;
    this.#options = options;
    const name =
      'client' in options
        ? `TLS to ${options.client.expect}`
        : `TLS as ${options.server.certificate.subject}`;
    this.#machine = host.simulation.spawn(sessionMachine, {
      id: `${host.id}/tls/${host.simulation.nextId()}`,
      title: name,
      node: host.index,
      input: { client: 'client' in options },
    });
    this.connection = connection ?? connect(this);
  }

  /** Opens a connection and a session on it. */
  static connect(
    host: Host,
    from: Parameters<Host['tcp']['connect']>[0],
    to: Parameters<Host['tcp']['connect']>[1],
    options: ClientOptions,
    user: TlsUser,
  ): TlsSession {
    return new TlsSession(host, null, user, { client: options }, (tcp) => host.tcp.connect(from, to, tcp));
  }

  /** Takes a connection that came in. */
  static accept(host: Host, connection: TcpConnection, options: ServerOptions, user: TlsUser): TlsSession {
    return new TlsSession(host, connection, user, { server: options }, () => connection);
  }

  get isOpen(): boolean {
    return this.#secured && !this.#over && this.connection.isOpen;
  }

  /** Sends a message of `size` bytes inside the session. */
  send(message: Message, size: number): void {
    this.#write([{ type: 'application-data', content: message, size }]);
  }

  say(message: Message, size: number): void {
    if (this.isOpen) this.send(message, size);
  }

  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#machine.send({ type: 'CLOSED' });
    if (this.#secured)
      this.#write([{ type: 'alert', level: 'warning', description: 'close_notify', encrypted: true }]);
    this.connection.close();
  }

  opened(): void {
    if (!('client' in this.#options)) return;
    this.#machine.send({ type: 'CONNECTED' });
    const random = this.#host.random.hex(64);
    this.#id = { id: random, from: 'client' };
    this.#handshake({
      type: 'client-hello',
      random,
      sessionId: '',
      cipherSuites: [CIPHER_SUITE, 0x0035, 0x0005, 0x000a],
      serverName: this.#options.client.expect,
    });
  }

  received(message: Message): void {
    if (message.protocol !== 'tls') {
      this.#host.fault('inspection', `${this.#host.title} expected TLS and got ${message.protocol}.`);
      this.#alert('handshake_failure', 'no-certificate', null);
      return;
    }
    for (const record of (message as TlsMessage).records) {
      if (this.#over) return;
      if (record.type === 'application-data') this.#user.received(record.content, record.size);
      else if (record.type === 'alert') this.#alerted(record);
      else if (record.type === 'handshake') for (const part of record.messages) this.#shake(part);
    }
  }

  ended(how: TcpEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.#machine.send({ type: how === 'closed' ? 'CLOSED' : 'LOST' });
    this.#user.ended(how, null);
  }

  /** RFC 2246 7.3, figure 1: one message of the handshake. */
  #shake(message: HandshakeMessage): void {
    if (this.#over) return;
    if (this.#held) {
      this.#held.push(message);
      return;
    }
    switch (message.type) {
      case 'client-hello':
        this.#id = { id: message.random, from: 'server' };
        return this.#greet();
      case 'certificate':
        return this.#check(message.chain[0] ?? null);
      case 'certificate-request':
        this.#asked = true;
        return;
      case 'server-hello-done':
        return this.#exchange();
      case 'finished':
        return this.#finished();
      default:
    }
  }

  #greet(): void {
    if (!('server' in this.#options)) return;
    const { certificate, client } = this.#options.server;
    this.#machine.send({ type: 'HELLO' });
    this.#handshake(
      {
        type: 'server-hello',
        random: this.#host.random.hex(64),
        sessionId: this.#host.random.hex(64),
        cipherSuite: CIPHER_SUITE,
      },
      { type: 'certificate', chain: [certificate] },
      ...(client === 'ignore'
        ? []
        : [{ type: 'certificate-request' as const, authorities: [...this.#host.design.trusts] }]),
      { type: 'server-hello-done' },
    );
  }

  #check(certificate: Certificate | null): void {
    const { simulation } = this.#host;
    if (certificate === null) {
      if ('server' in this.#options && this.#options.server.client === 'require') {
        const why = `${this.#host.title} wants a certificate from every server that connects, and got none.`;
        this.#host.fault('certificate', why);
        this.#alert('handshake_failure', 'no-certificate', why);
      }
      return;
    }
    const expect = 'client' in this.#options ? this.#options.client.expect : null;
    const judgement = judge(
      certificate,
      expect,
      this.#host.design.trusts,
      simulation.date + simulation.now / 1000,
    );
    if (judgement !== null) {
      this.#distrust(certificate, judgement);
      return;
    }
    const { revocation } = 'client' in this.#options ? this.#options.client : this.#options.server;
    if (!revocation || certificate.crl === null) {
      this.#peer = certificate;
      return;
    }
    const held: HandshakeMessage[] = [];
    this.#held = held;
    revocation.check(certificate, (distrust) => {
      this.#held = null;
      if (this.#over) return;
      if (distrust) this.#distrust(certificate, distrust);
      else {
        this.#peer = certificate;
        for (const message of held) this.#shake(message);
      }
    });
  }

  #distrust(certificate: Certificate, { reason, alert, text }: Distrust): void {
    const why = `${this.#host.title} does not trust the certificate of ${certificate.subject}: ${text}.`;
    this.#host.fault(reason, why);
    this.#alert(alert, 'untrusted', why);
  }

  #exchange(): void {
    if (!('client' in this.#options)) return;
    const { certificate } = this.#options.client;
    this.#machine.send({ type: 'HELLO' });
    const messages: HandshakeMessage[] = [];
    if (this.#asked) messages.push({ type: 'certificate', chain: certificate ? [certificate] : [] });
    messages.push({ type: 'client-key-exchange' });
    if (this.#asked && certificate) messages.push({ type: 'certificate-verify' });
    this.#write([
      { type: 'handshake', messages },
      { type: 'change-cipher-spec' },
      { type: 'handshake', messages: [{ type: 'finished' }] },
    ]);
  }

  #finished(): void {
    if ('server' in this.#options)
      this.#write([{ type: 'change-cipher-spec' }, { type: 'handshake', messages: [{ type: 'finished' }] }]);
    this.#secured = true;
    this.#machine.send({ type: 'SECURED' });
    this.#user.secured(this.#peer);
  }

  #alerted(alert: TlsRecord & { type: 'alert' }): void {
    this.#over = true;
    const closing = alert.description === 'close_notify';
    this.#machine.send({ type: closing ? 'CLOSED' : 'REFUSED' });
    this.connection.close();
    this.#user.ended(
      closing ? 'closed' : 'untrusted',
      closing ? null : `The other side refused: ${alert.description}.`,
    );
  }

  #alert(description: (TlsRecord & { type: 'alert' })['description'], how: TlsEnd, why: string | null): void {
    this.#over = true;
    this.#machine.send({ type: 'REFUSED' });
    this.#write([{ type: 'alert', level: 'fatal', description, encrypted: false }]);
    this.connection.close();
    this.#user.ended(how, why);
  }

  #handshake(...messages: HandshakeMessage[]): void {
    this.#write([{ type: 'handshake', messages }]);
  }

  #write(records: readonly TlsRecord[]): void {
    const message: TlsMessage = { protocol: 'tls', session: this.#id, records };
    this.connection.send(message, tlsCodec.size(message));
  }
}
