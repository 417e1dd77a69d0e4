import type { Address } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';
import { Flag, Protocol } from '../../model/packet.ts';
import type { Family } from '../../protocols/codec/codec.ts';
import type { Headers } from '../../protocols/ip/headers.ts';
import { familyOf, innermost, labelOf } from '../../protocols/registry.ts';
import { decodeBody } from '../../protocols/codec/body.ts';
import type { RecordedMessage } from '../../protocols/recorded/message.ts';
import { recorded } from '../../protocols/recorded/message.ts';
import type { SipMessage, SipRequest, SipResponse } from '../../protocols/sip/message.ts';
import { digestOf, Duplicates } from './duplicates.ts';
import { beginsTcp, flowKey, isAnswer, turned } from './flow-ends.ts';
import type { RecordedPacket } from '../reading/recorded.ts';
import type { NamedPacket, RecordedFlow, Recording } from './recording.ts';
import type { ContentSink } from '../streams/content.ts';
import type { FlowNamer } from '../streams/flow.ts';
import { flowNamer } from '../streams/flow.ts';
import { KeyLog } from '../streams/key-log.ts';
import { Announced } from '../streams/media.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** How much of a capture is kept. */
export interface RecordingLimits {
  readonly packets: number;
  /** Bytes of payload. */
  readonly bytes: number;
  readonly flows: number;
}

export const RECORDING_LIMITS: RecordingLimits = { packets: 200_000, bytes: 100_000_000, flows: 65_536 };

/** Bytes that may wait, over all flows, for the rest of their message. */
const HELD_MAX = 67_108_864;
/** Kinds of messages that are counted for each flow. */
const NAMES_MAX = 24;
/** Looked at so often, in packets. */
const HELD_EVERY = 1024;

class Flow implements ContentSink {
  readonly number: number;
  readonly headers: Headers;
  readonly namer: FlowNamer;
  readonly packets: [number, number] = [0, 0];
  readonly bytes: [number, number] = [0, 0];
  readonly names = new Map<string, number>();
  readonly first: number;
  last: number;
  readonly whole: boolean;
  answered = false;
  family: Family = 'tls';
  readonly #recorder: Pick<Recorder, 'settle' | 'repeat'>;

  constructor(
    number: number,
    packet: RecordedPacket,
    announced: Announced,
    log: KeyLog,
    recorder: Pick<Recorder, 'settle' | 'repeat'>,
  ) {
    this.number = number;
    this.first = packet.time;
    this.last = packet.time;
    this.#recorder = recorder;
    const { headers } = packet;
    const answer = isAnswer(headers);
    this.whole = headers.protocol === Protocol.tcp ? beginsTcp(headers) : !answer;
    this.headers = answer ? turned(headers) : headers;
    this.namer = flowNamer(packet, announced, log, this);
  }

  add(id: number, packet: RecordedPacket): void {
    const { headers, time, payload, missing } = packet;
    const direction = headers.src === this.headers.src && headers.sport === this.headers.sport ? 0 : 1;
    this.packets[direction]++;
    this.bytes[direction] += payload.length + missing;
    this.last = Math.max(this.last, time);
    if (direction === 1 && (headers.flags & Flag.rst) === 0) this.answered = true;
    this.namer.add(direction, id, packet);
  }

  settle(id: number, message: Message, offset: number, size: number): void {
    const { names } = this;
    const kind = kindOf(labelOf(message));
    if (offset === 0 && (names.has(kind) || names.size < NAMES_MAX))
      names.set(kind, (names.get(kind) ?? 0) + 1);
    const family = familyOf(message);
    if (family !== 'tls') this.family = family;
    this.#recorder.settle(id, message, offset, size);
  }

  repeated(id: number, of: number, payload: Uint8Array): void {
    this.#recorder.repeat(id, of, payload);
  }
}

/** Takes what a capture file holds, packet by packet, in constant memory beyond its limits. */
export class Recorder {
  readonly #limits: RecordingLimits;
  readonly #packets: Writable<NamedPacket>[] = [];
  readonly #flows = new Map<string, Flow>();
  readonly #addresses = new Map<Address, number>();
  readonly #duplicates = new Duplicates();
  readonly #announced = new Announced();
  readonly #log: KeyLog;
  #bytes = 0;
  #seen = 0;
  #copies = 0;
  #unkept = 0;
  #crowded = 0;

  /** @param secrets the key logs that the file has held so far */
  constructor(secrets: () => readonly string[] = () => [], limits: RecordingLimits = RECORDING_LIMITS) {
    this.#log = new KeyLog(secrets);
    this.#limits = limits;
  }

