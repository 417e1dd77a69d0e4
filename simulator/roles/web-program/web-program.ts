import { Task } from '../../model/task.ts';
import { EventKind, NO_PACKET } from '../../model/trace.ts';
import type { Host } from '../../network/host.ts';
import type { HttpResult } from '../../protocols/http/client.ts';
import { HttpClient } from '../../protocols/http/client.ts';
import type { HttpResponse } from '../../protocols/http/message.ts';
import { parseUrl } from '../../protocols/http/message.ts';
import type { Service } from '../role.ts';

/** A program on a host that fetches things by HTTP for the person there: a browser, a phone, a mobile's client. */
export class WebProgram implements Service {
  /** What came last. */
  response: HttpResponse | null = null;
  protected readonly host: Host;
  readonly #http: HttpClient;
  readonly #agent: string;

  constructor(host: Host, agent: string) {
    this.host = host;
    this.#http = new HttpClient(host);
    this.#agent = agent;
  }

  start(): void {
    // It begins when somebody uses it.
  }

  stop(): void {
    this.#http.closeAll();
  }

  /**
   * Fetches an address; settled with the answer. An answer that says no is a failure.
   * @param text what the person does
   * @param wants statuses that count as a good answer
   */
  fetch(
    text: string,
    method: 'GET' | 'POST',
    address: string,
    body = '',
    wants: readonly number[] = [200],
  ): Task {
    const { simulation } = this.host;
    const { trace } = simulation;
    const person = trace.string(this.#person()?.id ?? this.host.id);
    const task = new Task(
      simulation.enter(EventKind.act, this.host.index, NO_PACKET, trace.string(text), person),
      simulation.now,
    );
    const fail = (why: string) => {
      const words = trace.string(`${this.host.title}: cannot display the page. ${why}`);
      simulation.enter(EventKind.see, this.host.index, NO_PACKET, words, person);
      task.fail(why, simulation.scheduler.cause, simulation.now);
    };
    const url = parseUrl(address);
    this.response = null;
    if (!url) {
      fail(`${address} is no address.`);
      return task;
    }
    this.#http.request(method, url, [['User-Agent', this.#agent]], body, (result: HttpResult) => {
      if (!result.ok) fail(result.text);
      else if (!wants.includes(result.response.status))
        fail(`${result.response.status} ${result.response.reason}`);
      else {
        this.response = result.response;
        task.succeed(simulation.scheduler.cause, simulation.now);
      }
    });
    return task;
  }

  #person() {
    return this.host.simulation.design.people.find((one) => one.host === this.host.id);
  }
}

/** A browser. */
export class Browser extends WebProgram {
  constructor(host: Host) {
    super(host, 'Mozilla/5.0 (Windows NT 6.1; Trident/5.0)');
  }
}

/** A desk phone with Lync Phone Edition. */
export class Device extends WebProgram {
  constructor(host: Host) {
    super(host, 'UCPhone/4.0.7577 (Microsoft Lync Phone Edition)');
  }
}

/** Lync on a mobile phone. */
export class Mobile extends WebProgram {
  constructor(host: Host) {
    super(host, 'ACOMO/4.0 (Microsoft Lync 2010 mobile)');
  }
}
