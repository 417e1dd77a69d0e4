import type { Message } from '../../model/packet.ts';
import { recorded } from '../../protocols/recorded/message.ts';
import { familyOf, labelOf } from '../../protocols/registry.ts';
import type { ContentSink } from './content.ts';
import type { Cut, Known } from './cut.ts';
import { cut, MESSAGE_MAX } from './cut.ts';
import { isHttp } from './text-protocols.ts';
import { changesCipher, nameRecords } from './tls.ts';

/** Some bytes of a message in one segment. */
interface Part {
  readonly message: Message;
  readonly offset: number;
  readonly length: number;
  readonly size: number;
  readonly tls: boolean;
  /** Was its direction encrypted by then? */
  readonly sealed: boolean;
}

interface Segment {
  readonly id: number;
  readonly bytes: Uint8Array;
  /** Bytes in front that had come before. */
  readonly again: number;
  /** Bytes that have found their message. */
  done: number;
  readonly parts: Part[];
}

const FIRST_ROOM = 2048;

/** One direction of a TCP connection: its bytes in order, cut into messages, each told to whoever carries it. */
export class Cutter {
  readonly #known: Known;
  readonly #sink: ContentSink;
  readonly #opened: (record: Uint8Array) => Message | null;
  #segments: Segment[] = [];
  #bytes = new Uint8Array(0);
  #filled = 0;
  /** Bytes of a long body that are still to come. */
  #rest = 0;
  #sealed = false;

  /** @param opened gives what a record of this direction completes, where it can be opened */
  constructor(known: Known, sink: ContentSink, opened: (record: Uint8Array) => Message | null) {
    this.#known = known;
    this.#sink = sink;
    this.#opened = opened;
  }

  /** Bytes that wait for the rest of their message. */
  get held(): number {
    return this.#filled;
  }

  /**
   * The next bytes.
   * @param again how many of the payload's first bytes had come before
   */
  add(id: number, payload: Uint8Array, again: number): void {
    this.#segments.push({ id, bytes: payload, again, done: again, parts: [] });
    this.#append(payload.subarray(again));
    while (this.#filled > 0 && this.#step());
  }

  /** What was begun will not be completed. */
  giveUp(): void {
    const begun = this.#filled > 0 ? cut(this.#view(), this.#known, this.#sealed) : null;
    while (this.#filled > 0) {
      if (begun === null || begun === 'more') this.#emitUnknown();
      else this.#emit(begun.part(this.#bytes.slice(0, this.#filled)), this.#filled, false);
    }
    this.#rest = 0;
    this.#bytes = new Uint8Array(0);
  }

  /** @returns false when more bytes must come */
  #step(): boolean {
    const view = this.#view();
    if (this.#rest > 0 && !(this.#rest === Infinity && isHttp(view))) {
      const length = Math.min(this.#rest, this.#filled);
      this.#rest -= length;
      this.#emit(recorded('HTTP body', 'http', view.slice(0, length)), length, false);
      return true;
    }
    this.#rest = 0;
    const found = cut(view, this.#known, this.#sealed);
    if (found === null || ((found === 'more' || found.length > view.length) && view.length > MESSAGE_MAX)) {
      this.#emitUnknown();
      return true;
    }
    if (found === 'more' || found.length > view.length) return false;
    this.#emitFound(found, view.slice(0, found.length));
    return true;
  }

  #emitFound(found: Cut, bytes: Uint8Array): void {
    const message = found.name(bytes);
    const inside = found.tls ? this.#opened(bytes) : null;
    const named = inside && message.protocol === 'recorded' ? { ...message, inside } : message;
    this.#emit(named, bytes.length, found.tls);
    this.#sealed ||= found.tls && changesCipher(bytes);
    this.#rest = found.rest;
  }

  /** What is nothing known, up to the end of its segment: another may begin with something known. */
  #emitUnknown(): void {
    const [first] = this.#segments;
    const length = Math.min(first!.bytes.length - first!.done, this.#filled);
    this.#emit(recorded(`TCP data, ${length} bytes`, 'tls', this.#bytes.slice(0, length)), length, false);
  }

  /** A message has been found in front: its bytes are shared out among the segments that carried them. */
  #emit(message: Message, size: number, tls: boolean): void {
    for (let offset = 0; offset < size;) {
      const segment = this.#segments[0]!;
      const length = Math.min(segment.bytes.length - segment.done, size - offset);
      segment.parts.push({ message, offset, length, size, tls, sealed: this.#sealed });
      segment.done += length;
      offset += length;
      if (segment.done < segment.bytes.length) break;
      this.#segments.shift();
      this.#settle(segment);
    }
    this.#bytes.copyWithin(0, size, this.#filled);
    this.#filled -= size;
  }

  #settle({ id, bytes, again, parts }: Segment): void {
    const [first] = parts;
    if (parts.length === 1 && again === 0)
      return this.#sink.settle(id, first!.message, first!.offset, first!.size);
    const records = again === 0 && parts.every((part) => part.tls && part.length === part.size);
    const message = records
      ? nameRecords(bytes, first!.sealed)
      : recorded(
          parts.map(nameOf).join(', ') + (again > 0 ? ' (in part sent again)' : ''),
          familyOf(first!.message),
          bytes,
        );
    this.#sink.settle(id, message, 0, bytes.length);
  }

  #view(): Uint8Array {
    return this.#bytes.subarray(0, this.#filled);
  }

  #append(bytes: Uint8Array): void {
    const needed = this.#filled + bytes.length;
    if (needed > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(FIRST_ROOM, this.#bytes.length * 2, needed));
      wider.set(this.#view());
      this.#bytes = wider;
    }
    this.#bytes.set(bytes, this.#filled);
    this.#filled = needed;
  }
}

function nameOf({ message, offset, length, size }: Part): string {
  const label = labelOf(message);
  if (offset > 0) return `end of ${label}`;
  return length < size ? `beginning of ${label}` : label;
}
