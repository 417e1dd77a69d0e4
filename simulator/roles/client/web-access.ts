import type { Task } from '../../model/task.ts';
import type { HttpResult } from '../../protocols/http/client.ts';
import { HttpClient } from '../../protocols/http/client.ts';
import type { HttpHeader, HttpResponse } from '../../protocols/http/message.ts';
import { httpHeader, parseUrl } from '../../protocols/http/message.ts';
import { NEGOTIATE, ntlmResponse } from '../../protocols/ntlm/ntlm.ts';
import { principalName } from '../ntlm.ts';
import { TICKET } from '../web-services/tickets.ts';
import type { LyncClient } from './client.ts';

/** What Lync says when a web service cannot be had (assumption: as people remember it). */
const WORDS = {
  addressBook: 'Cannot synchronize with the corporate address book.',
  search: 'Your search could not be completed.',
  group: 'Expanding distribution groups is currently not available.',
  certificate: 'No certificate was issued: the password is asked for at each sign-in.',
} as const;

/** The web services as the client uses them: their addresses come from the pool, a ticket opens them. */
export class WebAccess {
  readonly #client: LyncClient;
  readonly #http: HttpClient;
  #ticket: string | null = null;

  constructor(client: LyncClient) {
    this.#client = client;
    this.#http = new HttpClient(client.host);
  }

  /** Loads the address book. */
  loadAddressBook(): Task {
    const address = this.#address('absExternalServerUrl', 'absInternalServerUrl');
    return this.#use('loads the address book', WORDS.addressBook, 'GET', `${address}/F-0d2d.lsabs`, '');
  }

  /** Looks somebody up in the address book's web query. */
  search(text: string): Task {
    const body = `<SearchRequest><Search>${text}</Search></SearchRequest>`;
    return this.#use(`searches for “${text}”`, WORDS.search, 'POST', this.#expansion(), body);
  }

  /** Shows who is in a distribution group. */
  expandGroup(group: string): Task {
    const body = `<GroupRequest><QueryGroup>${group}</QueryGroup></GroupRequest>`;
    return this.#use(`opens the group ${group}`, WORDS.group, 'POST', this.#expansion(), body);
  }

  /** Gets a certificate for signing in, from the address that the registrar gave with its challenge. */
  fetchCertificate(): Task {
    const service = this.#client.registration.proof.certificateService ?? '';
    const body = `<GetAndPublishCert entity="${this.#client.uri}">${'K'.repeat(900)}</GetAndPublishCert>`;
    return this.#use('gets a certificate', WORDS.certificate, 'POST', service, body, (response) => {
      const serial = /serial="(\w+)"/.exec(response.body)?.[1];
      if (serial !== undefined) this.#client.registration.proof.takeCertificate(serial);
    });
  }

  #expansion(): string {
    return this.#address('dlxExternalUrl', 'dlxInternalUrl');
  }

  #address(
    outside: 'absExternalServerUrl' | 'dlxExternalUrl',
    inside: 'absInternalServerUrl' | 'dlxInternalUrl',
  ) {
    const { configuration } = this.#client.presence;
    return (this.#client.registration.remote ? configuration[outside] : configuration[inside]) ?? '';
  }

  #use(
    what: string,
    words: string,
    method: 'GET' | 'POST',
    address: string,
    body: string,
    done: (response: HttpResponse) => void = () => undefined,
  ): Task {
    const client = this.#client;
    const task = client.begin(`${client.person.name} ${what}`);
    const fail = (why: string) => {
      client.show(`${words} (${why})`);
      client.fail(task, why);
    };
    const url = parseUrl(address);
    if (!url) {
      fail('the pool named no address for it');
      return task;
    }
    this.#withTicket(address, fail, (ticket) => {
      this.#http.request(method, url, [[TICKET, ticket]], body, (result) => {
        if (!result.ok) fail(result.text);
        else if (result.response.status !== 200) fail(statusText(result));
        else {
          done(result.response);
          client.succeed(task);
        }
      });
    });
    return task;
  }

  /** Proves once by NTLM who is there, and keeps the ticket. */
  #withTicket(address: string, fail: (why: string) => void, done: (ticket: string) => void): void {
    if (this.#ticket !== null) {
      done(this.#ticket);
      return;
    }
    const origin = /^https?:\/\/[^/]+/.exec(address)![0];
    const url = parseUrl(`${origin}/WebTicket/WebTicketService.svc`)!;
    const { uri, password, host } = this.#client;
    const credentials = { user: principalName(uri), password, workstation: host.id };
    const ask = (headers: readonly HttpHeader[]) =>
      this.#http.request('POST', url, headers, '<RequestSecurityToken/>', (result) => {
        if (!result.ok) {
          fail(result.text);
          return;
        }
        const { response } = result;
        const ticket = /AssertionID="(\w+)"/.exec(response.body)?.[1];
        const offered = httpHeader(response, 'WWW-Authenticate');
        const challenge = /^NTLM (.+)/.exec(offered ?? '')?.[1] ?? '';
        const proof = response.status === 401 ? ntlmResponse(credentials, challenge, host.random) : null;
        if (response.status === 200 && ticket !== undefined) {
          this.#ticket = ticket;
          done(ticket);
        } else if (response.status === 401 && offered === 'NTLM' && headers.length === 0)
          ask([['Authorization', `NTLM ${NEGOTIATE}`]]);
        else if (proof !== null) ask([['Authorization', `NTLM ${proof}`]]);
        else fail(statusText(result));
      });
    ask([]);
  }
}

function statusText(result: HttpResult): string {
  if (!result.ok) return result.text;
  const { status, reason, body } = result.response;
  const more = /<p>(.*?)<\/p>/.exec(body)?.[1];
  return `${status} ${reason}${more === undefined ? '' : `: ${more}`}`;
}
