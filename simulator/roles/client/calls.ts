import type { Task } from '../../model/task.ts';
import { Task as NewTask } from '../../model/task.ts';
import { seconds } from '../../model/time.ts';
import { addressOf } from '../../protocols/sip/address.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { header } from '../../protocols/sip/headers.ts';
import type { SipRequest } from '../../protocols/sip/message.ts';
import { chooseAlternative } from '../../protocols/sdp/alternatives.ts';
import { readSdp } from '../../protocols/sdp/text.ts';
import type { PathClass } from '../../protocols/ice/description.ts';
import { Call } from '../media/call.ts';
import type { CallEnd, CallHome } from '../media/call.ts';
import type { MediaKind } from '../media/kinds.ts';
import { MEDIA } from '../media/kinds.ts';
import type { LyncClient } from './client.ts';
import { failureText } from './client-text.ts';

/** Packets of the file that people send each other: some 30 kB. */
const FILE_PACKETS = 32;

const FILE_TYPE = 'application/ms-filetransfer+xml';
const FILE = 'xmlns="http://schemas.microsoft.com/rtc/2009/05/filetransfer"';

/** From here on people notice (assumption: concealment of the time's codecs hid a few percent). */
const CHOPPY = 0.05;

/** What a call is to the person: whom it is with, and what they wait for. */
export class PersonsCall {
  readonly call: Call;
  readonly #client: LyncClient;
  readonly #established: Task;
  readonly #preferred: Task;
  readonly #waiting: Task[] = [];
  #end: CallEnd | null = null;
  #heard = false;
  #silent = false;
  #complete = false;
  readonly #receipts: Task[] = [];
  #fileDone: Task | null = null;
  readonly #watchers: Task[] = [];

  constructor(
    client: LyncClient,
    home: CallHome,
    peer: string,
    kinds: readonly MediaKind[],
    caller: boolean,
    task: Task,
    preferred: Task,
    packets?: number,
  ) {
    this.#client = client;
    this.#established = task;
    this.#preferred = preferred;
    const { name } = home;
    this.call = new Call(
      home,
      peer,
      client.nameOf(addressOf(peer)),
      kinds,
      caller,
      {
        established: () => this.#up(name),
        heard: () => this.#hear(),
        silent: () => this.#quiet(),
        ended: (end) => this.#over(end),
        progress: (received) => this.#progress(received),
        informed: (body) => this.#informed(body),
      },
      packets,
    );
  }

  /** Which way the media take; null while there is none. */
  get path(): PathClass | null {
    return this.call.session.path;
  }

  /** Did the call get as far as the other end? */
  get reached(): boolean {
    return this.#end?.how !== 'refused';
  }

  /** Settled when the path is known: well when it is what this medium prefers. */
  get preferred(): Task {
    return this.#preferred;
  }

