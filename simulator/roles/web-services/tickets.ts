import type { Host } from '../../network/host.ts';
import { httpHeader } from '../../protocols/http/message.ts';
import type { HttpRequest } from '../../protocols/http/message.ts';
import type { HttpExchange } from '../../protocols/http/server.ts';
import { ntlmChallenge, ntlmProves, ntlmUser } from '../../protocols/ntlm/ntlm.ts';
import type { Directory } from '../directory.ts';
import type { PoolDatabase } from '../front-end/database.ts';
import { ntlmTarget, uriOf } from '../ntlm.ts';

/** Header in which clients show their ticket. */
export const TICKET = 'X-MS-WebTicket';

/** The web ticket service: NTLM once, then a ticket that the other services take ([MS-OCAUTHWS]). */
export class Tickets {
  readonly #host: Host;
  readonly #directory: Directory;
  readonly #database: PoolDatabase;
  /** FQDN of the pool. */
  readonly #pool: string;
  readonly #challenges = new Set<string>();

  constructor(host: Host, directory: Directory, database: PoolDatabase, pool: string) {
    this.#host = host;
    this.#directory = directory;
    this.#database = database;
    this.#pool = pool;
  }

  /** Gives a ticket to whoever proves who they are. */
  issue(exchange: HttpExchange): void {
    const proof = /^NTLM (\S+)$/.exec(httpHeader(exchange.request, 'Authorization') ?? '')?.[1];
    if (proof === undefined) {
      exchange.respond(401, [['WWW-Authenticate', 'NTLM']]);
      return;
    }
    const user = ntlmUser(proof);
    if (user === '') {
      const challenge = this.#host.random.hex(16);
      this.#challenges.add(challenge);
      const asked = ntlmChallenge('http', challenge, ntlmTarget(this.#host, this.#pool));
      exchange.respond(401, [['WWW-Authenticate', `NTLM ${asked}`]]);
      return;
    }
    const account = this.#directory.account(uriOf(user));
    const met = [...this.#challenges].find(
      (challenge) => account && ntlmProves(proof, { ...account, user }, challenge),
    );
    if (met === undefined) {
      this.#host.fault(
        'no-permission',
        `${this.#host.title} gave ${user} no web ticket: the password is wrong.`,
      );
      exchange.respond(401, [['WWW-Authenticate', 'NTLM']]);
      return;
    }
    this.#challenges.delete(met);
    const ticket = this.#host.random.hex(40);
    this.#database.tickets.set(ticket, uriOf(user));
    const assertion = `<saml:Assertion AssertionID="${ticket}">${'A'.repeat(900)}</saml:Assertion>`;
    exchange.respond(200, [['Content-Type', 'text/xml']], assertion);
  }

  /** Whose ticket a request shows; null when it shows none that is good. */
  holder(request: HttpRequest): string | null {
    return this.#database.tickets.get(httpHeader(request, TICKET) ?? '') ?? null;
  }
}
