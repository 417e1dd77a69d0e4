/** What time it is, milliseconds. */
export type Now = () => number;

/** "2026-11-26T03:22:09Z" */
export function instantOf(time_ms: number): string {
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- it is made, written and forgotten
  return new Date(time_ms).toISOString().replace(/\.\d+/, '');
}

/** Seconds that a lesson is open, by the clock on the wall. */
export class Watch {
  seconds = $state(0);
  readonly #now: Now;
  /** Milliseconds; null while it stands. */
  #since: number | null = null;
  #before = 0;

  constructor(now: Now, seconds = 0) {
    this.#now = now;
    this.seconds = this.#before = seconds;
  }

  begin(): void {
    this.#since ??= this.#now();
  }

  stop(): void {
    this.tick();
    this.#before = this.seconds;
    this.#since = null;
  }

  /** Looks at the clock. */
  tick(): void {
    this.seconds = this.read();
  }

  /** What it shows now, without being looked at by anybody who waits for a change. */
  read(): number {
    if (this.#since === null) return this.#before;
    return this.#before + Math.max(0, this.#now() - this.#since) / 1000;
  }
}
