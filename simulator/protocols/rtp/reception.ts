import type { Instant } from '../../model/time.ts';
import type { NtpTime, ReportBlock, RtpMessage } from './message.ts';
import { middleOf } from './ntp.ts';

/** Longest that a player waits for a packet (assumption: jitter buffers of the time held up to some 150 ms). */
const PLAYOUT_s = 0.15;

/** What one end counts of a stream that it receives (RFC 3550 6.4.1, A.1, A.3, A.8). */
export class Reception {
  received = 0;
  /** Packets that came so late that nobody could wait for them any more. */
  late = 0;
  ssrc = -1;
  readonly #clock: number;
  #first = 0;
  #highest = -1;
  #cycles = 0;
  #jitter = 0;
  #transit: number | null = null;
  #shortest = Infinity;
  #reportedExpected = 0;
  #reportedReceived = 0;
  /** The step that is still coming in, and how many of its packets have been counted. */
  #coming: { message: RtpMessage; at: Instant; counted: number } | null = null;
  #last: Instant | null = null;
  /** The sender's latest report, and when it came. */
  #heard: { middle: number; at: Instant } | null = null;

  /** @param clock ticks of the format's timestamps in a second */
  constructor(clock: number) {
    this.#clock = clock;
  }

  /** When the last packet came in; null when none has. */
  last(now: Instant): Instant | null {
    this.#advance(now);
    return this.#last;
  }

  get lost(): number {
    return Math.max(0, this.#expected() - this.received);
  }

  get jitter_ms(): number {
    return (this.#jitter / this.#clock) * 1000;
  }

  take(message: RtpMessage, now: Instant): void {
    this.#advance(now);
    this.#coming = { message, at: now, counted: 0 };
    this.#advance(now);
  }

  /** A report of the sender came in. */
  reported(ntp: NtpTime, now: Instant): void {
    this.#heard = { middle: middleOf(ntp), at: now };
  }

  /** The report about this stream; null before it has begun. */
  report(now: Instant): ReportBlock | null {
    this.#advance(now);
    if (this.#highest < 0) return null;
    const expected = this.#expected();
    const newly = expected - this.#reportedExpected;
    const missing = newly - (this.received - this.#reportedReceived);
    this.#reportedExpected = expected;
    this.#reportedReceived = this.received;
    return {
      ssrc: this.ssrc,
      fraction: newly > 0 && missing > 0 ? Math.floor((missing * 256) / newly) : 0,
      lost: this.lost,
      highest: this.#cycles * 65536 + this.#highest,
      jitter: Math.round(this.#jitter),
      lastReport: this.#heard?.middle ?? 0,
      delay: this.#heard ? Math.round(((now - this.#heard.at) * 65536) / 1_000_000) : 0,
    };
  }

  /** Counts the packets of a step that have come in by now, each at its own time. */
  #advance(now: Instant): void {
    const coming = this.#coming;
    if (!coming) return;
    const { message, at } = coming;
    const arrived =
      message.count === 1 ? 1 : Math.min(message.count, Math.floor((now - at) / message.spacing) + 1);
    for (; coming.counted < arrived; coming.counted++) {
      const ticks = Math.round((coming.counted * message.spacing * this.#clock) / 1_000_000);
      this.#count(
        (message.sequence + coming.counted) & 0xffff,
        (message.timestamp + ticks) >>> 0,
        at + coming.counted * message.spacing,
        message.ssrc,
      );
    }
    if (coming.counted === message.count) this.#coming = null;
  }

  #count(sequence: number, timestamp: number, at: Instant, ssrc: number): void {
    this.received++;
    this.#last = at;
    if (this.#highest < 0 || ssrc !== this.ssrc) {
      this.ssrc = ssrc;
      this.#first = sequence;
      this.#highest = sequence;
    } else if (((sequence - this.#highest) & 0xffff) < 0x8000) {
      if (sequence < this.#highest) this.#cycles++;
      this.#highest = sequence;
    }
    const transit = (at * this.#clock) / 1_000_000 - timestamp;
    if (this.#transit !== null) this.#jitter += (Math.abs(transit - this.#transit) - this.#jitter) / 16;
    this.#transit = transit;
    this.#shortest = Math.min(this.#shortest, transit);
    if (transit - this.#shortest > PLAYOUT_s * this.#clock) this.late++;
  }

  #expected(): number {
    return this.#highest < 0 ? 0 : this.#cycles * 65536 + this.#highest - this.#first + 1;
  }
}
