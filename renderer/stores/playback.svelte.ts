import { advance, SPEED_DEFAULT, type ClockSetting } from './clock.ts';
import {
  dropAfter,
  dropBefore,
  dropsPassed,
  instantAfter,
  instantBefore,
  lastInstant,
  type Drop,
  type Moments,
} from './moments.ts';

const NOTHING: Moments = { instants: new Float64Array(0), drops: [], waits: [], end: 0 };

/** The longest real time for which one waits until something happens. */
const RUN_REAL_MS = 1500;

/** The simulated clock: where it stands, whether and how fast it goes. */
export class Playback {
  time = $state(0);
  playing = $state(false);
  speed = $state(SPEED_DEFAULT);
  skipWaiting = $state(true);
  /** True once it was played or moved by hand. */
  touched = $state(false);
  moments = $state.raw<Moments>(NOTHING);
  /** Nothing is to move by itself. */
  still = $state(false);
  /** The last drop that passed while it played, until it is put away or something else is played. */
  passed = $state.raw<Drop | null>(null);
  /** The first time at which it stops by itself, after one time and not later than another; null when there is none. */
  stopAfter: (time: number, to: number) => number | null = () => null;
  /** Told when it stopped by itself before the end. */
  onStop: (time: number) => void = () => undefined;
  /** Told when it has played to the end. */
  onEnd: () => void = () => undefined;

  readonly nextDrop = $derived(dropAfter(this.moments, this.time));
  readonly previousDrop = $derived(dropBefore(this.moments, this.time));
  /** Without tweening, what is shown is the last instant at which something came to its place. */
  readonly shown = $derived(this.still ? (lastInstant(this.moments, this.time) ?? 0) : this.time);
  readonly atStart = $derived(this.time <= 0);
  readonly atEnd = $derived(this.time >= this.moments.end);

  #frame = 0;
  #last = 0;
  /** Where it is to stop, and how fast it goes there; null when nobody said. */
  #run: { readonly to: number; readonly speed: number } | null = null;

  /** Takes the instants of another run; the clock stays where it is, or at the end when that comes before. */
  load(moments: Moments): void {
    this.moments = moments;
    this.passed = null;
    if (this.time > moments.end) this.time = moments.end;
    if (this.playing && this.time >= moments.end) this.pause();
  }

  play(): void {
    if (this.playing || this.moments.end === 0) return;
    if (this.atEnd) this.time = 0;
    this.touched = true;
    this.playing = true;
    this.#last = performance.now();
    this.#frame = requestAnimationFrame(this.#tick);
  }

  /**
   * Plays on to a time and stops there: quickly, or at once where nothing is to move by itself.
   * @param real_ms how long that may take
   */
  playTo(to: number, real_ms = RUN_REAL_MS): void {
    this.pause();
    this.touched = true;
    if (this.still) this.#stopAt(this.#firstStop(this.time, to) ?? to);
    else {
      this.#run = { to, speed: (to - this.time) / 1000 / real_ms };
      this.play();
    }
  }

  pause(): void {
    this.playing = false;
    this.#run = null;
    cancelAnimationFrame(this.#frame);
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Puts the clock to a time; it goes on from there when it was going. */
  seek(time: number): void {
    this.touched = true;
    this.#run = null;
    this.time = Math.min(Math.max(time, 0), this.moments.end);
  }

  restart(): void {
    this.pause();
    this.passed = null;
    this.time = 0;
  }

  stepForward(): void {
    this.pause();
    this.seek(instantAfter(this.moments, this.time) ?? this.moments.end);
  }

  stepBack(): void {
    this.pause();
    this.seek(instantBefore(this.moments, this.time) ?? 0);
  }

  readonly #tick = (now: number): void => {
    if (!this.playing) return;
    const from = this.time;
    const { moments } = this;
    const time = advance(from, Math.max(now - this.#last, 0), this.#pace);
    const stop = this.#firstStop(from, time);
    this.time = stop ?? time;
    this.#last = now;
    this.passed = dropsPassed(moments, from, this.time).at(-1) ?? this.passed;
    if (stop !== null) this.#stopAt(stop);
    else if (this.time >= moments.end) {
      this.pause();
      this.onEnd();
    } else this.#frame = requestAnimationFrame(this.#tick);
  };

  /** Whoever waits for something waits for nothing else on the way. */
  get #pace(): ClockSetting {
    const { waits, end } = this.moments;
    if (!this.#run) return { speed: this.speed, skipWaiting: this.skipWaiting, waits, end };
    return { speed: Math.max(this.speed, this.#run.speed), skipWaiting: false, waits, end };
  }

  #firstStop(from: number, to: number): number | null {
    const limit = this.#run && this.#run.to <= to ? this.#run.to : null;
    return this.stopAfter(from, limit ?? to) ?? limit;
  }

  #stopAt(time: number): void {
    this.pause();
    this.time = time;
    this.onStop(time);
  }
}
