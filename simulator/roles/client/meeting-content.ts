import type { Message } from '../../model/packet.ts';
import type { Task } from '../../model/task.ts';
import { HttpClient } from '../../protocols/http/client.ts';
import { parseUrl } from '../../protocols/http/message.ts';
import { psomCodec } from '../../protocols/psom/codec.ts';
import type { PsomMessage, PsomType } from '../../protocols/psom/message.ts';
import type { ServerAccess } from '../../protocols/sip/conference-bodies.ts';
import type { Stream } from '../../protocols/tls/stream.ts';
import { openStream } from '../../protocols/tls/stream.ts';
import type { LyncClient } from './client.ts';
import type { Meeting } from './meeting.ts';

/** What Lync says when there is no way to the content (assumption: as people remember it). */
const UNAVAILABLE = 'Some sharing features are unavailable due to server connectivity issues.';

/** Whiteboard, polls and slides of a meeting, over PSOM; the slides themselves come from the web services. */
export class MeetingContent {
  /** Addresses of the slides that were shown. */
  readonly slides: string[] = [];
  readonly #client: LyncClient;
  readonly #meeting: Meeting;
  readonly #http: HttpClient;
  readonly #seen = new Set<string>();
  readonly #wishes: { what: string; task: Task }[] = [];
  #stream: Stream | null = null;
  #opening: Task | null = null;

  constructor(client: LyncClient, meeting: Meeting) {
    this.#client = client;
    this.#meeting = meeting;
    this.#http = new HttpClient(client.host);
  }

  /** Connects to the web conferencing server, over the Edge for people outside. */
  open(): Task {
    const client = this.#client;
    const task = client.begin(`${client.person.name} opens the meeting's content`);
    this.#opening = task;
    this.#meeting.askForContent((why) => this.#failed(why));
    return task;
  }

  /** The focus has answered: the way in, or none. */
  answered(access: ServerAccess | null): void {
    const client = this.#client;
    if (!access) {
      this.#failed('no web conferencing server can be reached');
      return;
    }
    client.resolver.addresses(access.name, ([address]) => {
      if (address === undefined) {
        client.host.fault('name', `${client.person.name} finds no address for ${access.name}.`);
        this.#failed(`no address for ${access.name}`);
        return;
      }
      const tls = { expect: access.name, certificate: null };
      this.#stream = openStream(client.host, null, { address, port: access.port }, tls, {
        secured: () => this.#send('connect', { token: access.token }),
        received: (message) => this.#received(message),
        ended: (how, why) => this.#failed(why ?? `connection to ${access.name} ${how}`),
      });
    });
  }

  /** The person draws on the whiteboard. */
  draw(what: string): Task {
    const task = this.#client.begin(`${this.#client.person.name} draws ${what}`);
    return this.#share(task, 'content', { what: 'whiteboard', title: what });
  }

  /** The person shows a slide. */
  showSlide(title: string): Task {
    const task = this.#client.begin(`${this.#client.person.name} shows the slide “${title}”`);
    return this.#share(task, 'upload', { title });
  }

  /** Settled once something is on the screen. */
  sees(what: string): Task {
    const task = this.#client.await();
    if (this.#seen.has(what)) this.#client.succeed(task);
    else this.#wishes.push({ what, task });
    return task;
  }

  /** Loads the slide that was shown last. */
  loadSlide(): Task {
    const client = this.#client;
    const task = client.begin(`${client.person.name}'s client loads the slide`);
    const url = parseUrl(this.slides.at(-1) ?? '');
    const failed = (why: string) => {
      client.show(`The slide stays blank (${why}).`);
      client.fail(task, why);
    };
    if (!url) {
      failed('no slide was shown');
      return task;
    }
    this.#http.request('GET', url, [], '', (result) => {
      if (!result.ok) failed(result.text);
      else if (result.response.status !== 200) failed(`${result.response.status} ${result.response.reason}`);
      else client.succeed(task);
    });
    return task;
  }

  #share(task: Task, type: PsomType, text: Record<string, string>): Task {
    if (this.#stream?.isOpen) {
      this.#send(type, text);
      this.#client.succeed(task);
    } else this.#client.fail(task, 'no connection to the web conferencing server');
    return task;
  }

  #received(message: Message): void {
    const client = this.#client;
    if (message.protocol !== 'psom') {
      client.host.stray(message);
      return;
    }
    const { type, text } = message as PsomMessage;
    if (type === 'refused') this.#failed(text['why'] ?? 'refused');
    else if (type === 'connected' && this.#opening) client.succeed(this.#opening);
    else if (type === 'content') {
      const title = text['title'] ?? '';
      this.#seen.add(title);
      if (text['url'] !== undefined) this.slides.push(text['url']);
      client.show(text['what'] === 'slide' ? `Slide: ${title}` : `Whiteboard: ${title}`);
      for (const wish of this.#wishes) if (wish.what === title) client.succeed(wish.task);
    }
  }

  #failed(why: string): void {
    const task = this.#opening;
    if (!task || task.outcome) return;
    this.#client.show(`${UNAVAILABLE} (${why})`);
    this.#client.fail(task, why);
  }

  #send(type: PsomType, text: Record<string, string>): void {
    const message: PsomMessage = { protocol: 'psom', type, channel: 0, text };
    this.#stream?.send(message, psomCodec.size(message));
  }
}
