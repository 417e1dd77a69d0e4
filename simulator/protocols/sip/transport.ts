import type { Handle } from '../../kernel/scheduler.ts';
import { NONE } from '../../kernel/scheduler.ts';
import { formatAddress } from '../../model/address.ts';
import type { Duration, Instant } from '../../model/time.ts';
import { SECOND } from '../../model/time.ts';
import type { Attachment } from '../../network/fabric.ts';
import type { Host } from '../../network/host.ts';
import type { Certificate } from '../tls/certificate.ts';
import type { ServerOptions } from '../tls/session.ts';
import type { Revocation } from '../tls/trust.ts';
import type { ConnectionUser, Target, Unreachable } from './connection.ts';
import { SipConnection } from './connection.ts';

/** How a connection is made. */
export interface ReachOptions {
  readonly from: Attachment | null;
  readonly certificate: Certificate | null;
  /** Asked about the server's certificate; left out, nobody looks whether it was revoked. */
  readonly revocation?: Revocation;
  /** How long the whole may take; 0 for as long as TCP tries. */
  readonly limit: Duration;
}

/** The connections of one SIP element: those it opened, by target, and those that came in, by cid. */
export class SipTransport {
  readonly #host: Host;
  readonly #user: ConnectionUser;
  readonly #opened = new Map<string, SipConnection>();
  readonly #accepted = new Map<number, SipConnection>();
  /** Targets that did not answer, and until when they are asked last. */
  readonly #dead = new Map<string, Instant>();

  constructor(host: Host, user: ConnectionUser) {
    this.#host = host;
    this.#user = {
      message: (message, connection) => user.message(message, connection),
      malformed: (request, status, connection) => user.malformed(request, status, connection),
      lost: (connection) => {
        this.#forget(connection);
        if (connection.target && connection.wentSilent) this.#markDead(connection.target);
        user.lost(connection);
      },
    };
  }

  /** Accepts connections; the returned function stops that. */
  listen(attachment: Attachment, port: number, options: ServerOptions): () => void {
    return this.#host.tcp.listen(attachment, port, (tcp) => {
      const connection = SipConnection.accept(this.#host, this.#user, tcp, options);
      this.#accepted.set(connection.cid, connection);
      return connection.session;
    });
  }

  /** A connection that came in and is still open. */
  accepted(cid: number): SipConnection | undefined {
    const connection = this.#accepted.get(cid);
    return connection?.isOpen ? connection : undefined;
  }

  /**
   * Gives a connection to one of several servers that will do equally, tried in the order given; those that lately
   * gave no answer come last. An open connection is used again.
   */
  reach(
    targets: readonly Target[],
    options: ReachOptions,
    done: (result: SipConnection | Unreachable) => void,
  ): void {
    const { simulation } = this.#host;
    const isDead = (target: Target) => (this.#dead.get(keyOf(target)) ?? 0) > simulation.now;
    const order = [...targets.filter((target) => !isDead(target)), ...targets.filter(isDead)];
    let last: Unreachable | null = null;
    let over = false;
    let timer: Handle = NONE;
    /** Reads `over` anew: a callback may have set it. */
    const isOver = () => over;
    const finish = (result: SipConnection | Unreachable) => {
      if (over) return;
      over = true;
      this.#host.cancel(timer);
      done(result);
    };
    const next = (index: number) => {
      const target = order[index];
      if (over) return;
      if (!target) {
        if (last) finish(last);
        return;
      }
      this.#connection(target, options).whenSettled((result) => {
        if (result instanceof SipConnection) {
          finish(result);
          return;
        }
        this.#markDead(target);
        last = result;
        next(index + 1);
      });
    };
    next(0);
    if (options.limit > 0 && !isOver())
      timer = this.#host.timer('next hop', options.limit, () => {
        const names = order.map(
          (target) => `${target.name} (${formatAddress(target.address)}:${target.port})`,
        );
        const text = `No connection to ${names.join(' or ')} in ${options.limit / SECOND} s.`;
        finish({ target: order[0]!, how: 'timed-out', text });
      });
  }

  /** Closes what is open. */
  closeAll(): void {
    for (const connection of [...this.#opened.values(), ...this.#accepted.values()]) connection.close();
    this.#opened.clear();
    this.#accepted.clear();
  }

  #connection(target: Target, { from, certificate, revocation }: ReachOptions): SipConnection {
    const key = keyOf(target);
    const known = this.#opened.get(key);
    if (known && !known.isOver) return known;
    const connection = SipConnection.open(
      this.#host,
      this.#user,
      from,
      target,
      certificate,
      revocation ?? null,
    );
    this.#opened.set(key, connection);
    connection.whenSettled((result) => {
      if (!(result instanceof SipConnection)) this.#forget(connection);
    });
    return connection;
  }

  #markDead(target: Target): void {
    const { simulation } = this.#host;
    this.#dead.set(keyOf(target), simulation.now + simulation.knob('sip.deadPeer_s') * SECOND);
  }

  #forget(connection: SipConnection): void {
    this.#accepted.delete(connection.cid);
    if (connection.target && this.#opened.get(keyOf(connection.target)) === connection)
      this.#opened.delete(keyOf(connection.target));
  }
}

function keyOf(target: Target): string {
  return `${target.name}/${target.address}:${target.port}`;
}
