import type { Host } from '../../network/host.ts';
import { httpHeader } from '../../protocols/http/message.ts';
import { listenHttp } from '../../protocols/http/server.ts';
import type { Directory } from '../directory.ts';
import type { Service } from '../role.ts';
import type { CmsReplicaConfig } from './config.ts';

/** Header by which the version of a replica travels (assumption: the real one is inside the files). */
export const REPLICA_VERSION = 'X-Replica-Version';

/** What every server was installed with. */
export const FIRST_VERSION = 1;

/**
 * The Replica Replicator Agent of an Edge: takes the configuration that is pushed to it, and reports its status on the
 * same connection. It asks for nothing itself.
 */
export class CmsReplica implements Service {
  /** The version of the configuration that this server works with. */
  version = FIRST_VERSION;
  readonly #host: Host;
  readonly #config: CmsReplicaConfig;
  readonly #directory: Directory;
  #stop: (() => void) | null = null;

  constructor(host: Host, config: CmsReplicaConfig, directory: Directory) {
    this.#host = host;
    this.#config = config;
    this.#directory = directory;
    this.start();
  }

  start(): void {
    const { interface: id, port, certificate } = this.#config;
    const tls = { certificate: this.#directory.certificate(certificate), client: 'require' } as const;
    this.#stop ??= listenHttp(this.#host, this.#host.attachment(id), port, tls, (exchange) => {
      const version = Number(httpHeader(exchange.request, REPLICA_VERSION));
      if (exchange.request.method !== 'PUT' || !Number.isInteger(version)) {
        exchange.respond(400);
        return;
      }
      this.version = version;
      this.#host.log(`Configuration ${version} taken over.`);
      exchange.respond(200, [[REPLICA_VERSION, String(version)]]);
    });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }
}
