import type { Message } from '../../model/packet.ts';
import type { Attachment } from '../../network/fabric.ts';
import type { Host } from '../../network/host.ts';
import type { TcpConnection, TcpUser } from '../../network/tcp-connection.ts';
import type { Endpoint } from '../../network/udp.ts';
import type { Certificate } from './certificate.ts';
import type { ClientOptions, ServerOptions, TlsEnd, TlsUser } from './session.ts';
import { TlsSession } from './session.ts';

/** A connection that messages are written to, with TLS or without. */
export interface Stream {
  readonly isOpen: boolean;
  readonly tcp: TcpConnection;
  send(message: Message, size: number): void;
  close(): void;
}

/** A connection without TLS, seen through the same eyes as one with it. */
class PlainStream implements Stream, TcpUser {
  readonly tcp: TcpConnection;
  readonly #user: TlsUser;

  constructor(user: TlsUser, make: (own: TcpUser) => TcpConnection) {
    this.#user = user;
    this.tcp = make(this);
  }

  get isOpen(): boolean {
    return this.tcp.isOpen;
  }

  send(message: Message, size: number): void {
    this.tcp.send(message, size);
  }

  close(): void {
    this.tcp.close();
  }

  say(message: Message, size: number): void {
    this.send(message, size);
  }

  opened(): void {
    this.#user.secured(null);
  }

  received(message: Message, size: number): void {
    this.#user.received(message, size);
  }

  ended(how: TlsEnd): void {
    this.#user.ended(how, null);
  }
}

/** A session's stream: what it offers, by the names of `Stream`. */
function streamOf(session: TlsSession): Stream {
  return {
    get isOpen() {
      return session.isOpen;
    },
    tcp: session.connection,
    send: (message, size) => session.send(message, size),
    close: () => session.close(),
  };
}

/**
 * Opens a connection; with TLS when `tls` says what to expect.
 * @param user told when it is ready (`secured`, also without TLS), of messages, and of its end
 */
export function openStream(
  host: Host,
  from: Attachment | null,
  to: Endpoint,
  tls: ClientOptions | null,
  user: TlsUser,
): Stream {
  if (tls) return streamOf(TlsSession.connect(host, from, to, tls, user));
  return new PlainStream(user, (own) => host.tcp.connect(from, to, own));
}

/** What a server does with one connection: who is told of its messages. */
export type StreamAcceptor = (stream: Stream) => Omit<TlsUser, 'secured'> & {
  secured?(peer: Certificate | null): void;
};

/** Accepts connections on a port, with TLS or without; the returned function stops that. */
export function listenStream(
  host: Host,
  attachment: Attachment,
  port: number,
  tls: ServerOptions | null,
  accept: StreamAcceptor,
): () => void {
  return host.tcp.listen(attachment, port, (tcp) => {
    let user: ReturnType<StreamAcceptor> | undefined = undefined;
    const relay: TlsUser = {
      secured: (peer) => user?.secured?.(peer),
      received: (message, size) => user?.received(message, size),
      ended: (how, why) => user?.ended(how, why),
    };
    if (tls === null) {
      const stream = new PlainStream(relay, () => tcp);
      user = accept(stream);
      return stream;
    }
    const session = TlsSession.accept(host, tcp, tls, relay);
    user = accept(streamOf(session));
    return session;
  });
}
