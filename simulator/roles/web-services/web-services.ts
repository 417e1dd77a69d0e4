import type { Host } from '../../network/host.ts';
import { httpHeader } from '../../protocols/http/message.ts';
import type { HttpExchange } from '../../protocols/http/server.ts';
import { listenHttp } from '../../protocols/http/server.ts';
import type { Directory } from '../directory.ts';
import { PoolDatabase } from '../front-end/database.ts';
import type { Service } from '../role.ts';
import type { WebServicesConfig } from './config.ts';
import { SLIDE } from './slide.ts';
import { Tickets } from './tickets.ts';

/** Sizes of files that really are some 100 kB; smaller here, so that a lab stays quick (assumption). */
const ADDRESS_BOOK = 'B'.repeat(24_000);
const WEB_APP = 'W'.repeat(30_000);
const FIRMWARE = 'F'.repeat(24_000);

type Page = (exchange: HttpExchange, path: string) => void;

/**
 * The pool's web services on one front end: a site for people outside (4443, and 8080 without TLS) and one for people
 * inside (443), with their virtual directories.
 */
export class WebServices implements Service {
  readonly #host: Host;
  readonly #config: WebServicesConfig;
  readonly #directory: Directory;
  readonly #database: PoolDatabase;
  readonly #tickets: Tickets;
  readonly #stops: (() => void)[] = [];

  constructor(host: Host, config: WebServicesConfig, directory: Directory) {
    this.#host = host;
    this.#config = config;
    this.#directory = directory;
    this.#database = directory.pool(config.pool, () => new PoolDatabase());
    this.#tickets = new Tickets(host, directory, this.#database, config.pool);
    this.start();
  }

  start(): void {
    if (this.#stops.length > 0) return;
    const { interface: id, externalPort, externalHttpPort, internalPort, certificate } = this.#config;
    const attachment = this.#host.attachment(id);
    const tls = { certificate: this.#directory.certificate(certificate), client: 'ignore' } as const;
    for (const port of new Set([externalPort, internalPort]))
      this.#stops.push(listenHttp(this.#host, attachment, port, tls, (exchange) => this.#serve(exchange)));
    this.#stops.push(
      listenHttp(this.#host, attachment, externalHttpPort, null, (exchange) => this.#plain(exchange)),
    );
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** Without TLS there is only the way to the rest. */
  #plain(exchange: HttpExchange): void {
    if (this.#asksForDiscovery(exchange)) this.#discover(exchange);
    else exchange.respond(403, [], 'This page wants https.');
  }

  #asksForDiscovery({ request }: HttpExchange): boolean {
    const name = httpHeader(request, 'Host');
    return name === this.#config.discover || /^\/autodiscover\b/i.test(request.target);
  }

  #serve(exchange: HttpExchange): void {
    const { request } = exchange;
    const name = httpHeader(request, 'Host');
    const { meet, dialin } = this.#config;
    if (name === meet) this.#meet(exchange, request.target);
    else if (name === dialin) this.#dialIn(exchange);
    else if (this.#asksForDiscovery(exchange)) this.#discover(exchange);
    else {
      const directory = /^\/([^/?]+)/.exec(request.target)?.[1]?.toLowerCase() ?? '';
      const page = this.#directories.get(directory);
      if (page) page(exchange, request.target);
      else exchange.respond(404);
    }
  }

  /** Virtual directories by name (assumption: names as administrators know them). */
  readonly #directories = new Map<string, Page>([
    ['webticket', (exchange) => this.#tickets.issue(exchange)],
    ['certprov', (exchange) => this.#withTicket(exchange, (user) => this.#provision(exchange, user))],
    [
      'abs',
      (exchange) =>
        this.#withTicket(exchange, () =>
          exchange.respond(200, [['Content-Type', 'application/octet-stream']], ADDRESS_BOOK),
        ),
    ],
    ['groupexpansion', (exchange) => this.#withTicket(exchange, () => this.#look(exchange))],
    ['meet', (exchange, path) => this.#meet(exchange, path.slice('/meet'.length))],
    ['dialin', (exchange) => this.#dialIn(exchange)],
    ['reach', (exchange, path) => this.#webApp(exchange, path)],
    ['requesthandlerext', (exchange) => this.#update(exchange)],
    [
      'deviceupdatefiles_ext',
      (exchange) => exchange.respond(200, [['Content-Type', 'application/octet-stream']], FIRMWARE),
    ],
    ['datacollabweb', (exchange, path) => this.#content(exchange, path)],
  ]);

  #withTicket(exchange: HttpExchange, done: (user: string) => void): void {
    const user = this.#tickets.holder(exchange.request);
    if (user !== null) done(user);
    else
      exchange.respond(401, [
        ['X-MS-WebTicketURL', `https://${this.#config.external}/WebTicket/WebTicketService.svc`],
      ]);
  }

  #dialIn(exchange: HttpExchange): void {
    exchange.respond(200, HTML, html('Dial-in conferencing', 'Numbers by region'));
  }

  /** A certificate for signing in (TLS-DSK); what it is for is known by its serial number. */
  #provision(exchange: HttpExchange, user: string): void {
    const serial = this.#host.random.hex(20);
    this.#database.clientCertificates.set(serial, user);
    const body = `<GetAndPublishCertResponse serial="${serial}">${'C'.repeat(1100)}</GetAndPublishCertResponse>`;
    exchange.respond(200, XML, body);
  }

  /** Distribution group expansion, and the address book's search. */
  #look(exchange: HttpExchange): void {
    const group = /<QueryGroup>([^<]*)</.exec(exchange.request.body)?.[1];
    const search = /<Search>([^<]*)</.exec(exchange.request.body)?.[1]?.toLowerCase();
    const accounts = this.#host.simulation.design.accounts.filter(({ uri, name }) =>
      search === undefined
        ? group !== undefined && uri.split('@')[1] === group.split('@')[1]
        : name.toLowerCase().includes(search),
    );
    const members = accounts.map(({ uri, name }) => `<Member uri="${uri}">${name}</Member>`);
    exchange.respond(200, XML, `<Members>${members.join('')}</Members>`);
  }

  #meet(exchange: HttpExchange, path: string): void {
    const conference = this.#database.conferences.get(path.split(/[/?]/)[2] ?? '');
    if (!conference) {
      exchange.respond(404, HTML, html('Lync', 'Sorry, this meeting does not exist.'));
      return;
    }
    const { uri, key } = conference.invitation;
    const launch = `<object data-conf="conf:${uri}" data-key="${key}"></object><a href="/Reach/Client/">Lync Web App</a>`;
    exchange.respond(200, HTML, html('Join the meeting', launch));
  }

  /** The Web App: its program, and what it asks for a guest ([FM]: one service for joining and polling). */
  #webApp(exchange: HttpExchange, path: string): void {
    if (exchange.request.method === 'GET') {
      const program = path.endsWith('.xap');
      if (program) exchange.respond(200, [['Content-Type', 'application/x-silverlight-app']], WEB_APP);
      else exchange.respond(200, HTML, html('Lync Web App', '<object data="ClientBin/Reach.xap"></object>'));
      return;
    }
    const body = exchange.request.body;
    const conference = this.#database.conferences.get(/<Conference>(\w+)</.exec(body)?.[1] ?? '');
    const name = /<Name>([^<]*)</.exec(body)?.[1];
    if (!conference || name === undefined) {
      exchange.respond(404);
      return;
    }
    const uri = `sip:${name.toLowerCase()}.web@anonymous.invalid`;
    if (!conference.participants.has(uri)) conference.admit({ uri, name });
    const there = [...conference.participants.values()].map((one) => `<User>${one.name}</User>`);
    exchange.respond(200, XML, `<Session>${there.join('')}</Session>`);
  }

