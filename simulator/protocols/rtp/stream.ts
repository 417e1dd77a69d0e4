import type { Handle } from '../../kernel/scheduler.ts';
import { NONE } from '../../kernel/scheduler.ts';
import type { Message } from '../../model/packet.ts';
import type { Instant } from '../../model/time.ts';
import { milliseconds, seconds } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import type { Machine } from '../../network/simulation.ts';
import { streamMachine } from './machine.ts';
import type { PayloadFormat, RtcpMessage, RtcpPacket, RtpMessage } from './message.ts';
import { ntpTime } from './ntp.ts';
import { Reception } from './reception.ts';

/** RFC 3550 6.2: at least five seconds between reports. */
const REPORT_EVERY = 5;
/** The first packets go one by one: meanwhile both ends tell their relays where the rest will go. */
const SINGLES = 20;

export interface StreamOptions {
  readonly id: string;
  readonly title: string;
  readonly format: PayloadFormat;
  readonly cname: string;
  readonly encrypted: boolean;
  /** Packets to send in all; endless when left out. Who sends a limited stream expects none. */
  readonly total?: number;
}

export interface StreamUser {
  /** Sends by the path of a component: 1 for RTP, 2 for RTCP. */
  send(component: number, message: Message): unknown;
  /** May several packets go as one? Only over UDP. */
  readonly bulk: boolean;
  heard(): void;
  /** Nothing has come for a while. */
  silent(): void;
  /** Nothing comes any more. */
  dead(): void;
  /** All packets of a limited stream have come in. */
  complete?(received: number): void;
}

/** One end of an RTP stream: sends at its pace, reports, and watches what comes (RFC 3550). */
export class RtpStream {
  readonly reception: Reception;
  readonly #host: Host;
  readonly #options: StreamOptions;
  readonly #user: StreamUser;
  readonly #machine: Machine<typeof streamMachine>;
  readonly #ssrc: number;
  readonly #spacing: number;
  #sequence: number;
  #timestamp: number;
  #sent = 0;
  #running = false;
  #next: Handle = NONE;
  #report: Handle = NONE;
  #watch: Handle = NONE;
  #hears = false;
  #begun: Instant = 0;
  /** When the first packet was sent, and its timestamp. */
  #origin: { at: Instant; timestamp: number } | null = null;
  /** Packets sent when each of the last two reports was made, the earlier one first. */
  #reported: [number, number] = [0, 0];
  #reports = 0;
  /** The step under way: its message, which all that passes it on shares, and when it began. */
  #step: { message: RtpMessage & { count: number }; at: Instant } | null = null;

