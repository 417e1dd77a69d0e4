import type { Handle } from '../../kernel/scheduler.ts';
import { NONE } from '../../kernel/scheduler.ts';
import { SECOND } from '../../model/time.ts';
import type { LyncClient } from './client.ts';

/** CRLF CRLF on the connection to the pool, before the server's time is up (ms-keep-alive). */
export class KeepAlive {
  readonly #client: LyncClient;
  #timer: Handle = NONE;

  constructor(client: LyncClient) {
    this.#client = client;
  }

  start(): void {
    const { host } = this.#client;
    this.stop();
    const pause = Math.round(host.simulation.knob('sip.keepAlive_s') * SECOND * 0.8);
    const tick = () => {
      if (!this.#client.connection?.isOpen) return;
      this.#client.connection.send({ protocol: 'sip', kind: 'keep-alive' });
      this.#timer = host.timer('SIP keep-alive', pause, tick, true);
    };
    this.#timer = host.timer('SIP keep-alive', pause, tick, true);
  }

  stop(): void {
    this.#client.host.cancel(this.#timer);
    this.#timer = NONE;
  }
}
