import type { DesignAccount } from '../model/design.ts';
import type { Simulation } from '../network/simulation.ts';
import type { Certificate } from '../protocols/tls/certificate.ts';
import type { PoolDatabase } from './front-end/database.ts';
import type { Service } from './role.ts';

/** What the roles of one run share that is no packet: issued certificates, the directory's accounts, a pool's database. */
export class Directory {
  readonly simulation: Simulation;
  /** What runs on each host. */
  readonly #services = new Map<string, Service[]>();
  readonly #certificates = new Map<string, Certificate>();
  readonly #pools = new Map<string, PoolDatabase>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    for (const { id, subject, names, issuer, notBefore, notAfter, crl } of simulation.design.certificates) {
      const random = simulation.random(`certificate/${id}`);
      this.#certificates.set(id, {
        serial: random.hex(20),
        subject,
        names: names.length > 0 ? names : [subject],
        issuer,
        notBefore,
        notAfter,
        crl: crl ?? null,
        key: random.hex(16),
      });
    }
  }

  /** A service has been started on a host. */
  register(host: string, service: Service): void {
    const services = this.#services.get(host);
    if (services) services.push(service);
    else this.#services.set(host, [service]);
  }

  /** The service of one kind on a host. */
  on<T extends Service>(host: string, kind: abstract new (...args: never[]) => T): T | undefined {
    return this.#services.get(host)?.find((one): one is T => one instanceof kind);
  }

  /** All services of one kind, in the order of their hosts. */
  every<T extends Service>(kind: abstract new (...args: never[]) => T): readonly T[] {
    return [...this.#services.values()].flat().filter((one): one is T => one instanceof kind);
  }

  /** A certificate by its id in the design; the loader has seen to it that it exists. */
  certificate(id: string): Certificate {
    return this.#certificates.get(id)!;
  }

  account(uri: string): DesignAccount | undefined {
    return this.simulation.design.accounts.find((account) => account.uri === uri);
  }

  /** The database that the front ends of a pool share. */
  pool(name: string, create: () => PoolDatabase): PoolDatabase {
    let pool = this.#pools.get(name);
    if (!pool) {
      pool = create();
      this.#pools.set(name, pool);
    }
    return pool;
  }
}
