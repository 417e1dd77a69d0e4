import type { Message } from '../../model/packet.ts';
import type { Host } from '../../network/host.ts';
import { resolverOf } from '../../protocols/dns/resolver.ts';
import { psomCodec } from '../../protocols/psom/codec.ts';
import type { PsomMessage } from '../../protocols/psom/message.ts';
import type { ServerAccess } from '../../protocols/sip/conference-bodies.ts';
import type { Certificate } from '../../protocols/tls/certificate.ts';
import type { Stream } from '../../protocols/tls/stream.ts';
import { listenStream, openStream } from '../../protocols/tls/stream.ts';
import type { Directory } from '../directory.ts';
import type { Conference } from '../front-end/conference.ts';
import type { WebConferencingServer as KnownToFocus } from '../front-end/database.ts';
import { PoolDatabase } from '../front-end/database.ts';
import type { Service } from '../role.ts';
import type { WebConferencingServerConfig } from './config.ts';

/** Who may come in with a token, once. */
interface Ticket {
  readonly conference: Conference;
  readonly uri: string;
}

/** Somebody who has come in: over a connection of their own, or on a channel of the Edge's. */
interface Attendee extends Ticket {
  readonly stream: Stream;
  readonly channel: number;
}

type EdgeConfig = WebConferencingServerConfig['edges'][number];

/**
 * The web conferencing server: whiteboard, polls and slides over PSOM. People inside connect to it; for those outside it
 * opens a connection to each Web Conferencing Edge beforehand and holds it.
 */
export class WebConferencingServer implements Service, KnownToFocus {
  readonly #host: Host;
  readonly #config: WebConferencingServerConfig;
  readonly #certificate: Certificate;
  readonly #tickets = new Map<string, Ticket>();
  readonly #attendees = new Set<Attendee>();
  readonly #edges = new Map<EdgeConfig, Stream>();
  /** Edges that are being connected to, and who waits for that. */
  readonly #connecting = new Map<EdgeConfig, (() => void)[]>();
  #stop: (() => void) | null = null;

  constructor(host: Host, config: WebConferencingServerConfig, directory: Directory) {
    this.#host = host;
    this.#config = config;
    this.#certificate = directory.certificate(config.certificate);
    const database = directory.pool(config.pool, () => new PoolDatabase());
    database.webConferencingServers.set(config.name, this);
    this.start();
  }

  get running(): boolean {
    return this.#stop !== null && this.#host.up;
  }

