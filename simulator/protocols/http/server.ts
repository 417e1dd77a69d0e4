import type { Attachment } from '../../network/fabric.ts';
import type { Host } from '../../network/host.ts';
import type { Certificate } from '../tls/certificate.ts';
import type { ServerOptions } from '../tls/session.ts';
import type { Stream } from '../tls/stream.ts';
import { listenStream } from '../tls/stream.ts';
import { httpCodec } from './codec.ts';
import type { HttpHeader, HttpMessage, HttpRequest } from './message.ts';
import { httpReason } from './message.ts';

/** One request that came in, and the way back. */
export class HttpExchange {
  readonly request: HttpRequest;
  /** The certificate that the client showed, if it did. */
  readonly peer: Certificate | null;
  readonly #stream: Stream;

  constructor(request: HttpRequest, stream: Stream, peer: Certificate | null) {
    this.request = request;
    this.#stream = stream;
    this.peer = peer;
  }

  /** Answers it. */
  respond(status: number, headers: readonly HttpHeader[] = [], body = ''): void {
    const response: HttpMessage = {
      protocol: 'http',
      kind: 'response',
      status,
      reason: httpReason(status),
      headers: [['Server', 'Microsoft-IIS/7.5'], ...headers],
      body,
    };
    if (this.#stream.isOpen) this.#stream.send(response, httpCodec.size(response));
  }
}

/** Serves HTTP on a port, with TLS or without; the returned function stops that and closes what is open. */
export function listenHttp(
  host: Host,
  attachment: Attachment,
  port: number,
  tls: ServerOptions | null,
  handle: (exchange: HttpExchange) => void,
): () => void {
  const open = new Set<Stream>();
  const stop = listenStream(host, attachment, port, tls, (stream) => {
    let peer: Certificate | null = null;
    open.add(stream);
    return {
      secured: (shown) => (peer = shown),
      received: (message) => {
        const request = message.protocol === 'http' ? (message as HttpMessage) : null;
        if (request?.kind === 'request') handle(new HttpExchange(request, stream, peer));
        else host.stray(request ? `HTTP ${request.status} that answers nothing` : message);
      },
      ended: () => open.delete(stream),
    };
  });
  return () => {
    stop();
    for (const stream of open) stream.close();
    open.clear();
  };
}
