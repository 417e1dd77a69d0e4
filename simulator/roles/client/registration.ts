import { formatAddress } from '../../model/address.ts';
import type { Task } from '../../model/task.ts';
import type { Machine } from '../../network/simulation.ts';
import type { Target, Unreachable } from '../../protocols/sip/connection.ts';
import { SipConnection } from '../../protocols/sip/connection.ts';
import { header } from '../../protocols/sip/headers.ts';
import type { Header, SipRequest, SipResponse } from '../../protocols/sip/message.ts';
import type { LyncClient } from './client.ts';
import { discover } from './discovery.ts';
import { KeepAlive } from './keep-alive.ts';
import { Proof } from './proof.ts';
import type { RegistrationActions } from './registration-machine.ts';
import { registrationMachine } from './registration-machine.ts';

/** Words of the client's sign-in window (assumption: as people remember them, not read off a document). */
const WORDS = {
  unavailable:
    'Cannot sign in because the server is temporarily unavailable. If the problem continues, please contact your support team.',
  noServer:
    'Cannot sign in because Lync could not find a server for your domain. There might be a problem with the DNS configuration.',
  noAnswer: 'Cannot sign in because Lync could not reach the network. Check your network connection.',
  certificate:
    'There was a problem verifying the certificate from the server. Please contact your support team.',
  password: 'The sign-in address, user name, or password is incorrect. Check them and try again.',
} as const;

/** Signs one person in and keeps them so. */
export class Registration implements RegistrationActions {
  readonly proof: Proof;
  readonly #client: LyncClient;
  readonly #keepAlive: KeepAlive;
  /** Begun when the person first signs in: a guest never does. */
  #spawned: Machine<typeof registrationMachine> | null = null;
  readonly #callId: string;
  readonly #fromTag: string;
  #task: Task | null = null;
  #targets: Target[] = [];
  #cseq = 0;
  #opaque = '';
  #challenge: SipResponse | null = null;
  #words: string = WORDS.unavailable;
  #remote = false;

  constructor(client: LyncClient) {
    this.#client = client;
    this.proof = new Proof(client);
    this.#keepAlive = new KeepAlive(client);
    const { host } = client;
    this.#callId = host.random.hex(32);
    this.#fromTag = host.random.hex(10);
  }