  constructor(host: Host, options: StreamOptions, user: StreamUser) {
    this.#host = host;
    this.#options = options;
    this.#user = user;
    this.reception = new Reception(options.format.clock);
    const { random } = host;
    this.#ssrc = random.uint32();
    this.#sequence = random.between(0, 0xffff);
    this.#timestamp = random.uint32();
    this.#spacing = milliseconds(options.format.every_ms);
    this.#machine = host.simulation.spawn(streamMachine, {
      id: options.id,
      title: options.title,
      node: host.index,
    });
  }

  get state(): string {
    return this.#machine.state;
  }

  get hears(): boolean {
    return this.#hears;
  }

  /** Packets sent so far. */
  get sent(): number {
    return this.#sent - this.#ahead();
  }

  /** Begins to send, and to watch what comes. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#begun = this.#host.simulation.now;
    this.#machine.send({ type: 'START' });
    if (this.#hears) this.#machine.send({ type: 'HEARD' });
    this.#next = this.#host.timer('RTP', this.#phase(), () => this.#send(), true);
    this.#scheduleReport();
    if (!this.#options.total) this.#watchFor(this.#host.simulation.knob('rtp.silence_s'));
  }

  /**
   * A sound card begins when it likes: within the first frame, and never at the very microsecond of something else, so
   * that it is clear what came first.
   */
  #phase(): number {
    return this.#host.random.between(0, 49) * 100 + 37;
  }

  /** Stops to send, and says so unless told otherwise. */
  stop(goodbye = true): void {
    if (!this.#running) return;
    this.#running = false;
    for (const timer of [this.#next, this.#report, this.#watch]) this.#host.cancel(timer);
    const ahead = this.#ahead();
    const step = this.#step;
    if (step && ahead > 0) {
      // What was sent ahead of its time and is not due was never sent.
      step.message.count -= ahead;
      this.#sent -= ahead;
    }
    this.#step = null;
    if (goodbye) this.#user.send(2, this.#reportMessage(true));
    this.#account();
    this.#machine.send({ type: 'STOP' });
  }

  /** What it came to, for the log. */
  #account(): void {
    const { reception } = this;
    const { title } = this.#options;
    reception.report(this.#host.simulation.now);
    this.#host.log(
      `${title}: ${this.#sent} packets sent, ${reception.received} heard, ${reception.lost} lost, ${reception.late} too late, jitter ${reception.jitter_ms.toFixed(1)} ms`,
    );
  }

  received(message: Message): void {
    const { now } = this.#host.simulation;
    if (message.protocol === 'rtcp') this.#told(message as RtcpMessage);
    if (message.protocol !== 'rtp') return;
    this.reception.take(message as RtpMessage, now);
    if (!this.#hears) {
      this.#hears = true;
      this.#machine.send({ type: 'HEARD' });
      this.#user.heard();
    }
    if (this.#running) this.#user.complete?.(this.reception.received);
  }

  /** A report of the other end came in. */
  #told({ packets }: RtcpMessage): void {
    for (const packet of packets)
      if (packet.type === 'sender-report') this.reception.reported(packet.ntp, this.#host.simulation.now);
  }

  /** Packets of the step under way whose time has not come. */
  #ahead(): number {
    const step = this.#step;
    if (!step || step.message.count === 1) return 0;
    const due = Math.floor((this.#host.simulation.now - step.at) / this.#spacing) + 1;
    return Math.max(0, step.message.count - due);
  }

  /** Sends the next packet, or as many as may be sent together. */
  #send(): void {
    const { simulation } = this.#host;
    const { format, encrypted, total = Infinity } = this.#options;
    if (this.#sent >= total) return;
    const together = this.#user.bulk && this.#sent >= SINGLES ? simulation.bulk.from(simulation.now) : 0;
    const count = Math.min(total - this.#sent, Math.max(1, Math.floor(together / this.#spacing)));
    const message: RtpMessage & { count: number } = {
      protocol: 'rtp',
      payloadType: format.type,
      marker: this.#sent === 0,
      sequence: this.#sequence,
      timestamp: this.#timestamp,
      ssrc: this.#ssrc,
      payload: format.bytes,
      encrypted,
      count,
      spacing: this.#spacing,
    };
    if (this.#sent === 0) this.#origin = { at: simulation.now, timestamp: this.#timestamp };
    const cause = simulation.scheduler.cause;
    this.#user.send(1, message);
    simulation.scheduler.cause = cause;
    this.#step = { message, at: simulation.now };
    this.#sequence = (this.#sequence + count) & 0xffff;
    const ticks = Math.round((count * this.#spacing * format.clock) / 1_000_000);
    this.#timestamp = (this.#timestamp + ticks) >>> 0;
    this.#sent += count;
    this.#next = this.#host.timer('RTP', count * this.#spacing, () => this.#send(), true);
  }

  #scheduleReport(): void {
    // RFC 3550 6.2: half to one and a half times the interval, so that reports do not fall together.
    const wait = REPORT_EVERY * (0.5 + this.#host.random.fraction());
    this.#report = this.#host.timer(
      'RTCP',
      seconds(wait),
      () => {
        this.#user.send(2, this.#reportMessage(false));
        this.#scheduleReport();
      },
      true,
    );
  }

  /** A compound as RFC 3550 6.1 wants it: a report, the canonical name, and a goodbye at the end. */
  #reportMessage(bye: boolean): RtcpMessage {
    const { cname, encrypted } = this.#options;
    const ssrc = this.#ssrc;
    const packets: RtcpPacket[] = [
      this.#reportPacket(),
      { type: 'description', chunks: [{ ssrc, items: [{ item: 1, text: cname }] }] },
    ];
    if (bye) packets.push({ type: 'goodbye', sources: [ssrc], reason: null });
    const trailer = encrypted ? { index: this.#reports++, encrypted } : null;
    return { protocol: 'rtcp', packets, padding: '', trailer };
  }

  /** Who has sent since the report before the last one reports as a sender (RFC 3550 6.4). */
  #reportPacket(): RtcpPacket {
    const { date, now } = this.#host.simulation;
    const { format } = this.#options;
    const { sent } = this;
    const block = this.reception.report(now);
    const shared = { ssrc: this.#ssrc, reports: block ? [block] : [], extension: '' };
    const [earlier, latest] = this.#reported;
    this.#reported = [latest, sent];
    if (!this.#origin || sent === earlier) return { type: 'receiver-report', ...shared };
    const ticks = Math.round(((now - this.#origin.at) * format.clock) / 1_000_000);
    return {
      type: 'sender-report',
      ...shared,
      ntp: ntpTime(date, now),
      timestamp: (this.#origin.timestamp + ticks) >>> 0,
      packets: sent,
      octets: sent * format.bytes,
    };
  }

  /** Looks whether anything has come in the last seconds; says when nothing has, and when nothing will. */
  #watchFor(time_s: number): void {
    const { simulation } = this.#host;
    this.#watch = this.#host.timer(
      'silence',
      seconds(time_s),
      () => {
        const last = this.reception.last(simulation.now) ?? this.#begun;
        const quiet = (simulation.now - last) / 1_000_000;
        const [silence, dead] = [simulation.knob('rtp.silence_s'), simulation.knob('rtp.dead_s')];
        if (quiet >= dead) {
          this.#machine.send({ type: 'DEAD' });
          this.#user.dead();
          return;
        }
        if (quiet >= silence && this.#machine.state !== 'one way') {
          this.#hears = false;
          this.#machine.send({ type: 'SILENCE' });
          this.#user.silent();
        }
        this.#watchFor(Math.max(0.1, (quiet >= silence ? dead : silence) - quiet));
      },
      true,
    );
  }
}
