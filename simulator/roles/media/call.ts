import { seconds } from '../../model/time.ts';
import type { Attachment } from '../../network/fabric.ts';
import type { Host } from '../../network/host.ts';
import type { Machine } from '../../network/simulation.ts';
import type { IceDialect } from '../../protocols/ice/description.ts';
import { addressOf } from '../../protocols/sip/address.ts';
import type { Dialog } from '../../protocols/sip/dialog.ts';
import { answeredDialog, askedDialog, requestIn } from '../../protocols/sip/dialog.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { header, parseUri } from '../../protocols/sip/headers.ts';
import type { Header, SipRequest, SipResponse } from '../../protocols/sip/message.ts';
import { callMachine } from './call-machine.ts';
import { mediaFailureHeader } from './diagnostics.ts';
import type { MediaKind } from './kinds.ts';
import { MEDIA } from './kinds.ts';
import type { RelayAccess } from './relay-access.ts';
import type { Location, SessionBody, SessionOptions } from './session.ts';
import { MediaSession } from './session.ts';

/** The program that makes and takes calls: a client, or a server with media of its own. */
export interface CallHome {
  readonly host: Host;
  readonly attachment: Attachment;
  readonly relay: RelayAccess;
  readonly dialects: readonly IceDialect[];
  readonly location: Location;
  /** "alice", and "Alice" */
  readonly id: string;
  readonly name: string;
  /** SIP domain of its people. */
  readonly domain: string;
  contact(): Header;
  /** What proves that a request is ours. */
  sign(): readonly Header[];
  newRequest(method: string, to: string, extra: readonly Header[], body: string): SipRequest;
  /** Sends a request and gives every answer; null when there is none. */
  converse(request: SipRequest, answered: (response: SipResponse | null) => void): void;
  /** Sends a request that nobody answers. */
  tell(request: SipRequest): void;
}

/** How a call ended. */
export type CallEnd =
  | { readonly how: 'hung up' | 'no path' | 'silence' }
  | { readonly how: 'refused'; readonly response: SipResponse | null };

export interface CallUser {
  /** Somebody has answered, and media have a path. */
  established(): void;
  /** The other end's media are heard. */
  heard(): void;
  silent(): void;
  ended(end: CallEnd): void;
  progress?(received: number): void;
  /** Has this end something to send? It has, when this is left out. */
  mayFlow?(): boolean;
  /** An INFO of the other end. */
  informed?(body: string): void;
}

/**
 * One call at one end: INVITE with candidates, 183 with the other's, checks while it rings, and, once a path is found and
 * somebody has answered, a last INVITE with the path alone ([MS-SDPEXT], [MS-ICE2] 3.1.4.11).
 */
export class Call {
  readonly peer: string;
  readonly session: MediaSession;
  readonly kinds: readonly MediaKind[];
  readonly #home: CallHome;
  readonly #user: CallUser;
  readonly #caller: boolean;
  readonly #machine: Machine<typeof callMachine>;
  #dialog: Dialog | null = null;
  #answered = false;
  #established = false;
  #over = false;
  #pathLost = false;
  /** The INVITE to answer, and the To of our answers to it. */
  #incoming: { transaction: ServerTransaction; to: string } | null = null;