  start(): void {
    const { interface: id, port } = this.#config;
    const tls = { certificate: this.#certificate, client: 'ignore' } as const;
    this.#stop ??= listenStream(this.#host, this.#host.attachment(id), port, tls, (stream) => ({
      received: (message) => this.#received(message, stream),
      ended: () => this.#gone(stream),
    }));
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
    for (const stream of this.#edges.values()) stream.close();
    this.#edges.clear();
    for (const { stream } of this.#attendees) stream.close();
    this.#attendees.clear();
  }

  /** Opens and holds the connections to the Edges, as it does after its start. */
  connectEdges(): void {
    for (const edge of this.#config.edges) this.#connect(edge);
  }

  admit(
    conference: Conference,
    uri: string,
    inside: boolean,
    done: (access: ServerAccess | null) => void,
  ): void {
    if (inside) {
      const { name, port } = this.#config;
      done({ name, port, token: this.#ticket(conference, uri) });
      return;
    }
    // With several Edges, one that answers no longer must not hold up the others.
    const connected = this.#config.edges.filter((edge) => this.#edges.has(edge));
    this.#anEdge([...connected, ...this.#config.edges], (edge) => {
      if (edge) done({ ...edge.external, token: this.#ticket(conference, uri) });
      else {
        this.#host.log(`No Web Conferencing Edge can be reached: no way in for ${uri}.`);
        done(null);
      }
    });
  }

  /** The first Edge that is connected, once those that are not have been tried. */
  #anEdge(left: EdgeConfig[], done: (edge: EdgeConfig | null) => void): void {
    const edge = left.shift();
    if (!edge) {
      done(null);
      return;
    }
    const look = () => {
      if (this.#edges.has(edge)) done(edge);
      else this.#anEdge(left, done);
    };
    if (this.#edges.has(edge)) done(edge);
    else {
      this.#connect(edge);
      this.#connecting.get(edge)!.push(look);
    }
  }

  /** The Edge tells by the first part which server a token is for. */
  #ticket(conference: Conference, uri: string): string {
    const token = `${this.#config.name}/${this.#host.random.hex(24)}`;
    this.#tickets.set(token, { conference, uri });
    return token;
  }

  #connect(edge: EdgeConfig): void {
    if (this.#edges.has(edge) || this.#connecting.has(edge)) return;
    this.#connecting.set(edge, []);
    const settled = () => {
      const waiting = this.#connecting.get(edge) ?? [];
      this.#connecting.delete(edge);
      for (const look of waiting) look();
    };
    resolverOf(this.#host).addresses(edge.name, ([address]) => {
      if (address === undefined) {
        this.#host.fault('name', `${this.#host.title} finds no address for ${edge.name}.`);
        settled();
        return;
      }
      const from = this.#host.attachment(this.#config.interface);
      const tls = { expect: edge.name, certificate: this.#certificate };
      const stream: Stream = openStream(this.#host, from, { address, port: edge.port }, tls, {
        secured: () => {
          this.#edges.set(edge, stream);
          // Says who it is, so that the Edge finds it by the tokens that it gives out.
          this.#send(stream, {
            protocol: 'psom',
            type: 'connect',
            channel: 0,
            text: { server: this.#config.name },
          });
          settled();
        },
        received: (message) => this.#received(message, stream),
        ended: (how, why) => {
          this.#edges.delete(edge);
          this.#gone(stream);
          this.#host.log(`No connection to ${edge.name}:${edge.port}: ${why ?? how}.`);
          settled();
        },
      });
    });
  }

  #received(message: Message, stream: Stream): void {
    if (message.protocol !== 'psom') {
      this.#host.stray(message);
      return;
    }
    const psom = message as PsomMessage;
    const attendee = this.#attendee(stream, psom.channel);
    switch (psom.type) {
      case 'connect':
        this.#enter(psom, stream);
        return;
      case 'closed':
        if (attendee) this.#attendees.delete(attendee);
        return;
      case 'upload':
        if (attendee) this.#upload(attendee, psom.text['title'] ?? '');
        return;
      case 'content':
        if (attendee) this.#share(attendee.conference, psom.text, attendee);
        return;
      default:
    }
  }

  #enter(message: PsomMessage, stream: Stream): void {
    const token = message.text['token'] ?? '';
    const ticket = this.#tickets.get(token);
    this.#tickets.delete(token);
    if (!ticket) {
      this.#host.fault(
        'no-permission',
        `${this.#host.title} let nobody in: the conference token is not known.`,
      );
      this.#send(stream, { ...message, type: 'refused', text: { why: 'unknown token' } });
      return;
    }
    this.#attendees.add({ ...ticket, stream, channel: message.channel });
    this.#send(stream, { ...message, type: 'connected', text: { conference: ticket.conference.id } });
  }

  /** A slide comes in; everybody learns where to load it from. */
  #upload(from: Attendee, title: string): void {
    const { conference } = from;
    const content = { id: this.#host.random.hex(12), key: this.#host.random.hex(32), title };
    conference.contents.push(content);
    const path = `/DataCollabWeb/${conference.id}/${content.id}?key=${content.key}`;
    this.#share(conference, { what: 'slide', title, path }, null);
  }

  #share(conference: Conference, text: PsomMessage['text'], except: Attendee | null): void {
    for (const attendee of this.#attendees)
      if (attendee.conference === conference && attendee !== except)
        this.#send(attendee.stream, {
          protocol: 'psom',
          type: 'content',
          channel: attendee.channel,
          text: text['path'] === undefined ? text : this.#located(text, text['path'], attendee),
        });
  }

  /** Where an attendee finds a slide: people outside come over the Edge, on a channel of its connection. */
  #located({ path: _path, ...text }: PsomMessage['text'], path: string, { channel }: Attendee) {
    const { external, internal } = this.#config.content;
    return { ...text, url: `https://${channel === 0 ? internal : external}${path}` };
  }

  #attendee(stream: Stream, channel: number): Attendee | undefined {
    return [...this.#attendees].find((one) => one.stream === stream && one.channel === channel);
  }

  #gone(stream: Stream): void {
    for (const attendee of this.#attendees) if (attendee.stream === stream) this.#attendees.delete(attendee);
  }

  #send(stream: Stream, message: PsomMessage): void {
    if (stream.isOpen) stream.send(message, psomCodec.size(message));
  }
}
