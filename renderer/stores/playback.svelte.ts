import { advance, SPEED_DEFAULT } from './clock.ts';
import {
  dropAfter,
  dropsPassed,
  instantAfter,
  instantBefore,
  lastInstant,
  type Drop,
  type Moments,
} from './moments.ts';

const NOTHING: Moments = { instants: new Float64Array(0), drops: [], waits: [], end: 0 };

/** The simulated clock: where it stands, whether and how fast it goes. */
export class Playback {
  time = $state(0);
  playing = $state(false);
  speed = $state(SPEED_DEFAULT);
  skipWaiting = $state(true);
  /** True once it was played or moved by hand. */
  touched = $state(false);
  moments = $state.raw<Moments>(NOTHING);
  #still = $state(false);
  /** Told of the drops that pass while it plays. */
  onDrops: (drops: readonly Drop[]) => void = () => undefined;
  /** Told when it has played to the end. */
  onEnd: () => void = () => undefined;

  readonly nextDrop = $derived(dropAfter(this.moments, this.time));
  /** Without tweening, what is shown is the last instant at which something came to its place. */
  readonly shown = $derived(this.#still ? (lastInstant(this.moments, this.time) ?? 0) : this.time);
  readonly atStart = $derived(this.time <= 0);
  readonly atEnd = $derived(this.time >= this.moments.end);

  #frame = 0;
  #last = 0;

  constructor() {
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    this.#still = still.matches;
    still.addEventListener('change', (event) => (this.#still = event.matches));
  }

  /** Takes the instants of another run; the clock stays where it is, or at the end when that comes before. */
  load(moments: Moments): void {
    this.moments = moments;
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

  pause(): void {
    this.playing = false;
    cancelAnimationFrame(this.#frame);
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Puts the clock to a time; it goes on from there when it was going. */
  seek(time: number): void {
    this.touched = true;
    this.time = Math.min(Math.max(time, 0), this.moments.end);
  }

  restart(): void {
    this.pause();
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
    const { speed, skipWaiting, moments } = this;
    this.time = advance(from, Math.max(now - this.#last, 0), {
      speed,
      skipWaiting,
      waits: moments.waits,
      end: moments.end,
    });
    this.#last = now;
    const drops = dropsPassed(moments, from, this.time);
    if (drops.length > 0) this.onDrops(drops);
    if (this.time >= moments.end) {
      this.pause();
      this.onEnd();
    } else this.#frame = requestAnimationFrame(this.#tick);
  };
}
