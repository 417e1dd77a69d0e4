/** What the scheduler calls when an event is due. The argument is the one given when it was scheduled. */
export interface Due<A = unknown> {
  due(argument: A): void;
}

/** Names one scheduled event; only good for `cancel`. */
export type Handle = number;

/** No event; `cancel(NONE)` does nothing. */
export const NONE: Handle = -1;

const SLOTS = 2 ** 24;
const FIRST_CAPACITY = 64;
/** Events at one instant before we call it a loop: real bursts stay far below. */
const MAX_EVENTS_PER_INSTANT = 1_000_000;

/**
 * Discrete events in virtual time: a binary heap on (time, sequence number), so that two events of one instant
 * happen in the order in which they were scheduled, on every platform.
 *
 * Times are whole microseconds. A cancelled event stays in the heap, marked, and is skipped when it comes up.
 * Each event carries its `cause`: the trace event that was being handled when it was scheduled. While an event is
 * handled, `cause` is that one again; so whatever happens is linked to what brought it about.
 */
export class Scheduler {
  /** The present instant, in microseconds since the start of the run. */
  now = 0;
  /** Trace event being handled, or -1 at the start. */
  cause = -1;
  /** Events handled so far. */
  handled = 0;
  /** Events still due that are not in the background. */
  foreground = 0;

  #size = 0;
  #sequence = 0;
  #instant = 0;
  #times = new Float64Array(FIRST_CAPACITY);
  #sequences = new Float64Array(FIRST_CAPACITY);
  #heap = new Int32Array(FIRST_CAPACITY);
  #targets: (Due<never> | null)[] = [];
  #arguments: unknown[] = [];
  #causes = new Int32Array(FIRST_CAPACITY);
  #generations = new Int32Array(FIRST_CAPACITY);
  #background = new Uint8Array(FIRST_CAPACITY);
  #free: number[] = [];

  /**
   * Schedules `target.due(argument)` at an instant.
   * @param time microseconds, not before `now`
   * @param background true for what alone does not keep a scene going: keep-alives, expiries
   * @throws when the instant is past or not a whole number: a broken invariant, not a user's mistake
   */
  at<A>(time: number, target: Due<A>, argument: A, background = false): Handle {
    if (!(time >= this.now) || time % 1 !== 0) throw new Error(`event at ${time} us, now ${this.now} us`);
    const slot = this.#free.pop() ?? this.#targets.length;
    if (slot === this.#causes.length) this.#grow();
    this.#targets[slot] = target;
    this.#arguments[slot] = argument;
    this.#causes[slot] = this.cause;
    this.#background[slot] = background ? 1 : 0;
    if (!background) this.foreground++;
    this.#push(time, this.#sequence++, slot);
    return this.#generations[slot]! * SLOTS + slot;
  }

  /** As `at`, a duration (whole microseconds) from now. */
  after<A>(duration: number, target: Due<A>, argument: A, background = false): Handle {
    return this.at(this.now + duration, target, argument, background);
  }

  /** Takes a scheduled event back; harmless when it has happened or was cancelled already. */
  cancel(handle: Handle): void {
    if (handle < 0) return;
    const slot = handle % SLOTS;
    if (this.#generations[slot] !== (handle - slot) / SLOTS || this.#targets[slot] === null) return;
    this.#targets[slot] = null;
    this.#arguments[slot] = null;
    if (this.#background[slot] === 0) this.foreground--;
  }

  /** The instant of the next event that is not cancelled, or Infinity. */
  next(): number {
    while (this.#size > 0 && this.#targets[this.#heap[0]!] === null) this.#release(this.#pop());
    return this.#size > 0 ? this.#times[0]! : Infinity;
  }

  /**
   * Handles the next event.
   * @returns false when nothing is due any more
   * @throws when one instant never ends
   */
  step(): boolean {
    const time = this.next();
    if (time === Infinity) return false;
    if (time > this.now) {
      this.now = time;
      this.#instant = 0;
    } else if (++this.#instant > MAX_EVENTS_PER_INSTANT) {
      throw new Error(
        `more than ${MAX_EVENTS_PER_INSTANT} events at ${time} us: something answers itself for ever`,
      );
    }
    const slot = this.#pop();
    const target = this.#targets[slot]!;
    const argument = this.#arguments[slot];
    this.cause = this.#causes[slot]!;
    if (this.#background[slot] === 0) this.foreground--;
    this.#release(slot);
    this.handled++;
    target.due(argument as never);
    return true;
  }

  #release(slot: number): void {
    this.#targets[slot] = null;
    this.#arguments[slot] = null;
    this.#generations[slot] = (this.#generations[slot]! + 1) & 0x0fffffff;
    this.#free.push(slot);
  }

  #grow(): void {
    const capacity = this.#causes.length * 2;
    if (capacity > SLOTS) throw new Error(`more than ${SLOTS} events are due at once`);
    const wider = <T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#times = wider(this.#times, new Float64Array(capacity));
    this.#sequences = wider(this.#sequences, new Float64Array(capacity));
    this.#heap = wider(this.#heap, new Int32Array(capacity));
    this.#causes = wider(this.#causes, new Int32Array(capacity));
    this.#generations = wider(this.#generations, new Int32Array(capacity));
    this.#background = wider(this.#background, new Uint8Array(capacity));
  }

  #push(time: number, sequence: number, slot: number): void {
    const times = this.#times;
    const sequences = this.#sequences;
    const heap = this.#heap;
    let i = this.#size++;
    while (i > 0) {
      const up = (i - 1) >> 1;
      const above = times[up]!;
      // A new event has the highest sequence number of all: at the same instant it stays below.
      if (above <= time) break;
      times[i] = above;
      sequences[i] = sequences[up]!;
      heap[i] = heap[up]!;
      i = up;
    }
    times[i] = time;
    sequences[i] = sequence;
    heap[i] = slot;
  }

  #pop(): number {
    const times = this.#times;
    const sequences = this.#sequences;
    const heap = this.#heap;
    const top = heap[0]!;
    const size = --this.#size;
    const time = times[size]!;
    const sequence = sequences[size]!;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) break;
      const right = child + 1;
      if (
        right < size &&
        (times[right]! < times[child]! ||
          (times[right] === times[child] && sequences[right]! < sequences[child]!))
      )
        child = right;
      if (time < times[child]! || (time === times[child] && sequence < sequences[child]!)) break;
      times[i] = times[child]!;
      sequences[i] = sequences[child]!;
      heap[i] = heap[child]!;
      i = child;
    }
    times[i] = time;
    sequences[i] = sequence;
    heap[i] = heap[size]!;
    return top;
  }
}
