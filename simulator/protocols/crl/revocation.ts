import type { Instant } from '../../model/time.ts';
import { SECOND } from '../../model/time.ts';
import { EventKind, NO_PACKET } from '../../model/trace.ts';
import type { Host } from '../../network/host.ts';
import { HttpClient } from '../http/client.ts';
import { parseUrl } from '../http/message.ts';
import type { Certificate } from '../tls/certificate.ts';
import type { Distrust, Revocation } from '../tls/trust.ts';
import { readList } from './list.ts';

/** What is known of a list: its serials, or that it could not be had; and until when that holds. */
interface Known {
  readonly revoked: ReadonlySet<string> | null;
  readonly until: Instant;
  /** The event with which it was fetched. */
  readonly begun: number;
}

/**
 * A host's revocation checks: fetches the list that a certificate names over HTTP and keeps it while it is valid.
 * What happens without a list is the knob `crl.policy`.
 */
export class RevocationLists implements Revocation {
  readonly #host: Host;
  readonly #http: HttpClient;
  readonly #known = new Map<string, Known>();
  readonly #waiting = new Map<string, ((known: Known) => void)[]>();

  constructor(host: Host) {
    this.#host = host;
    this.#http = new HttpClient(host);
  }

  check(certificate: Certificate, done: (distrust: Distrust | null) => void): void {
    if (certificate.crl === null) {
      done(null);
      return;
    }
    this.#find(certificate.crl, ({ revoked, begun }) => {
      const { simulation } = this.#host;
      if (revoked?.has(certificate.serial))
        done({ reason: 'certificate', alert: 'certificate_revoked', text: 'it was revoked' });
      else if (revoked === null && simulation.choice('crl.policy') === 'hard')
        done({
          reason: 'certificate',
          alert: 'bad_certificate',
          text: `its revocation list ${certificate.crl} cannot be had, and without it none is trusted here`,
        });
      else {
        if (revoked === null) {
          this.#host.log(
            `No revocation list from ${certificate.crl}: the certificate of ${certificate.subject} is used unchecked.`,
          );
          simulation.record(EventKind.waive, this.#host.index, NO_PACKET, begun);
        }
        done(null);
      }
    });
  }

  /** Gets a list, from the cache or the network; null when it cannot be had. */
  fetch(url: string, done: (revoked: ReadonlySet<string> | null) => void): void {
    this.#find(url, ({ revoked }) => done(revoked));
  }

  #find(url: string, done: (known: Known) => void): void {
    const known = this.#known.get(url);
    if (known && known.until > this.#host.simulation.now) {
      done(known);
      return;
    }
    const waiting = this.#waiting.get(url);
    if (waiting) {
      waiting.push(done);
      return;
    }
    this.#waiting.set(url, [done]);
    const { simulation } = this.#host;
    const { scheduler } = simulation;
    const before = scheduler.cause;
    const text = simulation.trace.string(`The revocation list ${url} is fetched.`);
    this.#load(url, simulation.enter(EventKind.log, this.#host.index, NO_PACKET, text));
    scheduler.cause = before;
  }

  #load(url: string, begun: number): void {
    const { simulation } = this.#host;
    const patience = Math.round(simulation.knob('crl.timeout_s') * SECOND);
    let over = false;
    const settle = (revoked: ReadonlySet<string> | null, life_s: number) => {
      if (over) return;
      over = true;
      this.#host.cancel(timer);
      const known = { revoked, until: simulation.now + life_s * SECOND, begun };
      this.#known.set(url, known);
      const waiting = this.#waiting.get(url) ?? [];
      this.#waiting.delete(url);
      for (const done of waiting) done(known);
    };
    const timer = this.#host.timer('revocation list', patience, () => settle(null, FAILURE_LIFE_S));
    const parsed = parseUrl(url);
    if (!parsed) {
      this.#host.fault('name', `${url} is no address of a revocation list.`);
      settle(null, FAILURE_LIFE_S);
      return;
    }
    this.#http.request('GET', parsed, [['User-Agent', 'Microsoft-CryptoAPI/6.1']], '', (result) => {
      const list = result.ok && result.response.status === 200 ? readList(result.response.body) : null;
      if (list) settle(new Set(list.revoked), this.#life(list.nextUpdate));
      else settle(null, FAILURE_LIFE_S);
    });
  }

  /** Seconds until a list's next update is due. */
  #life(nextUpdate: string): number {
    const { simulation } = this.#host;
    return Math.max(0, (Date.parse(nextUpdate) - simulation.date) / 1000 - simulation.now / SECOND);
  }
}

/** A list that could not be had is not asked for again so soon (assumption). */
const FAILURE_LIFE_S = 600;
