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
  readonly #directory: Directory;
  #list: string | null = null;
  #stop: (() => void) | null = null;

  constructor(host: Host, config: CrlServerConfig, directory: Directory) {
    this.#host = host;
    this.#config = config;
    this.#directory = directory;
    this.start();
  }

  start(): void {
    const { interface: name, port, path } = this.#config;
    this.#stop ??= listenHttp(this.#host, this.#host.attachment(name), port, null, (exchange) => {
      if (exchange.request.target === path) exchange.respond(200, [['Content-Type', CRL_TYPE]], this.list);
      else exchange.respond(404);
    });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }

  /** Its list, written when somebody asks for it first. */
  get list(): string {
    this.#list ??= this.#write();
    return this.#list;
  }

  #write(): string {
    const { issuer, revoked, life_s } = this.#config;
    const { date } = this.#host.simulation;
    const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
    return writeList({
      issuer,
      thisUpdate: iso(date),
      nextUpdate: iso(date + life_s * 1000),
      revoked: revoked.map((id) => this.#directory.certificate(id).serial),
    });
  }
}