  constructor(
    home: CallHome,
    peer: string,
    peerName: string,
    kinds: readonly MediaKind[],
    caller: boolean,
    user: CallUser,
    packets?: number,
  ) {
    this.#home = home;
    this.#user = user;
    this.#caller = caller;
    this.peer = peer;
    this.kinds = kinds;
    const { host, id, name } = home;
    const number = host.simulation.nextId();
    const title = `${name}: ${MEDIA[kinds[0]!].title} with ${peerName}`;
    this.#machine = host.simulation.spawn(callMachine, {
      id: `${id}/call/${number}`,
      title,
      node: host.index,
    });
    const options: SessionOptions = {
      attachment: home.attachment,
      id: `${id}/call/${number}`,
      title,
      kinds,
      dialects: home.dialects,
      location: home.location,
      ...(packets === undefined ? {} : { packets }),
    };
    this.session = new MediaSession(host, options, {
      connected: () => this.#pathFound(),
      failed: () => this.#noPath(),
      heard: () => user.heard(),
      silent: () => user.silent(),
      dead: () => this.hangUp({ how: 'silence' }),
      ...(user.progress ? { progress: (received: number) => user.progress!(received) } : {}),
    });
  }

  get established(): boolean {
    return this.#established;
  }

  get over(): boolean {
    return this.#over;
  }

  get callId(): string {
    return this.#dialog?.callId ?? '';
  }

  /** Calls somebody. */
  place(): void {
    this.#machine.send({ type: 'PREPARE' });
    this.#prepare(() => this.#invite());
  }

  /**
   * Takes a call.
   * @param ring_s how long it rings before it is answered
   * @returns false when the offer is none that can be taken: it was answered so
   */
  take(transaction: ServerTransaction, ring_s: number): boolean {
    const { request } = transaction;
    const { host } = this.#home;
    if (!this.session.accept(header(request, 'Content-Type') ?? '', request.body)) {
      host.stray('an offer without a medium that is spoken here');
      transaction.respond(488);
      this.#end({ how: 'refused', response: null });
      return false;
    }
    const to = `${header(request, 'To') ?? ''};tag=${host.random.hex(10)}`;
    this.#incoming = { transaction, to };
    this.#dialog = answeredDialog(request, to);
    this.#machine.send({ type: 'INVITED' });
    if (ring_s > 0) transaction.respond(180, [], '', to);
    let [rung, ready] = [ring_s === 0, false];
    const pickUp = () => {
      if (rung && ready && !this.#over) this.#answer();
    };
    if (ring_s > 0)
      host.timer('ringing', seconds(ring_s), () => {
        rung = true;
        pickUp();
      });
    this.#prepare(() => {
      ready = true;
      this.#respond(183, this.session.answer());
      this.session.begin(false);
      pickUp();
    });
    return true;
  }

  /** A request within the call. */
  request(transaction: ServerTransaction): void {
    const { request } = transaction;
    switch (request.method) {
      case 'INVITE':
        this.session.settle(header(request, 'Content-Type') ?? '', request.body);
        transaction.respond(
          200,
          [this.#home.contact(), ['Content-Type', this.session.final().type]],
          this.session.final().text,
        );
        return;
      case 'ACK':
        return;
      case 'INFO':
        transaction.respond(200);
        this.#user.informed?.(request.body);
        return;
      case 'BYE':
        transaction.respond(200);
        this.#end({ how: header(request, 'ms-client-diagnostics') === undefined ? 'hung up' : 'no path' });
        return;
      default:
        transaction.respond(405);
    }
  }

  /** Tells the other end something about the call. */
  inform(type: string, body: string): void {
    const dialog = this.#dialog;
    if (!dialog || this.#over) return;
    const request = requestIn(dialog, 'INFO', ++dialog.cseq, [...this.#home.sign(), ['Content-Type', type]]);
    this.#home.converse({ ...request, body }, () => undefined);
  }

  /** Ends the call from this end. */
  hangUp(end: CallEnd = { how: 'hung up' }, extra: readonly Header[] = []): void {
    const dialog = this.#dialog;
    if (dialog && this.#answered && !this.#over)
      this.#home.converse(
        requestIn(dialog, 'BYE', ++dialog.cseq, [...this.#home.sign(), ...extra]),
        () => undefined,
      );
    this.#end(end);
  }

  #prepare(then: () => void): void {
    this.#home.relay.server((server) => {
      if (!this.#over) this.session.gather(server, then);
    });
  }

  #invite(): void {
    const home = this.#home;
    const { type, text } = this.session.offer();
    const request = home.newRequest('INVITE', this.peer, [['Content-Type', type]], text);
    this.#machine.send({ type: 'INVITED' });
    home.converse(request, (response) => {
      if (this.#over) return;
      if (response === null || response.status >= 300) {
        this.#end({ how: 'refused', response });
        return;
      }
      if (response.status === 180) this.#machine.send({ type: 'RINGING' });
      if (response.body !== '' && this.session.accept(header(response, 'Content-Type') ?? '', response.body))
        this.session.begin(true);
      if (response.status < 200) return;
      const dialog = askedDialog(request, response);
      this.#dialog = dialog;
      home.tell(requestIn(dialog, 'ACK', 1, home.sign()));
      this.#pickedUp();
    });
  }

  #answer(): void {
    this.#respond(200, this.session.answer());
    this.#pickedUp();
  }

  #respond(status: number, { type, text }: SessionBody): void {
    const { transaction, to } = this.#incoming!;
    transaction.respond(status, [this.#home.contact(), ['Content-Type', type]], text, to);
  }

  #pickedUp(): void {
    this.#answered = true;
    this.#machine.send({ type: 'ANSWERED' });
    if (this.#pathLost) this.#noPath();
    else if (this.session.connected) this.#pathFound();
  }

  #pathFound(): void {
    if (!this.#answered || this.#over || this.#established) return;
    this.#established = true;
    this.#machine.send({ type: 'ESTABLISHED' });
    if (this.#caller) this.#settle();
    if (this.#user.mayFlow?.() ?? true) this.session.flow();
    this.#user.established();
  }

  /** The last offer: both ends now have the one path and no other. */
  #settle(): void {
    const dialog = this.#dialog!;
    const { type, text } = this.session.final();
    const request = requestIn(dialog, 'INVITE', ++dialog.cseq, [
      this.#home.contact(),
      ...this.#home.sign(),
      ['Content-Type', type],
    ]);
    const { cseq } = dialog;
    this.#home.converse({ ...request, body: text }, (response) => {
      if (response?.status === 200) this.#home.tell(requestIn(dialog, 'ACK', cseq, this.#home.sign()));
    });
  }

  #noPath(): void {
    this.#pathLost = true;
    // It rings, is answered, and fails then.
    if (!this.#answered || this.#over) return;
    this.#machine.send({ type: 'NO_MEDIA' });
    if (!this.#caller) return;
    const { domain, location } = this.#home;
    const federated = parseUri(addressOf(this.peer)).host !== domain;
    const extra = mediaFailureHeader(MEDIA[this.kinds[0]!].title, this.session, federated, location);
    this.hangUp({ how: 'no path' }, [extra]);
  }

  #end(end: CallEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.#machine.send({ type: end.how === 'no path' ? 'NO_MEDIA' : 'ENDED' });
    this.session.close();
    this.#user.ended(end);
  }
}
