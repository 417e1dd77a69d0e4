import { formatAddress } from '../../model/address.ts';
import type { DesignPerson } from '../../model/design.ts';
import { Task } from '../../model/task.ts';
import { EventKind, NO_PACKET } from '../../model/trace.ts';
import type { Host } from '../../network/host.ts';
import type { Abilities } from '../../protocols/sip/codec.ts';
import type { SipConnection } from '../../protocols/sip/connection.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { SipElement } from '../../protocols/sip/element.ts';
import { parseUri } from '../../protocols/sip/headers.ts';
import type { Header, SipRequest, SipResponse } from '../../protocols/sip/message.ts';
import type { Directory } from '../directory.ts';
import type { Service } from '../role.ts';
import { Calls } from './calls.ts';
import { Conversations } from './conversations.ts';
import { MediaHome } from './media-home.ts';
import { Meetings } from './meetings.ts';
import { PresencePane } from './presence-pane.ts';
import { Registration } from './registration.ts';
import { VoiceMail } from './voice-mail.ts';
import { WebAccess } from './web-access.ts';

const ABILITIES: Abilities = {
  methods: ['INVITE', 'ACK', 'BYE', 'MESSAGE', 'INFO', 'UPDATE', 'NOTIFY', 'BENOTIFY'],
  extensions: ['timer'],
};
const USER_AGENT = 'UCCAPI/4.0.7577.0 OC/4.0.7577.0 (Microsoft Lync 2010)';

/** The Lync 2010 client on a computer, as the person in front of it uses it. */
export class LyncClient extends SipElement implements Service {
  readonly person: DesignPerson;
  readonly uri: string;
  readonly domain: string;
  readonly password: string;
  /** What UCCAPI puts into From, so that one person's computers can be told apart. */
  readonly endpoint: string;
  /** The connection to the pool, once there is one. */
  connection: SipConnection | null = null;
  readonly registration: Registration;
  readonly presence: PresencePane;
  readonly conversations: Conversations;
  readonly meetings: Meetings;
  readonly web: WebAccess;
  readonly voiceMail: VoiceMail;
  readonly media: MediaHome;
  readonly calls: Calls;

  constructor(host: Host, person: DesignPerson, directory: Directory) {
    super(host);
    this.person = person;
    // Whoever has no account joins under a name of their own making ([MS-CONFAS]).
    this.uri = person.uri ?? `sip:${host.random.hex(16)}@anonymous.invalid`;
    this.domain = parseUri(this.uri).host;
    this.password = person.password ?? directory.account(this.uri)?.password ?? '';
    this.endpoint = host.random.hex(10);
    this.registration = new Registration(this);
    this.presence = new PresencePane(this);
    this.conversations = new Conversations(this);
    this.meetings = new Meetings(this);
    this.web = new WebAccess(this);
    this.voiceMail = new VoiceMail(this);
    this.media = new MediaHome(this);
    this.calls = new Calls(this, () => this.media.forCall());
  }

  start(): void {
    // A client begins when its person signs in.
  }

  stop(): void {
    this.transport.closeAll();
  }

  /** The person does something: begins a task, which this event explains. */
  begin(text: string): Task {
    const { simulation } = this.host;
    const event = simulation.enter(
      EventKind.act,
      this.host.index,
      NO_PACKET,
      simulation.trace.string(text),
      simulation.trace.string(this.person.id),
    );
    return new Task(event, simulation.now);
  }

  /** The person waits for something to happen: a task that nothing of theirs begins. */
  await(): Task {
    const { scheduler, now } = this.host.simulation;
    return new Task(scheduler.cause, now);
  }

  /** What the person sees on the screen. */
  show(text: string): void {
    const { simulation } = this.host;
    simulation.enter(
      EventKind.see,
      this.host.index,
      NO_PACKET,
      simulation.trace.string(text),
      simulation.trace.string(this.person.id),
    );
  }

