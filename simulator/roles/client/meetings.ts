import type { Task } from '../../model/task.ts';
import { addressOf } from '../../protocols/sip/address.ts';
import type { Invitation } from '../../protocols/sip/conference-bodies.ts';
import { addConferenceBody, C3P_TYPE, readInvitation } from '../../protocols/sip/conference-bodies.ts';
import type { ServerTransaction } from '../../protocols/sip/element.ts';
import { header } from '../../protocols/sip/headers.ts';
import type { SipRequest } from '../../protocols/sip/message.ts';
import type { LyncClient } from './client.ts';
import { failureText } from './client-text.ts';
import { connectAsGuest } from './guest.ts';
import { Meeting } from './meeting.ts';

/** The meetings of one person: schedules them, and joins them. */
export class Meetings {
  /** What the pool answered to the last meeting that was scheduled. */
  invitation: Invitation | null = null;
  readonly #client: LyncClient;
  readonly #joined = new Map<string, Meeting>();

  constructor(client: LyncClient) {
    this.#client = client;
  }

  /** The person schedules a meeting ([MS-CONFBAS] addConference). */
  schedule(): Task {
    const client = this.#client;
    const task = client.begin(`${client.person.name} schedules a meeting`);
    const { focusFactoryUri } = client.presence.configuration;
    const uri = focusFactoryUri ?? `${client.uri};gruu;opaque=app:conf:focusfactory`;
    const request = client.newRequest(
      'SERVICE',
      uri,
      [['Content-Type', C3P_TYPE]],
      addConferenceBody(client.uri),
    );
    client.ask(request, (response) => {
      this.invitation = response?.status === 200 ? readInvitation(response.body) : null;
      if (this.invitation) client.succeed(task);
      else {
        const why = failureText(response);
        client.show(`The meeting could not be scheduled (${why}).`);
        client.fail(task, why);
      }
    });
    return task;
  }

  /** The person joins a meeting; settled once they are in and see who is there. */
  join(invitation: Invitation): Task {
    const client = this.#client;
    const task = client.begin(`${client.person.name} joins the meeting`);
    const meeting = new Meeting(client, invitation);
    this.#joined.set(invitation.uri, meeting);
    if (client.connection?.isOpen) meeting.join(task);
    else if (client.person.uri === undefined)
      connectAsGuest(client, invitation, (words) => {
        if (words === null) meeting.join(task);
        else {
          client.show(words);
          client.fail(task, words);
        }
      });
    else client.fail(task, 'not signed in');
    return task;
  }

  /** The meeting that was joined with an invitation. */
  in(invitation: Invitation): Meeting {
    return this.#joined.get(invitation.uri)!;
  }

  /** A BENOTIFY of a focus. */
  notified(request: SipRequest): void {
    if (header(request, 'Event') === 'conference') this.#of(request)?.notified(request.body);
  }

  /** An INFO of a focus: the answer to what a meeting asked for. */
  informed(request: SipRequest): void {
    this.#of(request)?.informed(request.body);
  }

  /** A MESSAGE of a meeting's chat; false when it is somebody's own. */
  said(transaction: ServerTransaction): boolean {
    const sender = header(transaction.request, 'Ms-Sender');
    const meeting = this.#of(transaction.request);
    if (sender === undefined || !meeting) return false;
    transaction.respond(200);
    meeting.chat.heard(addressOf(sender), transaction.request.body);
    return true;
  }

  /** Whose From is the URI of a meeting, or of a part of it. */
  #of(request: SipRequest): Meeting | undefined {
    const id = /opaque=app:conf:[a-z-]+:id:(\w+)/.exec(header(request, 'From') ?? '')?.[1];
    return [...this.#joined.values()].find((one) => one.id === id);
  }
}
