import type { Handle } from '../../kernel/scheduler.ts';
import { NONE } from '../../kernel/scheduler.ts';
import type { Instant } from '../../model/time.ts';
import { MINUTE, seconds } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import { resolverOf } from '../../protocols/dns/resolver.ts';
import type { CredentialsResponse } from '../../protocols/sip/media-relay-bodies.ts';
import type { RelayServer } from '../../protocols/turn/client.ts';

/** How somebody asks for credentials: sends the request and gives the answer, or null. */
export type AskForCredentials = (duration: number, done: (given: CredentialsResponse | null) => void) => void;

/** Asked again after nine tenths of their life (assumption), so that no call begins with stale ones. */
const RENEW = 0.9;

/** The credentials for the A/V Edge that one program holds: asked for when needed, renewed before their time is up. */
export class RelayAccess {
  readonly #host: Host;
  readonly #ask: AskForCredentials;
  readonly #expired: () => void;
  #given: CredentialsResponse | null = null;
  #expires: Instant = -1;
  #renewal: Handle = NONE;
  #end: Handle = NONE;
  #waiting: { readonly done: (given: CredentialsResponse | null) => void; readonly cause: number }[] = [];

  /** @param expired called when they ran out without new ones */
  constructor(host: Host, ask: AskForCredentials, expired: () => void = () => undefined) {
    this.#host = host;
    this.#ask = ask;
    this.#expired = expired;
  }

  /** Gets new credentials; gives up after a few seconds. */
  renew(done: (given: CredentialsResponse | null) => void): void {
    const { simulation } = this.#host;
    this.#waiting.push({ done, cause: simulation.scheduler.cause });
    if (this.#waiting.length > 1) return;
    let over = false;
    const finish = (given: CredentialsResponse | null) => {
      if (over) {
        // Too late for who waited, in time for the next.
        if (given) this.#keep(given);
        return;
      }
      over = true;
      this.#host.cancel(limit);
      if (given) this.#keep(given);
      const { scheduler } = simulation;
      const now = scheduler.cause;
      for (const [index, one] of this.#waiting.splice(0).entries()) {
        // What others had asked for already: what follows goes back to what made this one wait.
        scheduler.cause = given && index > 0 ? one.cause : now;
        one.done(given);
      }
      scheduler.cause = now;
    };
    const wait = seconds(simulation.knob('mras.wait_s'));
    const limit = this.#host.timer('credentials', wait, () => finish(null));
    this.#ask(simulation.knob('mras.lifetime_min'), finish);
  }

  /** The server to ask for relays, with an address that its name has; null when there is none to be had. */
  server(done: (server: RelayServer | null) => void): void {
    if (this.#given && this.#expires > this.#host.simulation.now) this.#resolve(this.#given, done);
    else
      this.renew((given) => {
        if (given) this.#resolve(given, done);
        else done(null);
      });
  }

  #resolve(given: CredentialsResponse, done: (server: RelayServer | null) => void): void {
    const { hostName, udpPort, tcpPort, username, password } = given;
    resolverOf(this.#host).addresses(hostName, (addresses) => {
      const [first, ...others] = addresses.map((address) => ({
        udp: { address, port: udpPort },
        tcp: { address, port: tcpPort },
      }));
      if (!first) {
        this.#host.fault('name', `${this.#host.title} finds no address for ${hostName}.`);
        done(null);
        return;
      }
      done({ name: hostName, ...first, others, username, password });
    });
  }

  #keep(given: CredentialsResponse): void {
    const { now } = this.#host.simulation;
    this.#given = given;
    const life = given.duration * MINUTE;
    this.#expires = now + life;
    this.#host.cancel(this.#renewal);
    this.#host.cancel(this.#end);
    this.#renewal = this.#host.timer(
      'credentials renewal',
      Math.round(life * RENEW),
      () => this.renew(() => undefined),
      true,
    );
    this.#end = this.#host.timer('life of the credentials', life, () => this.#expired(), true);
  }
}
