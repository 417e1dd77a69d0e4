import type { Task } from '../../model/task.ts';
import { header } from '../../protocols/sip/headers.ts';
import type { SipRequest } from '../../protocols/sip/message.ts';
import type { LyncClient } from './client.ts';

/** The voice mail of a person: where it is called, and whether a message waits (RFC 3842). */
export class VoiceMail {
  readonly #client: LyncClient;
  readonly #waiting: Task[] = [];
  #lamp = false;

  constructor(client: LyncClient) {
    this.#client = client;
  }

  /** What the person calls. */
  get uri(): string {
    return `${this.#client.uri};opaque=app:voicemail`;
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
}
