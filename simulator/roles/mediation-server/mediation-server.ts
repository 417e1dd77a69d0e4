import type { Host } from '../../network/host.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import type { Directory } from '../directory.ts';
import { AnsweringServer } from '../media/answering-server.ts';
import type { MediationServerConfig } from './config.ts';

/**
 * The mediation server: takes calls to telephone numbers. The gateway and the telephone behind it are left out: it rings
 * and answers as they would.
 */
export class MediationServer extends AnsweringServer {
  protected readonly title = 'Mediation server';
  protected readonly domain: string;
  protected readonly relaySource;
  protected readonly ring_s: number;
  readonly #pool: string;

  constructor(host: Host, config: MediationServerConfig, directory: Directory) {
    super(host, config, directory);
    this.domain = config.domain;
    this.relaySource = config.pool;
    this.ring_s = host.simulation.knob('call.answer_s');
    this.#pool = config.pool.name;
  }

  protected admits(transaction: ServerTransaction): boolean {
    if (transaction.connection.isPeer(this.#pool)) return true;
    transaction.respond(403);
    return false;
  }
}
