import type { Message } from '../../model/packet.ts';
import type { RtpMessage } from '../../protocols/rtp/message.ts';
import { FORMATS } from '../../protocols/rtp/message.ts';
import type { StunMessage } from '../../protocols/stun/message.ts';

const CLOCKS: Readonly<Record<number, number>> = Object.fromEntries(
  Object.values(FORMATS).map(({ type, clock }) => [type, clock]),
);

/** A copy of a message whose RTP packet can be moved on. */
interface Following {
  readonly message: Message;
  readonly first: RtpMessage;
  readonly rtp: { -readonly [K in keyof RtpMessage]: RtpMessage[K] };
}

/** Copies that are kept. */
const KEPT = 1024;

/**
 * The messages that one message stands for: RTP packets of a stream that was advanced in bulk, by themselves or inside
 * what a relay wraps them in.
 */
export class Followers {
  readonly #copies = new Map<Message, Following>();

  /**
   * One of them; only good until the next is asked for.
   * @param nth from 0, the message itself
   * @throws Error for a message that stands for itself: a broken invariant
   */
  of(message: Message, nth: number): Message {
    if (nth === 0) return message;
    let copy = this.#copies.get(message);
    if (!copy) {
      copy = copyOf(message);
      if (this.#copies.size >= KEPT) this.#copies.clear();
      this.#copies.set(message, copy);
    }
    const { first, rtp } = copy;
    const ticks = Math.round((nth * first.spacing * CLOCKS[first.payloadType]!) / 1_000_000);
    rtp.sequence = (first.sequence + nth) & 0xffff;
    rtp.timestamp = (first.timestamp + ticks) >>> 0;
    return copy.message;
  }
}

function copyOf(message: Message): Following {
  if (message.protocol === 'rtp') {
    const first = message as RtpMessage;
    const rtp = { ...first, marker: false, count: 1 };
    return { message: rtp, first, rtp };
  }
  const stun = message as StunMessage;
  const data = dataOf(message);
  if (!data) throw new Error(`a message of ${message.protocol} does not stand for several`);
  const inner = copyOf(data);
  const outer: StunMessage = { ...stun, attributes: { ...stun.attributes, data: inner.message } };
  return { ...inner, message: outer };
}

function dataOf(message: Message): Message | undefined {
  return message.protocol === 'stun' ? (message as StunMessage).attributes.data : undefined;
}

/** Microseconds from one of the messages that a message stands for to the next. */
export function spacingOf(message: Message): number {
  if (message.protocol === 'rtp') return (message as RtpMessage).spacing;
  const data = dataOf(message);
  if (data) return spacingOf(data);
  throw new Error(`a message of ${message.protocol} does not stand for several`);
}
