import { Flag, Protocol } from '../../model/packet.ts';
import type { TraceReader } from '../../model/trace-reader.ts';
import { bytesOf } from '../../protocols/registry.ts';
import { join } from '../../protocols/tls/cipher.ts';
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
  readonly #reader: TraceReader;
  /** Length of a message without TLS, or -1 where that is not known yet. */
  readonly #sizes: Int32Array;

  constructor(reader: TraceReader) {
    const { packets, messages } = reader.trace;
    this.#reader = reader;
    this.seq = packets.seq.slice();
    this.ack = packets.ack.slice();
    this.#left = new Uint8Array(packets.seq.length).fill(1);
    this.#sizes = new Int32Array(messages.length).fill(-1);
    this.#follow();
  }

  /** Is anything left of a packet? */
  has(packet: number): boolean {
    return this.#left[packet] === 1;
  }

  /** A message's bytes without TLS. */
  content(index: number): Uint8Array {
    const message = this.#reader.trace.messages[index]!;
    if (message.protocol !== 'tls') return bytesOf(message);
    return (message as TlsMessage).records.reduce<Uint8Array>(
      (whole, record) => (record.type === 'application-data' ? join(whole, bytesOf(record.content)) : whole),
      new Uint8Array(0),
    );
  }

  /** Which bytes of that a TCP packet carries: the first, and the one behind the last. */
  range(packet: number): readonly [from: number, to: number] {
    const { message, offset, size } = this.#reader.trace.packets;
    const clearSize = this.#size(message[packet]!);
    const at = (bytes: number) => share(bytes, size[packet]!, clearSize);
    return [at(offset[packet]!), at(offset[packet]! + this.#reader.carried(packet))];
  }

  /** Goes through all packets in the order in which they were sent. */
  #follow(): void {
    const { packets } = this.#reader.trace;
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
    const { packets } = this.#reader.trace;
    const flags = packets.flags[packet]!;
    const data = packets.message[packet]! >= 0;
    if (data) {
      const start = (packets.seq[packet]! - stream.first - packets.offset[packet]!) | 0;
      stream.add(start, packets.size[packet]!, this.#size(packets.message[packet]!));
    }
    if (!(flags & Flag.syn)) this.seq[packet] = stream.clear(packets.seq[packet]!);
    if (flags & Flag.ack && stream.peer) this.ack[packet] = stream.peer.clear(packets.ack[packet]!);
    const acknowledged = this.ack[packet]!;
    const bare = (flags & (Flag.syn | Flag.fin | Flag.rst)) === 0;
    if (data) {
      const [from, to] = this.range(packet);
      this.#left[packet] = to > from ? 1 : 0;
    } else if (bare && acknowledged === stream.acknowledged) this.#left[packet] = 0;
    if (this.has(packet)) stream.acknowledged = acknowledged;
  }

  #size(message: number): number {
    if (this.#sizes[message]! < 0) this.#sizes[message] = this.content(message).length;
    return this.#sizes[message]!;
  }
}
