import type { Message } from '../../model/packet.ts';
import { dnsCodec } from '../../protocols/dns/codec.ts';
import { recorded } from '../../protocols/recorded/message.ts';
import { familyOf, labelOf } from '../../protocols/registry.ts';
import type { ContentSink } from './content.ts';
import { readAs, u16 } from './content.ts';
import { looksLikeRtp, nameMedia, RtpShape } from './media.ts';
import {
  hasCookie,
  isChannelData,
  isStun,
  nameChannelData,
  nameStun,
  nameStunHead,
  STUN_HEADER,
} from './stun.ts';
import { isSip, isSipKeepAlive, nameSip } from './text-protocols.ts';

interface Waiting {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly missing: number;
}

/** Names the datagrams of one UDP flow, both ways: by their content first, by the flow's port and past second. */
export class Datagrams {
  readonly #sink: ContentSink;
  readonly #dns: boolean;
  /** Is it known that media go here? */
  #media: boolean;
  readonly #shapes = [new RtpShape(), new RtpShape()] as const;
  /** What looks like RTP, until enough has come to be sure. */
  #waiting: Waiting[] = [];

  /**
   * @param dns is one end a DNS server's port?
   * @param media did somebody announce one end for media?
   */
  constructor(sink: ContentSink, dns: boolean, media: boolean) {
    this.#sink = sink;
    this.#dns = dns;
    this.#media = media;
  }

  /**
   * @param direction 0 or 1
   * @param missing bytes that the capture has cut off
   */
  add(direction: 0 | 1, id: number, bytes: Uint8Array, missing: number): void {
    const message = this.#name(bytes, missing);
    if (message) {
      if (familyOf(message) === 'turn') this.#becomesMedia();
      this.#settle({ id, bytes, missing }, message);
    } else if (!looksLikeRtp(bytes)) this.#settle({ id, bytes, missing }, unknown(bytes));
    else {
      this.#waiting.push({ id, bytes, missing });
      if (this.#shapes[direction].add(bytes)) this.#becomesMedia();
      else if (this.#waiting.length > WAITING_MAX) this.#give(this.#waiting.shift()!);
    }
  }

  /** Nothing more will come. */
  end(): void {
    for (const one of this.#waiting) this.#give(one);
    this.#waiting = [];
  }

  #name(bytes: Uint8Array, missing: number): Message | null {
    if (isStun(bytes)) return nameStun(bytes);
    if (missing > 0 && hasCookie(bytes) && u16(bytes, 2) + STUN_HEADER === bytes.length + missing)
      return nameStunHead(bytes);
    if (isSip(bytes) || isSipKeepAlive(bytes)) return nameSip(bytes);
    if (this.#dns) return readAs(dnsCodec, 'DNS', bytes);
    if (!this.#media) return null;
    if (isChannelData(bytes)) return nameChannelData(bytes);
    return nameMedia(bytes);
  }

  #becomesMedia(): void {
    this.#media = true;
    this.end();
  }

  #give(one: Waiting): void {
    this.#settle(one, (this.#media ? nameMedia(one.bytes) : null) ?? unknown(one.bytes));
  }

  #settle({ id, bytes, missing }: Waiting, message: Message): void {
    const named =
      missing > 0 ? recorded(`${labelOf(message)} (cut short)`, familyOf(message), bytes) : message;
    this.#sink.settle(id, named, 0, bytes.length);
  }
}

/** More flows of one direction than that do not take turns. */
const WAITING_MAX = 6;

function unknown(bytes: Uint8Array): Message {
  return recorded(`UDP data, ${bytes.length} bytes`, 'tls', bytes);
}
