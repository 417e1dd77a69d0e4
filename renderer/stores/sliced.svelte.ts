import type { Pieces } from '../../simulator/kernel/pieces.ts';

/** How long one works before the window may do something else, real milliseconds. */
export const SLICE_MS = 40;

/**
 * Long work for the window, done at once where that is quick, and else bit by bit, so that the window stays awake.
 * Other work ends it.
 */
export class Sliced<T> {
  /** What came of it; null as long as there is nothing. */
  value = $state.raw<T | null>(null);
  /** How much is done, from 0 to 1; null when nothing is left to do. */
  progress = $state<number | null>(null);
  /** Somebody stopped it on the way. */
  stopped = $state(false);
  #pieces: Pieces<T> | null = null;
  #about: object | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Begins other work.
   * @param pieces null: there is nothing to do, and nothing comes of it
   * @param about what it is done with: what came of something else is forgotten, and that of the same stays meanwhile
   */
  begin(pieces: Pieces<T> | null, about: object): void {
    this.end();
    if (!pieces || about !== this.#about) this.value = null;
    this.#about = about;
    this.#pieces = pieces;
    this.goOn();
  }

  /** Leaves it as far as it came, to go on later. */
  stop(): void {
    clearTimeout(this.#timer);
    this.stopped = true;
  }

  goOn(): void {
    this.stopped = false;
    if (!this.#pieces) return;
    const step = slice(this.#pieces);
    if (step.done) {
      this.end();
      this.value = step.value;
    } else {
      this.progress = step.value;
      this.#timer = setTimeout(() => this.goOn());
    }
  }

  /** Nobody waits for it any more: nothing is left to do. */
  end(): void {
    this.leave();
    this.progress = null;
    this.stopped = false;
  }

  /** Nobody looks at it any more. For the end of an effect: what is changed there, Svelte keeps for ever. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#pieces = null;
  }
}

/** As many pieces as there is time for. */
export function slice<T>(pieces: Pieces<T>): IteratorResult<number, T> {
  const end = performance.now() + SLICE_MS;
  let step = pieces.next();
  while (!step.done && performance.now() < end) step = pieces.next();
  return step;
}
