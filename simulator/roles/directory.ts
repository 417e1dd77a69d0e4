import type { DesignAccount } from '../model/design.ts';
import type { Simulation } from '../network/simulation.ts';
import type { Certificate } from '../protocols/tls/certificate.ts';
import type { LyncClient } from './client/client.ts';
import type { PoolDatabase } from './front-end/database.ts';

/** What the roles of one run share that is no packet: issued certificates, the directory's accounts, a pool's database. */
export class Directory {
  readonly simulation: Simulation;
  /** The client programs, by the host they run on. */
  readonly clients = new Map<string, LyncClient>();
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
