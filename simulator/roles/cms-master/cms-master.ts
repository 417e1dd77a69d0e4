import { Task } from '../../model/task.ts';
import { EventKind, NO_PACKET } from '../../model/trace.ts';
import type { Host } from '../../network/host.ts';
import { HttpClient } from '../../protocols/http/client.ts';
import { httpHeader } from '../../protocols/http/message.ts';
import { FIRST_VERSION, REPLICA_VERSION } from '../cms-replica/cms-replica.ts';
import type { Directory } from '../directory.ts';
import type { Service } from '../role.ts';
import type { CmsMasterConfig } from './config.ts';

/** What a replica's copy is (assumption: some 100 kB in life). */
const REPLICA = 'R'.repeat(16_000);

/** Get-CsManagementStoreReplicationStatus for one server. */
export interface ReplicationStatus {
  readonly server: string;
  readonly version: number;
  readonly upToDate: boolean;
}

/** The server with the Central Management store: pushes each change to the servers that hold a copy. */
export class CmsMaster implements Service {
  /** Version of the configuration. */
  version = FIRST_VERSION;
  readonly #host: Host;
  readonly #config: CmsMasterConfig;
  readonly #http: HttpClient;
  readonly #versions = new Map<string, number>();
  #running = true;

  constructor(host: Host, config: CmsMasterConfig, directory: Directory) {
    this.#host = host;
    this.#config = config;
    this.#http = new HttpClient(host, {
      from: host.attachment(config.interface),
      certificate: directory.certificate(config.certificate),
    });
  }

  start(): void {
    this.#running = true;
  }

  stop(): void {
    this.#running = false;
    this.#http.closeAll();
  }

  /** An administrator publishes a change; settled once every copy is up to date, or one cannot be. */
  publish(): Task {
    const { simulation } = this.#host;
    const node = this.#host.index;
    const act = simulation.trace.string('An administrator publishes a change of the topology');
    const nobody = simulation.trace.string('');
    const task = new Task(simulation.enter(EventKind.act, node, NO_PACKET, act, nobody), simulation.now);
    this.version++;
    let left = this.#config.replicas.length;
    const done = (server: string, failure: string | null) => {
      left--;
      const version = this.#versions.get(server) ?? FIRST_VERSION;
      const words =
        failure === null
          ? `${server}: UpToDate True, version ${version}.`
          : `${server}: UpToDate False, version ${version} of ${this.version} (${failure})`;
      simulation.enter(EventKind.see, node, NO_PACKET, simulation.trace.string(words), nobody);
      if (failure !== null) task.fail(failure, simulation.scheduler.cause, simulation.now);
      else if (left === 0) task.succeed(simulation.scheduler.cause, simulation.now);
    };
    for (const replica of this.#config.replicas) this.#push(replica, (why) => done(replica.name, why));
    return task;
  }

  /** What an administrator reads: who has which version. */
  status(): readonly ReplicationStatus[] {
    return this.#config.replicas.map(({ name }) => {
      const version = this.#versions.get(name) ?? FIRST_VERSION;
      return { server: name, version, upToDate: version === this.version };
    });
  }

  #push({ name, port }: CmsMasterConfig['replicas'][number], done: (failure: string | null) => void): void {
    if (!this.#running) {
      this.#host.fault('no-listener', `${this.#host.title}: the replication service is stopped.`);
      done('the replication service is stopped');
      return;
    }
    const url = { scheme: 'https', host: name, port, target: '/ReplicationWebService' } as const;
    const headers = [[REPLICA_VERSION, String(this.version)] as const];
    this.#http.request('PUT', url, headers, REPLICA, (result) => {
      if (!result.ok) done(result.text);
      else if (result.response.status !== 200) done(`${result.response.status} ${result.response.reason}`);
      else {
        this.#versions.set(name, Number(httpHeader(result.response, REPLICA_VERSION)));
        done(null);
      }
    });
  }
}
