import type { Handle } from '../../kernel/scheduler.ts';
import { MILLISECOND } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import type { Machine } from '../../network/simulation.ts';
import type { SipConnection } from './connection.ts';
import { cseq, header, parseVia } from './headers.ts';
import type { SipRequest, SipResponse } from './message.ts';
import { transactionMachine } from './transaction-machine.ts';

/** Who waits for the answers to a request. */
export interface TransactionUser {
  response(response: SipResponse): void;
  /** No final answer in 64 * T1 (RFC 3261 timer B or F). */
  timedOut(): void;
  /** The connection that it went down is gone (RFC 3261 17.1.4); taken for no answer when left out. */
  lost?(): void;
}

interface ClientTransaction {
  readonly user: TransactionUser;
  readonly connection: SipConnection;
  readonly machine: Machine<typeof transactionMachine>;
  /** Timer B or F. */
  readonly timer: Handle;
}

/** The client transactions of one element (RFC 3261 17.1), found by the branch of their Via and their method. */
export class Transactions {
  readonly #host: Host;
  readonly #open = new Map<string, ClientTransaction>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Sends a request whose topmost Via is our own, and waits for its answers. */
  send(request: SipRequest, connection: SipConnection, user: TransactionUser): void {
    const { simulation } = this.#host;
    const key = keyOf(request);
    const machine = simulation.spawn(transactionMachine, {
      id: `${this.#host.id}/sip/${simulation.nextId()}`,
      title: request.method,
      node: this.#host.index,
    });
    const patience = Math.round(64 * simulation.knob('sip.t1_ms') * MILLISECOND);
    const timer = this.#host.timer('64 * T1', patience, () => {
      machine.send({ type: 'TIMER_B_OR_F' });
      this.#open.delete(key);
      user.timedOut();
    });
    this.#open.set(key, { user, connection, machine, timer });
    connection.send(request);
  }

  /** A connection is gone: what went down it and was not answered will not be. */
  lost(connection: SipConnection): void {
    for (const [key, transaction] of this.#open) {
      if (transaction.connection !== connection) continue;
      this.#open.delete(key);
      this.#host.cancel(transaction.timer);
      transaction.machine.send({ type: 'TRANSPORT_ERROR' });
      if (transaction.user.lost) transaction.user.lost();
      else transaction.user.timedOut();
    }
  }

  /** Gives a response to the transaction that it belongs to; false when there is none. */
  receive(response: SipResponse): boolean {
    const key = keyOf(response);
    const transaction = this.#open.get(key);
    if (!transaction) return false;
    if (response.status >= 200) this.#open.delete(key);
    this.#host.cancel(transaction.timer);
    transaction.machine.send({ type: response.status < 200 ? 'PROVISIONAL' : 'FINAL' });
    transaction.user.response(response);
    return true;
  }
}

function keyOf(message: SipRequest | SipResponse): string {
  const branch = parseVia(header(message, 'Via') ?? '').params['branch'];
  return `${typeof branch === 'string' ? branch : ''}/${cseq(message).method}`;
}