  /** The next packet of the file. */
  add(packet: RecordedPacket): void {
    this.#seen++;
    const { headers } = packet;
    const key = flowKey(headers);
    const digest = digestOf(packet.payload);
    if (this.#duplicates.isCopy({ ...packet, digest }, `${headers.src} ${headers.sport} ${key}`)) {
      this.#copies++;
      return;
    }
    for (const address of [headers.src, headers.dst])
      if (this.#addresses.has(address) || this.#addresses.size < this.#limits.flows)
        this.#addresses.set(address, (this.#addresses.get(address) ?? 0) + 1);
    const flow = this.#flows.get(key) ?? this.#begin(key, packet);
    if (!flow) {
      this.#crowded++;
      return;
    }
    flow.add(this.#keep(packet, flow, digest), packet);
    if (this.#seen % HELD_EVERY === 0) this.#relieve();
  }

  /** What was recorded; nothing is added after that. */
  finish(): Recording {
    for (const { namer } of this.#flows.values()) namer.end();
    // Numbers that repeated packets name are places in the file's order.
    const order = this.#packets
      .map((_, at) => at)
      .sort((a, b) => this.#packets[a]!.time - this.#packets[b]!.time || a - b);
    const place = new Int32Array(order.length);
    order.forEach((at, index) => (place[at] = index));
    return {
      packets: order.map((at) => {
        const packet = this.#packets[at]!;
        return { ...packet, repeats: packet.repeats < 0 ? -1 : place[packet.repeats]! };
      }),
      flows: [...this.#flows.values()].map(toldFlow),
      addresses: this.#addresses,
      seen: this.#seen,
      copies: this.#copies,
      notes: this.#notes(),
    };
  }

  /** See `ContentSink`. */
  settle(id: number, message: Message, offset: number, size: number): void {
    if (familyOf(message) === 'sip') this.#announced.read(descriptionIn(innermost(message)));
    const packet = this.#packets[id];
    if (!packet) return;
    packet.message = message;
    packet.offset = offset;
    packet.size = size;
  }

  /** See `ContentSink`. */
  repeat(id: number, of: number, payload: Uint8Array): void {
    const name = payload.length <= 1 ? 'TCP keep-alive' : `sent again, ${payload.length} bytes`;
    this.settle(id, recorded(name, 'tls', payload), 0, payload.length);
    const packet = this.#packets[id];
    if (packet) packet.repeats = of;
  }

  #begin(key: string, packet: RecordedPacket): Flow | null {
    if (this.#flows.size >= this.#limits.flows) return null;
    const flow = new Flow(this.#flows.size, packet, this.#announced, this.#log, this);
    this.#flows.set(key, flow);
    return flow;
  }

  #keep(packet: RecordedPacket, flow: Flow, digest: number): number {
    const { number, time, interface: at, headers, payload, missing } = packet;
    const full = this.#packets.length >= this.#limits.packets || this.#bytes >= this.#limits.bytes;
    if (full || this.#unkept > 0) {
      this.#unkept++;
      return -1;
    }
    this.#bytes += payload.length;
    return (
      this.#packets.push({
        number,
        time,
        interface: at,
        headers,
        flow: flow.number,
        length: payload.length + missing,
        message: null,
        offset: 0,
        size: 0,
        repeats: -1,
        digest,
      }) - 1
    );
  }

  /** When too much waits for the rest of its message, nothing waits any longer. */
  #relieve(): void {
    let held = 0;
    for (const { namer } of this.#flows.values()) held += namer.held;
    if (held > HELD_MAX) for (const { namer } of this.#flows.values()) namer.end();
  }

  #notes(): string[] {
    const { packets, flows } = this.#limits;
    const notes: string[] = [];
    if (this.#copies > 0)
      notes.push(`${this.#copies} packets were captured at several interfaces and count once.`);
    if (this.#unkept > 0)
      notes.push(
        `The first ${this.#packets.length} packets are shown (at most ${packets}); ${this.#unkept} more are only counted in their flows.`,
      );
    if (this.#crowded > 0)
      notes.push(`${this.#crowded} packets of further flows are not looked at: ${flows} flows are followed.`);
    return notes;
  }
}

function toldFlow({
  number,
  headers,
  first,
  last,
  packets,
  bytes,
  names,
  family,
  whole,
  answered,
}: Flow): RecordedFlow {
  const { src, dst, protocol, sport, dport } = headers;
  return {
    number,
    src,
    dst,
    protocol,
    sport,
    dport,
    first,
    last,
    packets,
    bytes,
    names,
    family,
    whole,
    answered,
  };
}

/** The text in which a SIP message describes media. */
function descriptionIn(message: Message): string {
  if (message.protocol === 'recorded') return decodeBody((message as RecordedMessage).bytes);
  return message.protocol === 'sip' && (message as SipMessage).kind !== 'keep-alive'
    ? (message as SipRequest | SipResponse).body
    : '';
}

/** "RTP audio" for each of its packets: what changes from one to the next is no kind. */
function kindOf(label: string): string {
  return label
    .replace(/^(RTP \D*?|ChannelData|UDP data|TCP data|sent again),? .*$/, '$1')
    .replace(/^(RTCP \w+).*$/, '$1');
}
