import type { Host } from '../../network/host.ts';
import { HttpClient } from '../../protocols/http/client.ts';
import type { HttpResult } from '../../protocols/http/client.ts';
import { httpHeader } from '../../protocols/http/message.ts';
import type { Url } from '../../protocols/http/message.ts';
import type { HttpExchange } from '../../protocols/http/server.ts';
import { listenHttp } from '../../protocols/http/server.ts';
import type { Directory } from '../directory.ts';
import type { Service } from '../role.ts';
import type { ReverseProxyConfig } from './config.ts';

/**
 * Publishes the pool's web services: ends the TLS of people outside and opens its own to the pool, on the ports by
 * which the pool tells them from people inside (443 to 4443, 80 to 8080). Path and Host header stay as they came.
 */
export class ReverseProxy implements Service {
  readonly #host: Host;
  readonly #config: ReverseProxyConfig;
  readonly #directory: Directory;
  readonly #stops: (() => void)[] = [];
  readonly #secure: HttpClient;
  readonly #plain: HttpClient;

  constructor(host: Host, config: ReverseProxyConfig, directory: Directory) {
    this.#host = host;
    this.#config = config;
    this.#directory = directory;
    const { name, httpPort, httpsPort } = config.pool;
    const from = host.attachment(config.internal.interface);
    this.#secure = new HttpClient(host, { from, certificate: null, via: { name, port: httpsPort } });
    this.#plain = new HttpClient(host, { from, certificate: null, via: { name, port: httpPort } });
    this.start();
  }

  /** The names that it publishes, by what people use them for. */
  get published(): ReverseProxyConfig['sites'] {
    return this.#config.sites;
  }

  start(): void {
    if (this.#stops.length > 0) return;
    const { external } = this.#config;
    const outside = this.#host.attachment(external.interface);
    const certificate = this.#directory.certificate(external.certificate);
    this.#stops.push(
      listenHttp(this.#host, outside, external.httpsPort, { certificate, client: 'ignore' }, (exchange) =>
        this.#take(exchange, 'https'),
      ),
      listenHttp(this.#host, outside, external.httpPort, null, (exchange) => this.#take(exchange, 'http')),
    );
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#secure.closeAll();
    this.#plain.closeAll();
  }

  #take(exchange: HttpExchange, scheme: Url['scheme']): void {
    const { request } = exchange;
    const { sites, plain, pool, external } = this.#config;
    const name = (httpHeader(request, 'Host') ?? '').split(':')[0]!.toLowerCase();
    if (!Object.values(sites).includes(name)) {
      exchange.respond(403, [], 'Forbidden: this name is not published here.');
      return;
    }
    if (scheme === 'http' && !plain.includes(name)) {
      const port = external.httpsPort === 443 ? '' : `:${external.httpsPort}`;
      exchange.respond(302, [['Location', `https://${name}${port}${request.target}`]]);
      return;
    }
    const url: Url = { scheme, host: pool.name, port: 0, target: request.target };
    const client = scheme === 'https' ? this.#secure : this.#plain;
    client.forward(request, url, (result) => this.#answer(exchange, result));
  }

  #answer(exchange: HttpExchange, result: HttpResult): void {
    if (result.ok) {
      const { status, headers, body } = result.response;
      exchange.respond(
        status,
        headers.filter(([name]) => name !== 'Server'),
        body,
      );
      return;
    }
    this.#host.log(`502 to the client: ${result.text}`);
    exchange.respond(502, [['Content-Type', 'text/html']], `<h1>502 Proxy Error</h1><p>${result.text}</p>`);
  }
}
