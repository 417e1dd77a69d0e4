import type { Task } from '../../model/task.ts';
import type { Dialog } from '../../protocols/sip/dialog.ts';
import { askedDialog, requestIn } from '../../protocols/sip/dialog.ts';
import { header } from '../../protocols/sip/headers.ts';
import type { SipRequest } from '../../protocols/sip/message.ts';
import type { LyncClient } from './client.ts';
import { failureText } from './client-text.ts';

/** The voice mail of a person: calls it, and learns that a message waits (RFC 3842). */
export class VoiceMail {
  readonly #client: LyncClient;
  readonly #waiting: Task[] = [];
  #lamp = false;

  constructor(client: LyncClient) {
    this.#client = client;
  }

  /** The person calls the own voice mail, and hangs up; settled when that has answered. */
  call(): Task {
    const client = this.#client;
    const task = client.begin(`${client.person.name} calls the voice mail`);
    const uri = `${client.uri};opaque=app:voicemail`;
    const description = client.sdp('m=audio 0 RTP/AVP 0');
    const request = client.newRequest('INVITE', uri, [['Content-Type', 'application/sdp']], description);
    client.ask(request, (response) => {
      if (response?.status !== 200) {
        const why = failureText(response);
        client.show(`Cannot reach the voice mail (${why}).`);
        client.fail(task, why);
        return;
      }
      this.#hangUp(askedDialog(request, response));
      client.succeed(task);
    });
    return task;
  }

  /** Settled once the lamp of waiting messages is on. */
  messageWaits(): Task {
    const task = this.#client.await();
    if (this.#lamp) this.#client.succeed(task);
    else this.#waiting.push(task);
    return task;
  }

  notified(request: SipRequest): void {
    if (header(request, 'Event') !== 'message-summary' || !/^Messages-Waiting: yes/m.test(request.body))
      return;
    this.#lamp = true;
    this.#client.show('You have a new voice message.');
    for (const task of this.#waiting.splice(0)) this.#client.succeed(task);
  }

  #hangUp(dialog: Dialog): void {
    const client = this.#client;
    client.tell(requestIn(dialog, 'ACK', 1, client.registration.signature()));
    client.ask(requestIn(dialog, 'BYE', 2, client.registration.signature()), () => undefined);
  }
}
