import { Flag, Protocol } from '../../model/packet.ts';
import type { Trace } from '../../model/trace.ts';
import { bytesOf } from '../../protocols/registry.ts';
import type { TlsMessage } from '../../protocols/tls/message.ts';

/** A message of a stream: where it begins, with TLS and without, and how long it is. */
interface Piece {
  readonly start: number;
  readonly size: number;
  readonly clearStart: number;
  readonly clearSize: number;
}

/** What one end of a TCP connection sends. Positions count from its first byte. */
class Stream {
  readonly first: number;
  /** What the other end sends; known once both have begun. */
  peer: Stream | null = null;
  /** The last acknowledgement that was sent, as it is without TLS. */
  acknowledged = -1;
  readonly #pieces: Piece[] = [];

  /** @param isn the sequence number of its SYN */
  constructor(isn: number) {
    this.first = (isn + 1) >>> 0;
  }

  get #end(): Piece {
    return this.#pieces.at(-1) ?? NOTHING_YET;
  }

  /** A message begins at a position, unless it has been seen before. */
  add(start: number, size: number, clearSize: number): void {
    const { start: last, size: length, clearStart, clearSize: before } = this.#end;
    if (start >= last + length)
      this.#pieces.push({ start, size, clearStart: clearStart + before, clearSize });
  }

  /** A sequence number as it would be without TLS. */
  clear(seq: number): number {
    const at = (seq - this.first) | 0;
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#pieces[middle]!.start <= at) low = middle;
      else high = middle - 1;
    }
    const { start, size, clearStart, clearSize } = this.#pieces[low] ?? NOTHING_YET;
    const within = at - start;
    // Behind the last byte stands the FIN.
    const moved = within > size ? clearSize + within - size : share(within, size, clearSize);
    return (this.first + clearStart + moved) >>> 0;
  }
}

const NOTHING_YET: Piece = { start: 0, size: 0, clearStart: 0, clearSize: 0 };

/** How many bytes without TLS the first bytes of a message become: in proportion, so that segments join without gaps. */
function share(bytes: number, size: number, clearSize: number): number {
  return size === 0 ? bytes : Math.floor((bytes * clearSize) / size);
}

/**
 * The TCP packets of a run as they would be if TLS were taken off: sequence numbers without what it adds, contents in
 * the clear, in the segments that they travelled in. Packets of which nothing is left are left out.
 */
export class ClearView {
  readonly seq: Uint32Array;
  readonly ack: Uint32Array;
  readonly #left: Uint8Array;
  readonly #trace: Trace;
  /** Length of a message without TLS, or -1 where that is not known yet. */
  readonly #sizes: Int32Array;

  constructor(trace: Trace) {
    const { packets } = trace;
    this.#trace = trace;
    this.seq = packets.seq.slice();
    this.ack = packets.ack.slice();
    this.#left = new Uint8Array(packets.seq.length).fill(1);
    this.#sizes = new Int32Array(trace.messages.length).fill(-1);
    this.#follow();
  }

  /** Is anything left of a packet? */
  has(packet: number): boolean {
    return this.#left[packet] === 1;
  }

  /** What a TCP packet carries without TLS. */
  body(packet: number): Uint8Array {
    const { message, offset, size } = this.#trace.packets;
    const index = message[packet]!;
    if (index < 0) return EMPTY;
    const bytes = this.#content(index);
    const from = share(offset[packet]!, size[packet]!, bytes.length);
    return bytes.subarray(from, share(offset[packet]! + this.#data(packet), size[packet]!, bytes.length));
  }

  /** Goes through all packets in the order in which they were sent. */
  #follow(): void {
    const { packets } = this.#trace;
    const streams = new Map<string, Stream>();
    const begun = new Map<number, Stream>();
    for (let packet = 0; packet < packets.seq.length; packet++) {
      if (packets.protocol[packet] !== Protocol.tcp) continue;
      const flags = packets.flags[packet]!;
      const key = `${packets.src[packet]}:${packets.sport[packet]}>${packets.dst[packet]}:${packets.dport[packet]}`;
      let stream = streams.get(key);
      if (flags & Flag.syn && stream?.first !== (packets.seq[packet]! + 1) >>> 0) {
        stream = new Stream(packets.seq[packet]!);
        streams.set(key, stream);
        begun.set(stream.first, stream);
        // Behind a NAT the other end knows this one by another address, but its numbers are the same.
        const other = flags & Flag.ack ? begun.get(packets.ack[packet]!) : undefined;
        if (other) [stream.peer, other.peer] = [other, stream];
      }
      if (stream) this.#translate(packet, stream);
    }
  }

  #translate(packet: number, stream: Stream): void {
    const { packets } = this.#trace;
    const flags = packets.flags[packet]!;
    const data = this.#data(packet);
    if (data > 0) {
      const start = (packets.seq[packet]! - stream.first - packets.offset[packet]!) | 0;
      stream.add(start, packets.size[packet]!, this.#size(packets.message[packet]!));
    }
    if (!(flags & Flag.syn)) this.seq[packet] = stream.clear(packets.seq[packet]!);
    if (flags & Flag.ack && stream.peer) this.ack[packet] = stream.peer.clear(packets.ack[packet]!);
    const acknowledged = this.ack[packet]!;
    const bare = (flags & (Flag.syn | Flag.fin | Flag.rst)) === 0;
    if (data > 0) this.#left[packet] = this.body(packet).length > 0 ? 1 : 0;
    else if (bare && acknowledged === stream.acknowledged) this.#left[packet] = 0;
    if (this.has(packet)) stream.acknowledged = acknowledged;
  }

  /** Bytes of a message that a TCP packet carries. */
  #data(packet: number): number {
    const { message, length } = this.#trace.packets;
    return message[packet]! < 0 ? 0 : length[packet]! - HEADERS;
  }

  #size(message: number): number {
    if (this.#sizes[message]! < 0) this.#sizes[message] = this.#content(message).length;
    return this.#sizes[message]!;
  }

  /** A message's bytes without TLS. */
  #content(index: number): Uint8Array {
    const message = this.#trace.messages[index]!;
    if (message.protocol !== 'tls') return bytesOf(message);
    const parts = (message as TlsMessage).records.flatMap((record) =>
      record.type === 'application-data' ? [bytesOf(record.content)] : [],
    );
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

const EMPTY = new Uint8Array(0);
/** IP and TCP, of a segment that carries data. */
const HEADERS = 40;