  /** Settled when the person hears, or sees, the other end. */
  hears(): Task {
    const task = this.#client.await();
    if (this.#heard) this.#client.succeed(task);
    else if (this.#end) this.#client.fail(task, 'the call is over');
    else this.#waiting.push(task);
    return task;
  }

  /** People talk for a while; settled well when they still hear each other at the end, badly when the call has died. */
  talks(): Task {
    const client = this.#client;
    const task = client.await();
    const { simulation } = client.host;
    const settle = () => {
      if (this.#end) client.fail(task, this.#words(this.#end));
      // Who hears nothing waits, until something comes or the call is given up.
      else if (!this.call.session.hears) this.#waiting.push(task);
      else client.succeed(task);
    };
    // Not at the very microsecond at which a packet comes: what came first would be anybody's guess.
    client.host.timer('talk', seconds(simulation.knob('call.talk_s')) + 13, settle);
    this.#watchers.push(task);
    return task;
  }

  /** Settled when the file has gone over. */
  transferred(): Task {
    this.#fileDone = this.#client.await();
    return this.#fileDone;
  }

  /** Settled when all of a file has come in. */
  received(): Task {
    const task = this.#client.await();
    if (this.#complete) this.#client.succeed(task);
    else this.#receipts.push(task);
    return task;
  }

  hangUp(): Task {
    const task = this.#client.begin(`${this.#client.person.name} hangs up`);
    this.call.hangUp();
    this.#client.succeed(task);
    return task;
  }

  #up(name: string): void {
    const client = this.#client;
    const kind = this.call.kinds[0]!;
    const { path } = this.call.session;
    const slow = path === 'tcp-relay' && (kind === 'audio' || kind === 'video');
    const words = MEDIA[kind].begun;
    client.show(
      `${name} ${words} with ${client.nameOf(addressOf(this.call.peer))}${slow ? '. Media go over TCP: what is lost comes late, and quality suffers' : ''}.`,
    );
    client.succeed(this.#established);
    if (slow) client.fail(this.#preferred, 'media go over TCP');
    else client.succeed(this.#preferred);
  }

  #hear(): void {
    this.#heard = true;
    if (this.#silent)
      this.#client.show(
        `${this.#client.person.name} hears ${this.#client.nameOf(addressOf(this.call.peer))} again.`,
      );
    this.#silent = false;
    for (const task of this.#waiting.splice(0)) this.#client.succeed(task);
  }

  #quiet(): void {
    this.#silent = true;
    this.#client.show(
      `${this.#client.person.name} hears nothing of ${this.#client.nameOf(addressOf(this.call.peer))}.`,
    );
  }

  #over(end: CallEnd): void {
    this.#end = end;
    const client = this.#client;
    const { spoilt } = this.call.session;
    if (spoilt > CHOPPY)
      client.show(
        `${client.person.name} heard the other end badly: ${Math.round(spoilt * 100)} % was lost or came too late.`,
      );
    const words = this.#words(end);
    if (end.how !== 'hung up') client.show(words);
    for (const task of [
      this.#established,
      this.#preferred,
      this.#fileDone,
      ...this.#waiting.splice(0),
      ...this.#receipts.splice(0),
      ...this.#watchers,
    ])
      if (task && !task.outcome) client.fail(task, words);
  }

  #words(end: CallEnd): string {
    if (end.how === 'refused') return `The call could not be made (${failureText(end.response)}).`;
    if (end.how === 'silence') return 'The call was disconnected: nothing was heard any more.';
    return end.how === 'no path' ? MEDIA[this.call.kinds[0]!].failure : 'The call has ended.';
  }

  #progress(received: number): void {
    if (this.call.kinds[0] !== 'data' || received < FILE_PACKETS || this.#complete) return;
    this.#complete = true;
    this.#client.show(`${this.#client.person.name} has received the file.`);
    for (const task of this.#receipts.splice(0)) this.#client.succeed(task);
    this.call.inform(
      FILE_TYPE,
      `<notify notifyId="1" ${FILE}><fileTransferProgress><transferId>1</transferId><bytesReceived>${FILE_PACKETS * MEDIA.data.format.bytes}</bytesReceived></fileTransferProgress></notify>`,
    );
  }

  #informed(body: string): void {
    if (this.#fileDone && body.includes('fileTransferProgress')) this.#client.succeed(this.#fileDone);
  }
}

/** The calls of one person, whatever the medium. */
export class Calls {
  readonly #client: LyncClient;
  readonly #home: () => CallHome;
  readonly #calls: PersonsCall[] = [];

  constructor(client: LyncClient, home: () => CallHome) {
    this.#client = client;
    this.#home = home;
  }

  /** The person calls somebody; settled when that one has answered and media have a path. */
  place(to: string, kind: MediaKind): { task: Task; call: PersonsCall } {
    const client = this.#client;
    const task = client.begin(`${client.person.name} ${MEDIA[kind].verb} ${client.nameOf(addressOf(to))}`);
    const { scheduler, now } = client.host.simulation;
    const preferred = new NewTask(scheduler.cause, now);
    const packets = kind === 'data' ? FILE_PACKETS : undefined;
    const call = new PersonsCall(client, this.#home(), to, [kind], true, task, preferred, packets);
    this.#calls.push(call);
    if (client.connection?.isOpen) call.call.place();
    else call.call.hangUp({ how: 'refused', response: null });
    return { task, call };
  }

  /** The latest call with somebody, or with anybody. */
  with(uri?: string): PersonsCall | undefined {
    return this.#calls.findLast((one) => uri === undefined || addressOf(one.call.peer) === uri);
  }

  /** A request that belongs to a call, or begins one; false when it is about something else. */
  request(transaction: ServerTransaction): boolean {
    const { request } = transaction;
    const callId = header(request, 'Call-ID') ?? '';
    const known = this.#calls.find((one) => one.call.callId === callId);
    if (known) {
      known.call.request(transaction);
      return true;
    }
    if (request.method !== 'INVITE') return false;
    const kind = this.#kindOf(request);
    if (kind === 'message') return false;
    this.#ring(transaction, kind);
    return true;
  }

  #ring(transaction: ServerTransaction, kind: MediaKind): void {
    const client = this.#client;
    const peer = addressOf(header(transaction.request, 'From'));
    const [established, preferred] = [client.await(), client.await()];
    const packets = kind === 'data' ? 0 : undefined;
    const call = new PersonsCall(client, this.#home(), peer, [kind], false, established, preferred, packets);
    this.#calls.push(call);
    if (call.call.take(transaction, client.host.simulation.knob('call.answer_s')))
      client.show(`${client.person.name}: ${client.nameOf(peer)} is calling.`);
  }

  /** Which medium an offer is about. */
  #kindOf(request: SipRequest): MediaKind | 'message' {
    const type = header(request, 'Content-Type') ?? '';
    const kind = readSdp(chooseAlternative(type, request.body, 'ice2'))?.media[0]?.kind;
    return kind === 'message' || kind === 'video' || kind === 'applicationsharing' || kind === 'data'
      ? kind
      : 'audio';
  }
}
