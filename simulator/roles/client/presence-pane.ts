import type { Task } from '../../model/task.ts';
import { header } from '../../protocols/sip/headers.ts';
import type { Header, SipRequest, SipResponse } from '../../protocols/sip/message.ts';
import type { ServerConfiguration } from '../../protocols/sip/presence-bodies.ts';
import {
  BATCH_TYPE,
  publicationBody,
  PUBLICATION_TYPE,
  readContactList,
  readPresence,
  readProvisioning,
  watchBody,
} from '../../protocols/sip/presence-bodies.ts';
import type { LyncClient } from './client.ts';
import { failureText } from './client-text.ts';

interface Wish {
  readonly uri: string;
  readonly state: string;
  readonly task: Task;
}

/** The contact list with its lights: what the person knows of others, and tells of themselves. */
export class PresencePane {
  /** Contacts as the pool gave them; null until then. */
  contacts: readonly string[] | null = null;
  /** What the pool said of itself. */
  configuration: ServerConfiguration = {};
  readonly #client: LyncClient;
  readonly #states = new Map<string, string>();
  readonly #wishes: Wish[] = [];
  readonly #loading: Task[] = [];
  #started = false;
  #loaded = false;
  #configured = false;
  #awaiting: { readonly done: () => void; readonly cause: number }[] = [];
  #failure: string | null = null;
  #cseq = 0;

  constructor(client: LyncClient) {
    this.#client = client;
  }

  /** After signing in: settings, contact list, everybody's presence, and then one's own. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#subscribe('vnd-microsoft-provisioning-v2', '', [], (settings) => {
      this.configuration = readProvisioning(settings);
      this.#settled();
      this.#client.media.signedIn();
      this.#subscribe('vnd-microsoft-roaming-contacts', '', [], (body) => {
        this.contacts = readContactList(body);
        const watch = watchBody(this.#client.uri, this.contacts);
        this.#subscribe('presence', watch, [['Content-Type', BATCH_TYPE]], (states) => {
          this.#learn(states);
          this.#loaded = true;
          for (const task of this.#loading.splice(0)) this.#client.succeed(task);
          this.#publish('Available', () => undefined);
        });
      });
    });
  }

  /** Calls back when the pool's settings are there, or will not come. */
  whenConfigured(done: () => void): void {
    if (this.#configured || this.#client.person.uri === undefined) done();
    else this.#awaiting.push({ done, cause: this.#client.host.simulation.scheduler.cause });
  }

  /** Settled once the contact list and its first lights are there. */
  loaded(): Task {
    const task = this.#client.await();
    if (this.#failure !== null) this.#client.fail(task, this.#failure);
    else if (this.contacts !== null && this.#loaded) this.#client.succeed(task);
    else this.#loading.push(task);
    return task;
  }

  /** The person shows a state: "Busy". */
  set(state: string): Task {
    const task = this.#client.begin(`${this.#client.person.name} sets the status ${state}`);
    this.#publish(state, (failure) => {
      if (failure === null) this.#client.succeed(task);
      else this.#client.fail(task, failure);
    });
    return task;
  }

  /** The person puts somebody of another organization on the contact list; settled when their light is there. */
  watch(uri: string): Task {
    const client = this.#client;
    const name = client.nameOf(uri);
    const task = client.begin(`${client.person.name} adds ${name} to the contact list`);
    this.#ask(uri, 'presence', '', [], (response) => {
      if (response?.status === 200) {
        this.#learn(response.body);
        client.succeed(task);
        return;
      }
      client.show(`${name}: presence unknown.`);
      client.fail(task, failureText(response));
    });
    return task;
  }

  /** The state that is shown for somebody. */
  of(uri: string): string | undefined {
    return this.#states.get(uri);
  }

  /** Settled once somebody's light shows a state. */
  sees(uri: string, state: string): Task {
    const task = this.#client.await();
    if (this.#states.get(uri) === state) this.#client.succeed(task);
    else this.#wishes.push({ uri, state, task });
    return task;
  }

  notified(request: SipRequest): void {
    if (header(request, 'Event') === 'presence') this.#learn(request.body);
  }

  #settled(): void {
    const { scheduler } = this.#client.host.simulation;
    const now = scheduler.cause;
    this.#configured = true;
    for (const { done, cause } of this.#awaiting.splice(0)) {
      // What follows goes back to what made it wait; to the failure, when that is all that came.
      scheduler.cause = this.#failure === null ? cause : now;
      done();
    }
    scheduler.cause = now;
  }

  #learn(body: string): void {
    for (const { uri, state } of readPresence(body)) {
      if (this.#states.get(uri) === state) continue;
      this.#states.set(uri, state);
      this.#client.show(`${this.#client.nameOf(uri)} is ${state.toLowerCase()}.`);
      for (const wish of this.#wishes)
        if (wish.uri === uri && wish.state === state) this.#client.succeed(wish.task);
    }
  }

  #publish(state: string, done: (failure: string | null) => void): void {
    const { uri } = this.#client;
    const request = this.#request(
      'SERVICE',
      uri,
      [['Content-Type', PUBLICATION_TYPE]],
      publicationBody(uri, state),
    );
    this.#client.ask(request, (response) => done(response?.status === 200 ? null : failureText(response)));
  }

  #subscribe(event: string, body: string, extra: Header[], done: (body: string) => void): void {
    this.#ask(this.#client.uri, event, body, extra, (response) => {
      if (response?.status === 200) done(response.body);
      else {
        this.#failure = failureText(response);
        this.#settled();
        for (const task of this.#loading.splice(0)) this.#client.fail(task, this.#failure);
      }
    });
  }

  #ask(
    uri: string,
    event: string,
    body: string,
    extra: Header[],
    done: (response: SipResponse | null) => void,
  ): void {
    const request = this.#request(
      'SUBSCRIBE',
      uri,
      [
        ['Event', event],
        ['Accept', '*/*'],
        ['Supported', 'ms-benotify, ms-piggyback-first-notify'],
        ...extra,
      ],
      body,
    );
    this.#client.ask(request, done);
  }

  #request(method: string, uri: string, extra: Header[], body: string): SipRequest {
    const { host } = this.#client;
    const call = [host.random.hex(32), host.random.hex(10)] as const;
    return {
      protocol: 'sip',
      kind: 'request',
      method,
      uri,
      headers: [
        ...this.#client.headers(method, `<${uri}>`, ...call, ++this.#cseq),
        ...this.#contact(),
        ...extra,
      ],
      body,
    };
  }

  #contact(): Header[] {
    return [['Contact', `<${this.#client.uri};opaque=user:epid:${this.#client.endpoint};gruu>`]];
  }
}