  get #machine(): Machine<typeof registrationMachine> {
    const { host, person } = this.#client;
    this.#spawned ??= host.simulation.spawn(registrationMachine, {
      id: `${person.id}/registration`,
      title: `${person.name}: registration`,
      node: host.index,
      input: {
        client: this.#afterwards(),
        refresh_ms: host.simulation.knob('sip.registration_s') * 500,
        retry_ms: host.simulation.knob('sip.retry_s') * 1000,
      },
      background: true,
    });
    return this.#spawned;
  }

  get state(): string {
    return this.#spawned?.state ?? 'signed out';
  }

  /** What the machine sets going, each done once its change is complete. */
  #afterwards(): RegistrationActions {
    const { simulation } = this.#client.host;
    const later = (action: () => void) => () => simulation.defer(action);
    return {
      resolve: later(() => this.resolve()),
      connect: later(() => this.connect()),
      register: later(() => this.register()),
      answerChallenge: later(() => this.answerChallenge()),
      signedIn: later(() => this.signedIn()),
      failed: later(() => this.failed()),
      unregister: later(() => this.unregister()),
      hasMoreServers: () => this.hasMoreServers(),
      wasSignedIn: () => this.wasSignedIn(),
    };
  }

  /** Did the pool say that this person is outside? */
  get remote(): boolean {
    return this.#remote;
  }

  /** The person signs out. */
  signOut(): Task {
    const task = this.#client.begin(`${this.#client.person.name} signs out`);
    this.#task = task;
    this.#machine.send({ type: 'SIGN_OUT' });
    return task;
  }

  /** The person signs in. */
  signIn(): Task {
    const task = this.#client.begin(`${this.#client.person.name} signs in`);
    this.#task = task;
    this.#machine.send({ type: 'SIGN_IN' });
    return task;
  }

  /** The signature that the pool wants on each request of a signed-in client. */
  signature(): Header[] {
    return this.#opaque === '' ? [] : [this.proof.signature(this.#opaque, this.#cseq)];
  }

  /** The connection to the pool is gone. */
  lost(connection: SipConnection): void {
    if (connection !== this.#client.connection) return;
    this.#client.connection = null;
    this.#keepAlive.stop();
    this.#words = WORDS.unavailable;
    this.#machine.send({ type: 'LOST' });
  }

  resolve(): void {
    const { host, resolver, domain } = this.#client;
    discover(host, resolver, domain, (found) => {
      if ('why' in found) {
        this.#words = found.why === 'no-answer' ? WORDS.noAnswer : WORDS.noServer;
        if (found.why === 'no-such-name')
          host.fault(
            'name',
            `DNS has no record that leads ${this.#client.person.name} to a server of ${domain}.`,
          );
        this.#machine.send({ type: 'NOT_FOUND' });
        return;
      }
      this.#targets = [...found];
      this.#machine.send({ type: 'FOUND' });
    });
  }

  /** Has the person been signed in, so that losing the pool was not their doing? */
  wasSignedIn(): boolean {
    return this.#task?.outcome?.ok === true;
  }

  hasMoreServers(): boolean {
    return this.#targets.length > 0;
  }

  connect(): void {
    const target = this.#targets.shift()!;
    this.#client.transport.reach([target], { from: null, certificate: null, limit: 0 }, (result) => {
      if (result instanceof SipConnection) {
        this.#client.connection = result;
        this.#machine.send({ type: 'CONNECTED' });
      } else this.#unreachable(result);
    });
  }

  register(): void {
    this.#send(this.#opaque === '' ? [] : this.signature());
  }

  /** Tells the pool that this person is gone (RFC 3261 10.2.2); whatever it answers, they are. */
  unregister(): void {
    const { connection } = this.#client;
    if (!connection?.isOpen) {
      this.#signedOut();
      return;
    }
    this.#client.send(this.#request([...this.signature(), ['Expires', '0']]), connection, {
      response: () => this.#signedOut(),
      timedOut: () => this.#signedOut(),
    });
  }

  #signedOut(): void {
    const { person } = this.#client;
    this.#keepAlive.stop();
    this.#client.connection?.close();
    this.#client.connection = null;
    this.#opaque = '';
    this.#client.show(`${person.name} is signed out.`);
    if (this.#task) this.#client.succeed(this.#task);
  }

  answerChallenge(): void {
    const { header: proof, opaque } = this.proof.answer(this.#challenge!);
    this.#send([proof], opaque === '' ? this.#opaque : opaque);
  }

  signedIn(): void {
    const { person } = this.#client;
    if (!this.#task?.outcome) this.#client.show(`${person.name} is signed in.`);
    this.#keepAlive.start();
    if (this.#task) this.#client.succeed(this.#task);
    this.#client.presence.start();
  }

  failed(): void {
    this.#client.connection?.close();
    this.#client.connection = null;
    this.#client.show(this.#words);
    if (this.#task) this.#client.fail(this.#task, this.#words);
  }

  #unreachable(why: Unreachable): void {
    this.#words = why.how === 'untrusted' ? WORDS.certificate : WORDS.unavailable;
    this.#machine.send({ type: 'UNREACHABLE' });
  }

  #send(extra: Header[], opaque = this.#opaque): void {
    this.#client.send(this.#request(extra), this.#client.connection!, {
      response: (response) => this.#answered(response, opaque, extra.length > 0 && opaque !== ''),
      timedOut: () => this.#refused(WORDS.unavailable),
    });
  }

  #request(extra: readonly Header[]): SipRequest {
    const client = this.#client;
    const { local } = client.connection!.tcp;
    const contact = `sip:${formatAddress(local.address)}:${local.port};transport=tls;ms-opaque=${client.endpoint}`;
    return {
      protocol: 'sip',
      kind: 'request',
      method: 'REGISTER',
      uri: `sip:${client.domain}`,
      headers: [
        ['Max-Forwards', '70'],
        ['From', `<${client.uri}>;tag=${this.#fromTag};epid=${client.endpoint}`],
        ['To', `<${client.uri}>`],
        ['Call-ID', this.#callId],
        ['CSeq', `${++this.#cseq} REGISTER`],
        [
          'Contact',
          `<${contact}>;methods="INVITE, MESSAGE, INFO, OPTIONS, BYE, CANCEL, NOTIFY, ACK, REFER, BENOTIFY";proxy=replace`,
        ],
        ['User-Agent', 'UCCAPI/4.0.7577.0 OC/4.0.7577.0 (Microsoft Lync 2010)'],
        ['Supported', 'gruu-10, adhoclist, msrtc-event-categories'],
        ['Supported', 'ms-forking'],
        ['ms-keep-alive', 'UAC;hop-hop=yes'],
        ['Event', 'registration'],
        ...extra,
      ],
      body: '',
    };
  }

  #answered(response: SipResponse, opaque: string, proved: boolean): void {
    if (response.status < 200) return;
    if (response.status === 200) {
      this.#opaque = opaque;
      this.#remote ||= header(response, 'ms-user-logon-data') === 'RemoteUser';
      this.#machine.send({ type: 'ACCEPTED' });
    } else if (response.status === 401 && proved && this.proof.forgetCertificate()) {
      // The pool does not know the certificate any more: the password must do.
      this.#challenge = response;
      this.#machine.send({ type: 'CHALLENGED' });
    } else if (response.status === 401 && !(proved && header(response, 'ms-diagnostics') !== undefined)) {
      this.#challenge = response;
      this.#opaque = '';
      this.#machine.send({ type: 'CHALLENGED' });
    } else this.#refused(response.status === 401 ? WORDS.password : WORDS.unavailable);
  }

  #refused(words: string): void {
    this.#words = words;
    this.#machine.send({ type: 'REFUSED' });
  }
}
