import type { Task } from '../../model/task.ts';
import type { Machine } from '../../network/simulation.ts';
import type { Attendee, Invitation } from '../../protocols/sip/conference-bodies.ts';
import {
  addUserBody,
  C3P_TYPE,
  conferencePart,
  joinServerBody,
  readRoster,
  readServerAccess,
  siblingUri,
} from '../../protocols/sip/conference-bodies.ts';
import type { Dialog } from '../../protocols/sip/dialog.ts';
import { askedDialog, requestIn } from '../../protocols/sip/dialog.ts';
import { dialogMachine } from '../../protocols/sip/dialog-machine.ts';
import { digestResponse } from '../../protocols/sip/digest.ts';
import { authorization } from '../../protocols/ntlm/ntlm.ts';
import { header, parseUri } from '../../protocols/sip/headers.ts';
import type { Header, SipRequest, SipResponse } from '../../protocols/sip/message.ts';
import type { LyncClient } from './client.ts';
import { failureText } from './client-text.ts';
import { MeetingChat } from './meeting-chat.ts';
import { MeetingContent } from './meeting-content.ts';

/** One meeting that a person is in, or tries to be: the session with its focus, and who is there. */
export class Meeting {
  readonly id: string;
  readonly invitation: Invitation;
  readonly chat: MeetingChat;
  readonly content: MeetingContent;
  readonly #client: LyncClient;
  readonly #machine: Machine<typeof dialogMachine>;
  readonly #callId: string;
  readonly #tag: string;
  readonly #wishes: { uri: string; task: Task }[] = [];
  #there: readonly Attendee[] = [];
  #dialog: Dialog | null = null;
  #cseq = 0;

  constructor(client: LyncClient, invitation: Invitation) {
    const { host, person } = client;
    this.#client = client;
    this.invitation = invitation;
    this.id = conferencePart(parseUri(invitation.uri).params['opaque'])?.id ?? '';
    this.#callId = host.random.hex(32);
    this.#tag = host.random.hex(10);
    this.chat = new MeetingChat(client, siblingUri(invitation.uri, 'chat'));
    this.content = new MeetingContent(client, this);
    this.#machine = host.simulation.spawn(dialogMachine, {
      id: `${person.id}/dialog/${host.simulation.nextId()}`,
      title: `${person.name}: meeting`,
      node: host.index,
    });
  }

  /** INVITE to the focus with addUser, and then a subscription to who is there ([MS-CONFBAS]). */
  join(task: Task): void {
    this.#machine.send({ type: 'INVITED' });
    this.#invite(task, []);
  }

  /** Settled once somebody is seen among those who are there. */
  sees(uri: string): Task {
    const task = this.#client.await();
    if (this.#there.some((one) => one.uri === uri)) this.#client.succeed(task);
    else this.#wishes.push({ uri, task });
    return task;
  }

  /** Asks the focus for the way to the web conferencing server; the answer comes as an INFO of its own. */
  askForContent(failed: (why: string) => void): void {
    const client = this.#client;
    const dialog = this.#dialog!;
    const request = {
      ...requestIn(dialog, 'INFO', ++dialog.cseq, [
        ...client.registration.signature(),
        ['Content-Type', C3P_TYPE],
      ]),
      body: joinServerBody(siblingUri(this.invitation.uri, 'data-conf'), client.uri),
    };
    client.ask(request, (response) => {
      if (response?.status !== 200) failed(failureText(response));
    });
  }

  notified(body: string): void {
    const before = new Set(this.#there.map((one) => one.uri));
    this.#there = readRoster(body);
    for (const { uri, name } of this.#there)
      if (!before.has(uri) && uri !== this.#client.uri) this.#client.show(`${name} is in the meeting.`);
    for (const { uri, task } of this.#wishes)
      if (this.#there.some((one) => one.uri === uri)) this.#client.succeed(task);
  }

  informed(body: string): void {
    this.content.answered(readServerAccess(body));
  }

  #invite(task: Task, proof: readonly Header[]): void {
    const client = this.#client;
    const { uri } = this.invitation;
    const request: SipRequest = {
      protocol: 'sip',
      kind: 'request',
      method: 'INVITE',
      uri,
      headers: [
        ...client.headers('INVITE', `<${uri}>`, this.#callId, this.#tag, ++this.#cseq),
        client.contact(),
        ['Supported', 'ms-sender'],
        ...proof,
        ['Content-Type', C3P_TYPE],
      ],
      body: addUserBody(uri, { uri: client.uri, name: client.person.name }),
    };
    client.ask(request, (response) => {
      if (response?.status === 200) this.#accepted(task, request, response);
      else if (response?.status === 401 && proof.length === 0) this.#invite(task, [this.#prove(response)]);
      else this.#failed(task, response);
    });
  }

  /** The meeting's key proves that a guest was invited (Digest, RFC 2617). */
  #prove(challenge: SipResponse): Header {
    const { realm = '', nonce = '' } = authorization(header(challenge, 'WWW-Authenticate'));
    const { uri, key } = this.invitation;
    const user = this.#client.person.name;
    const response = digestResponse(user, realm, key, nonce, 'INVITE', uri);
    return [
      'Authorization',
      `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}"`,
    ];
  }

  #accepted(task: Task, request: SipRequest, response: SipResponse): void {
    const client = this.#client;
    const dialog = askedDialog(request, response);
    dialog.cseq = this.#cseq;
    this.#dialog = dialog;
    this.#machine.send({ type: 'CONFIRMED' });
    client.tell(requestIn(dialog, 'ACK', this.#cseq, client.registration.signature()));
    const subscribe = client.newRequest(
      'SUBSCRIBE',
      this.invitation.uri,
      [
        ['Event', 'conference'],
        ['Accept', 'application/conference-info+xml'],
        ['Supported', 'ms-benotify, ms-piggyback-first-notify'],
      ],
      '',
    );
    client.ask(subscribe, (answer) => {
      if (answer?.status !== 200) {
        this.#failed(task, answer);
        return;
      }
      this.notified(answer.body);
      client.succeed(task);
    });
  }

  #failed(task: Task, response: SipResponse | null): void {
    const why = failureText(response);
    this.#machine.send({ type: 'ENDED' });
    this.#client.show(`Cannot join the meeting (${why}).`);
    this.#client.fail(task, why);
  }
}
