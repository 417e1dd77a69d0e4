import { NONE } from '../../kernel/scheduler.ts';
import type { Handle } from '../../kernel/scheduler.ts';
import { formatAddress } from '../../model/address.ts';
import type { Task } from '../../model/task.ts';
import { SECOND } from '../../model/time.ts';
import type { Machine } from '../../network/simulation.ts';
import type { Target, Unreachable } from '../../protocols/sip/connection.ts';
import { SipConnection } from '../../protocols/sip/connection.ts';
import { header, headers } from '../../protocols/sip/headers.ts';
import type { Header, SipRequest, SipResponse } from '../../protocols/sip/message.ts';
import { authorization, challengeOf, ntlmResponse } from '../../protocols/ntlm/ntlm.ts';
import type { Certificate } from '../../protocols/tls/certificate.ts';
import { dskData } from '../tls-dsk.ts';
import type { LyncClient } from './client.ts';
import { discover } from './discovery.ts';
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

const NTLM = 'NTLM qop="auth", realm="SIP Communications Service"';

/** Signs one person in and keeps them so. */
export class Registration implements RegistrationActions {
  readonly #client: LyncClient;
  /** Begun when the person first signs in: a guest never does. */
  #spawned: Machine<typeof registrationMachine> | null = null;
  readonly #callId: string;
  readonly #fromTag: string;
  #task: Task | null = null;
  #targets: Target[] = [];
  #cseq = 0;
  #opaque = '';
  #challenge: SipResponse | null = null;
  #scheme: 'NTLM' | 'TLS-DSK' = 'NTLM';
  #words: string = WORDS.unavailable;
  #keepAlive: Handle = NONE;
  #remote = false;
  #service: string | null = null;
  #certificate: Certificate | null = null;

  constructor(client: LyncClient) {
    this.#client = client;
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

  /** Where the registrar gives out certificates, if it said so. */
  get certificateService(): string | null {
    return this.#service;
  }

  /** How the person last proved who they are. */
  get scheme(): 'NTLM' | 'TLS-DSK' {
    return this.#scheme;
  }

  /** Keeps a certificate that the pool gave out, by its serial number, for the next sign-in. */
  takeCertificate(serial: string): void {
    const { uri, host } = this.#client;
    this.#certificate = {
      serial,
      subject: uri.slice(4),
      names: [uri.slice(4)],
      issuer: 'Communications Server',
      notBefore: host.simulation.design.date,
      notAfter: '2011-08-28',
      crl: null,
      key: serial,
    };
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
    if (this.#opaque === '') return [];
    const { random } = this.#client.host;
    return [
      [
        'Proxy-Authorization',
        `${this.#scheme} qop="auth", realm="SIP Communications Service", opaque="${this.#opaque}", crand="${random.hex(8)}", cnum="${this.#cseq}", response="${random.hex(32)}"`,
      ],
    ];
  }

  /** The connection to the pool is gone. */
  lost(connection: SipConnection): void {
    if (connection !== this.#client.connection) return;
    this.#client.connection = null;
    this.#client.host.cancel(this.#keepAlive);
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
    this.#client.host.cancel(this.#keepAlive);
    this.#client.connection?.close();
    this.#client.connection = null;
    this.#opaque = '';
    this.#client.show(`${person.name} is signed out.`);
    if (this.#task) this.#client.succeed(this.#task);
  }

  answerChallenge(): void {
    const { uri, password } = this.#client;
    const offers = headers(this.#challenge!, 'WWW-Authenticate');
    const dsk = offers.find((one) => /^TLS-DSK/i.test(one));
    this.#service = (dsk === undefined ? undefined : authorization(dsk)['sts-uri']) ?? this.#service;
    if (dsk !== undefined && this.#certificate) {
      this.#showCertificate(authorization(dsk), this.#certificate);
      return;
    }
    this.#scheme = 'NTLM';
    const challenge = authorization(offers.find((one) => /^NTLM/i.test(one)));
    const target = `targetname="${challenge['targetname'] ?? ''}"`;
    const data = challenge['gssapi-data'];
    if (data === undefined) this.#send([['Authorization', `${NTLM}, ${target}, gssapi-data="", version=4`]]);
    else {
      const proof = ntlmResponse(uri, password, challengeOf(data));
      const opaque = challenge['opaque'] ?? '';
      this.#send(
        [['Authorization', `${NTLM}, opaque="${opaque}", ${target}, gssapi-data="${proof}", version=4`]],
        opaque,
      );
    }
  }

  /** TLS-DSK: a hello, and then the certificate ([MS-SIPAE]). */
  #showCertificate(challenge: Readonly<Record<string, string>>, certificate: Certificate): void {
    const { random } = this.#client.host;
    const opaque = challenge['opaque'] ?? '';
    const data =
      opaque === ''
        ? dskData([
            {
              type: 'handshake',
              messages: [
                { type: 'client-hello', random: random.hex(64), sessionId: '', cipherSuites: [0x002f] },
              ],
            },
          ])
        : dskData([
            {
              type: 'handshake',
              messages: [
                { type: 'certificate', chain: [certificate] },
                { type: 'client-key-exchange' },
                { type: 'certificate-verify' },
              ],
            },
            { type: 'change-cipher-spec' },
            { type: 'handshake', messages: [{ type: 'finished' }] },
          ]);
    this.#scheme = 'TLS-DSK';
    const own = `TLS-DSK qop="auth", realm="SIP Communications Service", opaque="${opaque}"`;
    this.#send(
      [
        [
          'Authorization',
          `${own}, targetname="${challenge['targetname'] ?? ''}", gssapi-data="${data}", version=4`,
        ],
      ],
      opaque,
    );
  }

  signedIn(): void {
    const { person } = this.#client;
    if (!this.#task?.outcome) this.#client.show(`${person.name} is signed in.`);
    this.#keep();
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
    } else if (response.status === 401 && proved && this.#scheme === 'TLS-DSK' && this.#certificate) {
      // The pool does not know the certificate any more: the password must do.
      this.#certificate = null;
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

  /** CRLF CRLF before the server's time is up (ms-keep-alive). */
  #keep(): void {
    const { host } = this.#client;
    host.cancel(this.#keepAlive);
    const pause = host.simulation.knob('sip.keepAlive_s') * SECOND * 0.8;
    const tick = () => {
      if (!this.#client.connection?.isOpen) return;
      this.#client.connection.send({ protocol: 'sip', kind: 'keep-alive' });
      this.#keepAlive = host.timer('SIP keep-alive', Math.round(pause), tick, true);
    };
    this.#keepAlive = host.timer('SIP keep-alive', Math.round(pause), tick, true);
  }
}
