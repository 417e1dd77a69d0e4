import type { Task } from '../../model/task.ts';
import type { Machine } from '../../network/simulation.ts';
import { addressOf } from '../../protocols/sip/address.ts';
import type { Dialog } from '../../protocols/sip/dialog.ts';
import { answeredDialog, askedDialog, requestIn } from '../../protocols/sip/dialog.ts';
import { dialogMachine } from '../../protocols/sip/dialog-machine.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { header } from '../../protocols/sip/headers.ts';
import type { SipRequest, SipResponse } from '../../protocols/sip/message.ts';
import { failureText } from './client-text.ts';
import { SessionTimer } from '../../protocols/sip/session-timer.ts';
import type { LyncClient } from './client.ts';

/** The medium of instant messages. */
const IM_SESSION = 'm=message 5060 sip null\r\na=accept-types:text/plain text/html';

interface Conversation {
  readonly peer: string;
  readonly machine: Machine<typeof dialogMachine>;
  readonly timer: SessionTimer;
  dialog: Dialog | null;
  /** Has a text gone through it? */
  proven: boolean;
  /** Texts that wait for the session to be open. */
  waiting: { text: string; task: Task }[];
}

interface Ear {
  readonly from: string;
  readonly text: string;
  readonly task: Task;
}

/** Instant messages: a SIP session with each peer (INVITE), and a MESSAGE in it for each text (RFC 3428). */
export class Conversations {
  readonly #client: LyncClient;
  readonly #byPeer = new Map<string, Conversation>();
  readonly #heard: { from: string; text: string }[] = [];
  readonly #ears: Ear[] = [];

  constructor(client: LyncClient) {
    this.#client = client;
  }

  /** The person writes to somebody; settled when that one's client has taken the text. */
  say(to: string, text: string): Task {
    const { person } = this.#client;
    const task = this.#client.begin(`${person.name} writes to ${this.#client.nameOf(to)}: “${text}”`);
    const known = this.#byPeer.get(to);
    if (known?.dialog) this.#message(known, text, task);
    else if (known) known.waiting.push({ text, task });
    else this.#invite(to, { text, task });
    return task;
  }

