/** Takes the bytes of one direction in their order. */
export interface InOrder {
  /** @param again how many of the payload's first bytes had come before */
  add(id: number, payload: Uint8Array, again: number): void;
  /** Some bytes never came. */
  giveUp(): void;
}

interface Early {
  readonly id: number;
  readonly seq: number;
  readonly payload: Uint8Array;
  readonly missing: number;
}

/** What waits for a gap to be filled; more gives the gap up. */
const EARLY_MAX = 64;
const EARLY_BYTES = 131_072;
/** Segments that are remembered, so that one sent again is known. */
const REMEMBERED = 32;

/**
 * One direction of a TCP connection (RFC 793 3.3): puts segments into order, finds those sent again, and gives up what
 * never comes, for a capture may have missed it. Holds a bounded number of bytes.
 */
export class Sequencer {
  readonly #order: InOrder;
  readonly #repeated: (id: number, of: number, payload: Uint8Array) => void;
  /** The next number expected; -1 before the first. */
  #next = -1;
  #early: Early[] = [];
  #earlyBytes = 0;
  /** Sequence number and id of one after the other. */
  readonly #sent: number[] = [];

  constructor(order: InOrder, repeated: (id: number, of: number, payload: Uint8Array) => void) {
    this.#order = order;
    this.#repeated = repeated;
  }

  /** Bytes that wait for a gap to be filled. */
  get held(): number {
    return this.#earlyBytes;
  }

  /** A SYN: the stream begins behind it. */
  begin(seq: number): void {
    this.#next = (seq + 1) >>> 0;
  }

  /** @param missing bytes of the segment that the capture has cut off */
  add(id: number, seq: number, payload: Uint8Array, missing: number): void {
    if (this.#next < 0) this.#next = seq;
    const ahead = (seq - this.#next) | 0;
    if (ahead > 0) return this.#wait({ id, seq, payload, missing });
    if (-ahead >= payload.length + missing) {
      this.#repeated(id, this.#sentAs(seq), payload);
      return;
    }
    this.#take({ id, seq, payload, missing });
    this.#drain();
  }

  /** The other end has all before this number: what is missing here, the capture has missed. */
  acknowledged(ack: number): void {
    const [first] = this.#early;
    if (first && ((ack - first.seq) | 0) >= 0) this.end();
  }

  /** Gives up what is missing, until all that has come is in order. */
  end(): void {
    while (this.#early.length > 0) {
      this.#order.giveUp();
      this.#next = this.#early[0]!.seq;
      this.#drain();
    }
  }

  /** The last segment that began with this number, or -1. */
  #sentAs(seq: number): number {
    for (let at = this.#sent.length - 2; at >= 0; at -= 2)
      if (this.#sent[at] === seq) return this.#sent[at + 1]!;
    return -1;
  }

  #wait(early: Early): void {
    const at = this.#early.findIndex((one) => ((one.seq - early.seq) | 0) > 0);
    this.#early.splice(at < 0 ? this.#early.length : at, 0, early);
    this.#earlyBytes += early.payload.length;
    if (this.#early.length > EARLY_MAX || this.#earlyBytes > EARLY_BYTES) this.end();
  }

  #drain(): void {
    for (let first = this.#early[0]; first && ((first.seq - this.#next) | 0) <= 0; first = this.#early[0]) {
      this.#early.shift();
      this.#earlyBytes -= first.payload.length;
      this.add(first.id, first.seq, first.payload, first.missing);
    }
  }

  #take({ id, seq, payload, missing }: Early): void {
    const again = (this.#next - seq) | 0;
    this.#sent.push(seq, id);
    if (this.#sent.length > 2 * REMEMBERED) this.#sent.splice(0, 2);
    this.#next = (seq + payload.length + missing) >>> 0;
    if (again < payload.length) this.#order.add(id, payload, again);
    else this.#repeated(id, -1, payload);
    if (missing > 0) this.#order.giveUp();
  }
}
