import type { Task } from '../../model/task.ts';
import type { Dialog } from '../../protocols/sip/dialog.ts';
import { askedDialog, requestIn } from '../../protocols/sip/dialog.ts';
import type { LyncClient } from './client.ts';
import { failureText } from './client-text.ts';

/** The chat of a meeting: a session with the IM conferencing server, and a MESSAGE for each text. */
export class MeetingChat {
  readonly #client: LyncClient;
  readonly #uri: string;
  readonly #heard: string[] = [];
  readonly #ears: { text: string; task: Task }[] = [];
  #dialog: Dialog | null = null;

  /** @param uri the chat's own URI */
  constructor(client: LyncClient, uri: string) {
    this.#client = client;
    this.#uri = uri;
  }

  /** Opens the chat. */
  open(): Task {
    const client = this.#client;
    const task = client.begin(`${client.person.name} opens the meeting's chat`);
    const description = client.sdp('m=x-ms-message 5060 sip null');
    const request = client.newRequest(
      'INVITE',
      this.#uri,
      [['Content-Type', 'application/sdp']],
      description,
    );
    client.ask(request, (response) => {
      if (response?.status !== 200) {
        const why = failureText(response);
        client.show(`The meeting's chat is not available (${why}).`);
        client.fail(task, why);
        return;
      }
      this.#dialog = askedDialog(request, response);
      client.tell(requestIn(this.#dialog, 'ACK', 1, client.registration.signature()));
      client.succeed(task);
    });
    return task;
  }

  /** The person writes to all; settled when the server has taken it. */
  say(text: string): Task {
    const client = this.#client;
    const task = client.begin(`${client.person.name} writes in the meeting: “${text}”`);
    const dialog = this.#dialog!;
    const request = {
      ...requestIn(dialog, 'MESSAGE', ++dialog.cseq, [
        ...client.registration.signature(),
        ['Content-Type', 'text/plain; charset=UTF-8'],
      ]),
      body: text,
    };
    client.ask(request, (response) => {
      if (response?.status === 200) {
        client.succeed(task);
        return;
      }
      const why = failureText(response);
      client.show(`This message was not delivered to the meeting: “${text}” (${why})`);
      client.fail(task, why);
    });
    return task;
  }

  /** Settled when a text has arrived. */
  hears(text: string): Task {
    const task = this.#client.await();
    if (this.#heard.includes(text)) this.#client.succeed(task);
    else this.#ears.push({ text, task });
    return task;
  }

  heard(from: string, text: string): void {
    this.#heard.push(text);
    this.#client.show(`${this.#client.nameOf(from)}, in the meeting: “${text}”`);
    for (const ear of this.#ears) if (ear.text === text) this.#client.succeed(ear.task);
  }
}
