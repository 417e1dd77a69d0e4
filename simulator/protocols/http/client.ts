import type { Handle } from '../../kernel/scheduler.ts';
import { NONE } from '../../kernel/scheduler.ts';
import { formatAddress } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';
import { SECOND } from '../../model/time.ts';
import type { Attachment } from '../../network/fabric.ts';
import type { Host } from '../../network/host.ts';
import { resolverOf } from '../dns/resolver.ts';
import type { Certificate } from '../tls/certificate.ts';
import type { TlsEnd } from '../tls/session.ts';
import { endText } from '../tls/session.ts';
import type { Stream } from '../tls/stream.ts';
import { openStream } from '../tls/stream.ts';
import { httpCodec } from './codec.ts';
import type { HttpHeader, HttpMessage, HttpRequest, HttpResponse, Url } from './message.ts';

/** What a request comes to: an answer, or why there is none, in one sentence. */
export type HttpResult =
  | { readonly ok: true; readonly response: HttpResponse }
  | { readonly ok: false; readonly how: TlsEnd | 'name'; readonly text: string };

export interface HttpClientOptions {
  /** Where to send from; null picks the way that leads there. */
  readonly from: Attachment | null;
  /** Shown to servers that ask for one. */
  readonly certificate: Certificate | null;
  /** The server as it is reached, when that is not the URL's own host (a reverse proxy's way to the pool). */
  readonly via?: { readonly name: string; readonly port: number };
}

/** A program's HTTP: finds the server, keeps the connection for the next request (RFC 2616 8.1), one request at a time. */
export class HttpClient {
  readonly #host: Host;
  readonly #options: HttpClientOptions;
  readonly #connections = new Map<string, Connection>();

  constructor(host: Host, options: HttpClientOptions = { from: null, certificate: null }) {
    this.#host = host;
    this.#options = options;
  }

  /** Asks; `done` is called once. */
  request(
    method: string,
    url: Url,
    headers: readonly HttpHeader[],
    body: string,
    done: (result: HttpResult) => void,
  ): void {
    this.forward(
      {
        protocol: 'http',
        kind: 'request',
        method,
        target: url.target,
        headers: [['Host', url.host], ...headers],
        body,
      },
      url,
      done,
    );
  }

  /** Sends a request as it is. */
  forward(request: HttpRequest, url: Url, done: (result: HttpResult) => void): void {
    const { name, port } = this.#options.via ?? { name: url.host, port: url.port };
    const key = `${url.scheme}://${name}:${port}`;
    const known = this.#connections.get(key);
    if (known?.isFree) {
      known.ask(request, done);
      return;
    }
    resolverOf(this.#host).addresses(name, (addresses, kind) => {
      const [address] = addresses;
      if (address === undefined) {
        const text =
          kind === 'no-answer' ? `No name server answered for ${name}.` : `The name ${name} does not exist.`;
        if (kind !== 'no-answer') this.#host.fault('name', `${this.#host.title}: ${text}`);
        done({ ok: false, how: 'name', text });
        return;
      }
      const connection = new Connection(
        this.#host,
        this.#options,
        { address, port },
        url.scheme === 'https' ? name : null,
      );
      this.#connections.set(key, connection);
      connection.ask(request, done);
    });
  }

  closeAll(): void {
    for (const connection of this.#connections.values()) connection.close();
    this.#connections.clear();
  }
}

/** One connection to a server, with at most one request under way. */
class Connection {
  readonly #host: Host;
  readonly #where: string;
  readonly #stream: Stream;
  #asked: { request: HttpRequest; done: (result: HttpResult) => void } | null = null;
  #ready = false;
  #over = false;
  #timer: Handle = NONE;

  constructor(
    host: Host,
    options: HttpClientOptions,
    to: { address: number; port: number },
    expect: string | null,
  ) {
    this.#host = host;
    this.#where = `${expect ?? ''} ${formatAddress(to.address)}:${to.port}`.trim();
    const tls = expect === null ? null : { expect, certificate: options.certificate };
    this.#stream = openStream(host, options.from, to, tls, {
      secured: () => {
        this.#ready = true;
        this.#send();
      },
      received: (message) => this.#received(message),
      ended: (how, why) => this.#ended(how, why),
    });
  }

  get isFree(): boolean {
    return this.#ready && !this.#over && this.#stream.isOpen && this.#asked === null;
  }

  ask(request: HttpRequest, done: (result: HttpResult) => void): void {
    this.#asked = { request, done };
    const patience = this.#host.simulation.knob('http.timeout_s');
    this.#timer = this.#host.timer('HTTP answer', Math.round(patience * SECOND), () => {
      this.#over = true;
      this.#stream.close();
      const text = `No answer from ${this.#where} in ${patience} s.`;
      this.#settle({ ok: false, how: 'timed-out', text });
    });
    if (this.#ready) this.#send();
  }

  close(): void {
    this.#over = true;
    this.#stream.close();
  }

  #send(): void {
    if (this.#asked) this.#stream.send(this.#asked.request, httpCodec.size(this.#asked.request));
  }

  #received(message: Message): void {
    const http = message.protocol === 'http' ? (message as HttpMessage) : null;
    if (http?.kind === 'response' && this.#asked) this.#settle({ ok: true, response: http });
    else this.#host.stray(http ? 'an HTTP answer that nobody asked for' : message);
  }

  #ended(how: TlsEnd, why: string | null): void {
    this.#over = true;
    this.#settle({ ok: false, how, text: why ?? endText(how, this.#where) });
  }

  #settle(result: HttpResult): void {
    const asked = this.#asked;
    this.#asked = null;
    this.#host.cancel(this.#timer);
    asked?.done(result);
  }
}