  /** A phone asks for its update: where its files are. */
  #update(exchange: HttpExchange): void {
    const files = `https://${this.#config.external}/DeviceUpdateFiles_Ext/UCPhone/CPE.cat`;
    exchange.respond(200, XML, `<Response><ImageInfo version="4.0.7577.296" url="${files}"/></Response>`);
  }

  /** Slides and handouts, for those who know their key. */
  #content(exchange: HttpExchange, path: string): void {
    const [, , id, content] = path.split('?')[0]!.split('/');
    const key = /[?&]key=(\w+)/.exec(path)?.[1];
    const found = this.#database.conferences.get(id ?? '')?.contents.find((one) => one.id === content);
    if (!found) exchange.respond(404);
    else if (found.key !== key) exchange.respond(403);
    else exchange.respond(200, [['Content-Type', 'image/png']], SLIDE);
  }

  /** Autodiscover's root: where the pool is ([MS-OCDISCWS]). */
  #discover(exchange: HttpExchange): void {
    const root = `https://${this.#config.external}/Autodiscover/AutodiscoverService.svc/root`;
    exchange.respond(
      200,
      [['Content-Type', 'application/vnd.microsoft.rtc.autodiscover+xml']],
      `<AutodiscoverResponse AccessLocation="External"><Root><Link token="Domain" href="${root}/domain"/><Link token="User" href="${root}/user"/></Root></AutodiscoverResponse>`,
    );
  }
}

const HTML = [['Content-Type', 'text/html']] as const;
const XML = [['Content-Type', 'text/xml']] as const;

function html(title: string, content: string): string {
  return `<!DOCTYPE html><html><head><title>${title}</title></head><body>${content}</body></html>`;
}