  /** What the person calls somebody: the name in the contact list, else the address. */
  nameOf(uri: string): string {
    return this.host.simulation.design.accounts.find((account) => account.uri === uri)?.name ?? uri;
  }

  succeed(task: Task): void {
    task.succeed(this.host.simulation.scheduler.cause, this.host.simulation.now);
  }

  fail(task: Task, why: string): void {
    task.fail(why, this.host.simulation.scheduler.cause, this.host.simulation.now);
  }

  /** Headers that each request of this client begins with. */
  headers(method: string, to: string, callId: string, fromTag: string, cseq: number): Header[] {
    return [
      ['Max-Forwards', '70'],
      ['From', `<${this.uri}>;tag=${fromTag};epid=${this.endpoint}`],
      ['To', to],
      ['Call-ID', callId],
      ['CSeq', `${cseq} ${method}`],
      ['User-Agent', USER_AGENT],
      ...this.registration.signature(),
    ];
  }

  /**
   * Sends a request on the connection to the pool and settles with its final answer. Without a connection, or
   * without an answer in time, it fails.
   */
  ask(request: SipRequest, done: (response: SipResponse | null) => void): void {
    const { connection } = this;
    if (!connection?.isOpen) {
      done(null);
      return;
    }
    this.send(request, connection, {
      response: (response) => {
        if (response.status >= 200) done(response);
      },
      timedOut: () => done(null),
    });
  }

  /** Sends a request on the connection to the pool and gives every answer; null when there is none. */
  converse(request: SipRequest, answered: (response: SipResponse | null) => void): void {
    const { connection } = this;
    if (!connection?.isOpen) {
      answered(null);
      return;
    }
    this.send(request, connection, { response: answered, timedOut: () => answered(null) });
  }

  /** A request outside any dialog, with a Call-ID and a tag of its own. */
  newRequest(method: string, uri: string, extra: readonly Header[], body: string): SipRequest {
    const { random } = this.host;
    const call = [random.hex(32), random.hex(10)] as const;
    return {
      protocol: 'sip',
      kind: 'request',
      method,
      uri,
      headers: [...this.headers(method, `<${uri}>`, ...call, 1), this.contact(), ...extra],
      body,
    };
  }

  /** Sends a request that nobody answers. */
  tell(request: SipRequest): void {
    const { connection } = this;
    if (connection?.isOpen) connection.send(this.withVia(request, connection));
  }

  /** Where the person is reached, for Contact headers. */
  contact(): Header {
    const local = this.connection?.tcp.local ?? { address: 0, port: 0 };
    return [
      'Contact',
      `<sip:${formatAddress(local.address)}:${local.port};transport=tls;ms-opaque=${this.endpoint}>`,
    ];
  }

  /** A session description with one medium (RFC 4566). */
  sdp(medium: string): string {
    const address = formatAddress(this.connection?.tcp.local.address ?? 0);
    return `v=0\r\no=- 0 0 IN IP4 ${address}\r\ns=session\r\nc=IN IP4 ${address}\r\nt=0 0\r\n${medium}\r\n`;
  }

  protected override get abilities(): Abilities {
    return ABILITIES;
  }

  protected request(transaction: ServerTransaction): void {
    const { request } = transaction;
    if (this.calls.request(transaction)) return;
    switch (request.method) {
      case 'NOTIFY':
      case 'BENOTIFY':
        this.presence.notified(request);
        this.meetings.notified(request);
        this.voiceMail.notified(request);
        if (request.method === 'NOTIFY') transaction.respond(200);
        return;
      case 'INFO':
        transaction.respond(200);
        this.meetings.informed(request);
        return;
      case 'MESSAGE':
        if (this.meetings.said(transaction)) return;
        this.conversations.request(transaction);
        return;
      case 'INVITE':
      case 'UPDATE':
      case 'ACK':
      case 'BYE':
        this.conversations.request(transaction);
        return;
      default:
        transaction.respond(405);
    }
  }

  protected override lost(connection: SipConnection): void {
    this.registration.lost(connection);
  }
}