  /** Settled when a text of somebody has arrived. */
  hears(from: string, text: string): Task {
    const task = this.#client.await();
    if (this.#heard.some((one) => one.from === from && one.text === text)) this.#client.succeed(task);
    else this.#ears.push({ from, text, task });
    return task;
  }

  request(transaction: ServerTransaction): void {
    const { request } = transaction;
    const peer = addressOf(header(request, 'From'));
    switch (request.method) {
      case 'INVITE':
        this.#accept(transaction, peer);
        return;
      case 'ACK':
        this.#byPeer.get(peer)?.machine.send({ type: 'CONFIRMED' });
        return;
      case 'MESSAGE':
        transaction.respond(200);
        this.#hear(peer, request.body);
        return;
      case 'UPDATE': {
        const conversation = this.#byPeer.get(peer);
        transaction.respond(conversation ? 200 : 481, SessionTimer.response(request));
        conversation?.timer.expectAfter(request, () => this.#end(conversation));
        return;
      }
      case 'BYE': {
        transaction.respond(200);
        const conversation = this.#byPeer.get(peer);
        if (conversation) this.#end(conversation);
        return;
      }
      default:
        transaction.respond(405);
    }
  }

  #invite(to: string, first: Conversation['waiting'][number]): void {
    const client = this.#client;
    const { host } = client;
    const conversation = this.#open(to);
    // Before anything is sent: without a connection the answer is there at once.
    conversation.waiting.push(first);
    const request = client.newRequest(
      'INVITE',
      to,
      [
        ['Supported', 'ms-dialog-route-set-update'],
        ...SessionTimer.request(host),
        ['Content-Type', 'application/sdp'],
      ],
      client.sdp(IM_SESSION),
    );
    conversation.machine.send({ type: 'INVITED' });
    client.ask(request, (response) => this.#invited(conversation, request, response));
  }

  #invited(conversation: Conversation, request: SipRequest, response: SipResponse | null): void {
    const client = this.#client;
    if (response?.status !== 200) {
      conversation.machine.send({ type: 'ENDED' });
      this.#byPeer.delete(conversation.peer);
      for (const { text, task } of conversation.waiting.splice(0))
        this.#undelivered(conversation.peer, text, task, response);
      return;
    }
    conversation.dialog = askedDialog(request, response);
    conversation.machine.send({ type: 'CONFIRMED' });
    const ack = requestIn(conversation.dialog, 'ACK', 1, client.registration.signature());
    client.tell(ack);
    conversation.timer.refreshAfter(response, () => this.#refresh(conversation));
    for (const { text, task } of conversation.waiting.splice(0)) this.#message(conversation, text, task);
  }

  #accept(transaction: ServerTransaction, peer: string): void {
    const { request } = transaction;
    const conversation = this.#open(peer);
    const tag = this.#client.host.random.hex(10);
    const to = `${header(request, 'To') ?? ''};tag=${tag};epid=${this.#client.endpoint}`;
    conversation.dialog = answeredDialog(request, to);
    conversation.machine.send({ type: 'INVITED' });
    transaction.respond(
      200,
      [this.#client.contact(), ...SessionTimer.response(request), ['Content-Type', 'application/sdp']],
      this.#client.sdp(IM_SESSION),
      to,
    );
    conversation.timer.expectAfter(request, () => this.#end(conversation));
  }

  /** UPDATE at half the session's time (RFC 4028); who gets no good answer has no session any more. */
  #refresh(conversation: Conversation): void {
    const dialog = conversation.dialog!;
    const update = requestIn(dialog, 'UPDATE', ++dialog.cseq, [
      ...this.#client.registration.signature(),
      ...SessionTimer.request(this.#client.host),
    ]);
    this.#client.ask(update, (response) => {
      if (response?.status === 200)
        conversation.timer.refreshAfter(response, () => this.#refresh(conversation));
      else this.#end(conversation);
    });
  }

  #end(conversation: Conversation): void {
    conversation.timer.stop();
    conversation.machine.send({ type: 'ENDED' });
    if (this.#byPeer.get(conversation.peer) === conversation) this.#byPeer.delete(conversation.peer);
  }

  #message(conversation: Conversation, text: string, task: Task): void {
    const dialog = conversation.dialog!;
    const request = {
      ...requestIn(dialog, 'MESSAGE', ++dialog.cseq, [
        ...this.#client.registration.signature(),
        ['Content-Type', 'text/plain; charset=UTF-8; msgr=WAAtAE0ATQBTAC0ASQBNAC0ARgBvAHIAbQBhAHQA'],
      ]),
      body: text,
    };
    this.#client.ask(request, (response) => {
      if (response?.status === 200) {
        conversation.proven = true;
        this.#client.succeed(task);
      } else if (isGone(response) && conversation.proven && this.#client.connection?.isOpen) {
        // A server on the session's way is gone: a new session finds another way, once.
        this.#end(conversation);
        this.#invite(conversation.peer, { text, task });
      } else this.#undelivered(conversation.peer, text, task, response);
    });
  }

  #undelivered(peer: string, text: string, task: Task, response: SipResponse | null): void {
    const why = failureText(response);
    this.#client.show(`This message was not delivered to ${this.#client.nameOf(peer)}: “${text}” (${why})`);
    this.#client.fail(task, why);
  }

  #hear(from: string, text: string): void {
    this.#heard.push({ from, text });
    this.#client.show(`${this.#client.nameOf(from)}: “${text}”`);
    for (const ear of this.#ears) if (ear.from === from && ear.text === text) this.#client.succeed(ear.task);
  }

  #open(peer: string): Conversation {
    const { host, person } = this.#client;
    const machine = host.simulation.spawn(dialogMachine, {
      id: `${person.id}/dialog/${host.simulation.nextId()}`,
      title: `${person.name}: conversation with ${this.#client.nameOf(peer)}`,
      node: host.index,
    });
    const timer = new SessionTimer(host);
    const conversation: Conversation = {
      peer,
      machine,
      timer,
      dialog: null,
      proven: false,
      waiting: [],
    };
    this.#byPeer.set(peer, conversation);
    return conversation;
  }
}

/** Does the answer say that the session's way is no more (RFC 3261 12.2.1.2)? */
function isGone(response: SipResponse | null): boolean {
  return response === null || [408, 481, 504].includes(response.status);
}
