import type { Handle } from '../../kernel/scheduler.ts';
import { NONE } from '../../kernel/scheduler.ts';
import type { Address } from '../../model/address.ts';
import { parseAddress } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';
import { NO_PACKET } from '../../model/trace.ts';
import type { Instant } from '../../model/time.ts';
import { SECOND } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import type { UdpSocket } from '../../network/udp.ts';
import { dnsCodec } from './codec.ts';
import type { DnsMessage, DnsRecord } from './message.ts';
import { dnsQuery, isDns, Rcode } from './message.ts';

export const DNS_PORT = 53;

/** What a question comes to. An empty list means that the name is not there. */
export type Answer =
  | { readonly kind: 'found'; readonly records: readonly DnsRecord[] }
  | { readonly kind: 'no-such-name' }
  | { readonly kind: 'no-answer' };

/** A server found by a SRV record. */
export interface ServiceLocation {
  readonly target: string;
  readonly port: number;
}

/**
 * A host's resolver: its hosts file, then its cache, then its DNS servers over UDP, asked again with growing waits.
 * Truncated answers and TCP 53 are left out.
 */
export class Resolver {
  readonly #host: Host;
  readonly #cache = new Map<string, { answer: Answer; until: Instant }>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** The addresses of a name, in the order in which they came. */
  addresses(name: string, done: (addresses: readonly Address[], answer: Answer['kind']) => void): void {
    const known = this.#host.design.hostsFile[name];
    if (known) {
      done(
        known.map((text) => parseAddress(text)!),
        'found',
      );
      return;
    }
    this.ask(name, 'A', (answer) => {
      const found = answer.kind === 'found' ? answer.records : [];
      done(
        found.flatMap((record) => (record.type === 'A' ? [record.address] : [])),
        answer.kind,
      );
    });
  }

  /** The servers of a service, best first (RFC 2782: lowest priority, then highest weight). */
  service(name: string, done: (servers: readonly ServiceLocation[], answer: Answer['kind']) => void): void {
    this.ask(name, 'SRV', (answer) => {
      const found = answer.kind === 'found' ? answer.records : [];
      const servers = found.flatMap((record) => (record.type === 'SRV' ? [record] : []));
      done(
        servers.sort((a, b) => a.priority - b.priority || b.weight - a.weight),
        answer.kind,
      );
    });
  }

  /** Asks one question. */
  ask(name: string, type: 'A' | 'SRV', done: (answer: Answer) => void): void {
    const key = `${type} ${name}`;
    const cached = this.#cache.get(key);
    if (cached && cached.until > this.#host.simulation.now) done(cached.answer);
    else
      new Query(this.#host, name, type, (answer, life_s) => {
        const kept = Math.min(life_s, this.#host.simulation.knob('dns.longestCache_s'));
        if (kept > 0) this.#cache.set(key, { answer, until: this.#host.simulation.now + kept * SECOND });
        done(answer);
      });
  }
}

/** The resolver of a host: all programs on it share its cache. */
export function resolverOf(host: Host): Resolver {
  return host.shared(Resolver);
}

/** One question under way. */
class Query {
  readonly #host: Host;
  readonly #question: DnsMessage['question'];
  readonly #servers: readonly Address[];
  readonly #done: (answer: Answer, life_s: number) => void;
  readonly #id: number;
  #socket: UdpSocket | null = null;
  #timer: Handle = NONE;
  #tries = 0;
  #packet = -1;

  constructor(host: Host, name: string, type: 'A' | 'SRV', done: (answer: Answer, life_s: number) => void) {
    this.#host = host;
    this.#question = { name, type };
    this.#done = done;
    this.#servers = host.design.dns.map((text) => parseAddress(text)!);
    this.#id = host.random.between(0, 0xffff);
    this.#send();
  }

  #send(): void {
    const host = this.#host;
    const server = this.#servers[this.#tries % Math.max(1, this.#servers.length)];
    const attachment = server === undefined ? null : host.towards(server);
    if (server === undefined || attachment === null) {
      host.fault('name', `${host.title} has no DNS server to ask for ${this.#question.name}.`, NO_PACKET);
      this.#finish({ kind: 'no-answer' }, 0);
      return;
    }
    this.#socket ??= host.udp.open(
      attachment,
      null,
      (message) => this.#received(message),
      (_to, hard) => hard && this.#refused(),
    );
    const query = dnsQuery(this.#id, this.#question);
    const { event, packet } = this.#socket.send(
      { address: server, port: DNS_PORT },
      query,
      dnsCodec.size(query),
      this.#packet,
    );
    this.#packet = packet;
    const { scheduler } = host.simulation;
    const before = scheduler.cause;
    scheduler.cause = event;
    // 1, 1, 2, 4, 4 s and so on.
    const wait = Math.min(4, 2 ** Math.max(0, this.#tries - 1)) * host.simulation.knob('dns.retry_s');
    this.#timer = host.timer('DNS retry', Math.round(wait * SECOND), () => this.#unanswered());
    scheduler.cause = before;
  }

  #unanswered(): void {
    this.#tries++;
    if (this.#tries < this.#host.simulation.knob('dns.tries')) this.#send();
    else this.#finish({ kind: 'no-answer' }, 0);
  }

  /** The server cannot be reached: the next try begins at once. */
  #refused(): void {
    this.#host.cancel(this.#timer);
    this.#unanswered();
  }

  #received(message: Message): void {
    if (!isDns(message) || !message.response || message.id !== this.#id) return;
    if (message.rcode === Rcode.noError && message.answers.length > 0) {
      const life = message.answers.reduce((least, record) => Math.min(least, record.ttl), Infinity);
      this.#finish({ kind: 'found', records: message.answers }, life);
    } else {
      this.#finish({ kind: 'no-such-name' }, 0);
    }
  }

  #finish(answer: Answer, life_s: number): void {
    this.#host.cancel(this.#timer);
    this.#socket?.close();
    this.#done(answer, life_s);
  }
}
