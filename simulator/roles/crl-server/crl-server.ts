import type { Host } from '../../network/host.ts';
import { CRL_TYPE, writeList } from '../../protocols/crl/list.ts';
import { listenHttp } from '../../protocols/http/server.ts';
import type { Directory } from '../directory.ts';
import type { Service } from '../role.ts';
import type { CrlServerConfig } from './config.ts';

/** Where a certificate authority publishes its revocation list (RFC 5280 4.2.1.13), over plain HTTP. */
export class CrlServer implements Service {
  readonly #host: Host;
  readonly #config: CrlServerConfig;
  readonly #list: string;
  #stop: (() => void) | null = null;

  constructor(host: Host, config: CrlServerConfig, directory: Directory) {
    this.#host = host;
    this.#config = config;
    const revoked = config.revoked.map((id) => directory.certificate(id).serial);
    const { date } = host.simulation;
    const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
    this.#list = writeList({
      issuer: config.issuer,
      thisUpdate: iso(date),
      nextUpdate: iso(date + config.life_s * 1000),
      revoked,
    });
    this.start();
  }

  start(): void {
    const { interface: name, port, path } = this.#config;
    this.#stop ??= listenHttp(this.#host, this.#host.attachment(name), port, null, (exchange) => {
      if (exchange.request.target === path) exchange.respond(200, [['Content-Type', CRL_TYPE]], this.#list);
      else exchange.respond(404);
    });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }
}
