import type { Message } from '../../model/packet.ts';
import type { Host } from '../../network/host.ts';
import { psomCodec } from '../../protocols/psom/codec.ts';
import type { PsomMessage } from '../../protocols/psom/message.ts';
import type { Stream } from '../../protocols/tls/stream.ts';
import { listenStream } from '../../protocols/tls/stream.ts';
import type { Directory } from '../directory.ts';
import type { Service } from '../role.ts';
import type { WebConferencingEdgeConfig } from './config.ts';

/** Somebody outside, and the server that they were let in by. */
interface Guest {
  readonly stream: Stream;
  readonly server: Stream;
  readonly channel: number;
}

/**
 * The Web Conferencing Edge: relays PSOM between people outside, who come in by TLS with a token, and the pool's web
 * conferencing servers, which have connected to it from inside. It never opens a connection itself.
 */
export class WebConferencingEdge implements Service {
  readonly #host: Host;
  readonly #config: WebConferencingEdgeConfig;
  readonly #directory: Directory;
  readonly #servers = new Map<string, Stream>();
  readonly #guests = new Map<Stream, Guest>();
  readonly #stops: (() => void)[] = [];
  #channels = 0;

  constructor(host: Host, config: WebConferencingEdgeConfig, directory: Directory) {
    this.#host = host;
    this.#config = config;
    this.#directory = directory;
    this.start();
  }

  start(): void {
    if (this.#stops.length > 0) return;
    const { external, internal } = this.#config;
    const outside = this.#host.attachment(external.interface);
    const inside = this.#host.attachment(internal.interface);
    const certificate = (id: string) => this.#directory.certificate(id);
    this.#stops.push(
      listenStream(
        this.#host,
        outside,
        external.port,
        { certificate: certificate(external.certificate), client: 'ignore' },
        (stream) => ({
          received: (message) => this.#fromOutside(message, stream),
          ended: () => this.#left(stream),
        }),
      ),
      listenStream(
        this.#host,
        inside,
        internal.port,
        { certificate: certificate(internal.certificate), client: 'require' },
        (stream) => ({
          received: (message) => this.#fromServer(message, stream),
          ended: () => this.#serverGone(stream),
        }),
      ),
    );
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const stream of [...this.#guests.keys(), ...this.#servers.values()]) stream.close();
    this.#guests.clear();
    this.#servers.clear();
  }

  #fromOutside(message: Message, stream: Stream): void {
    if (message.protocol !== 'psom') {
      this.#host.stray(message);
      return;
    }
    const psom = message as PsomMessage;
    const guest = this.#guests.get(stream) ?? this.#admit(psom, stream);
    if (guest) this.#send(guest.server, { ...psom, channel: guest.channel });
  }

  /** The first message must carry a token, which names the server that gave it. */
  #admit(message: PsomMessage, stream: Stream): Guest | null {
    const server = this.#servers.get((message.text['token'] ?? '').split('/')[0]!);
    if (message.type !== 'connect' || !server?.isOpen) {
      this.#host.fault(
        'no-permission',
        `${this.#host.title}: no web conferencing server is connected for this token.`,
      );
      this.#send(stream, { protocol: 'psom', type: 'refused', channel: 0, text: { why: 'no server' } });
      return null;
    }
    const guest: Guest = { stream, server, channel: ++this.#channels };
    this.#guests.set(stream, guest);
    return guest;
  }

  #fromServer(message: Message, stream: Stream): void {
    if (message.protocol !== 'psom') {
      this.#host.stray(message);
      return;
    }
    const psom = message as PsomMessage;
    if (psom.type === 'connect') {
      this.#servers.set(psom.text['server'] ?? '', stream);
      return;
    }
    for (const guest of this.#guests.values())
      if (guest.server === stream && guest.channel === psom.channel)
        this.#send(guest.stream, { ...psom, channel: 0 });
  }

  #left(stream: Stream): void {
    const guest = this.#guests.get(stream);
    this.#guests.delete(stream);
    if (guest)
      this.#send(guest.server, { protocol: 'psom', type: 'closed', channel: guest.channel, text: {} });
  }

  #serverGone(stream: Stream): void {
    for (const [name, server] of this.#servers) if (server === stream) this.#servers.delete(name);
    for (const guest of this.#guests.values()) if (guest.server === stream) guest.stream.close();
  }

  #send(stream: Stream, message: PsomMessage): void {
    if (stream.isOpen) stream.send(message, psomCodec.size(message));
  }
}
