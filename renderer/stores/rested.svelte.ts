/** How long a clock stands still before it counts as resting, real milliseconds. */
const RESTED_MS = 120;

/** The time at which a clock last rested, microseconds: what is not seen follows only then. */
export class Rested {
  time = $state(0);

  /** Made where effects can be: it ends with its component. */
  constructor(now: () => number) {
    $effect(() => {
      const time = now();
      const timer = setTimeout(() => (this.time = time), RESTED_MS);
      return () => clearTimeout(timer);
    });
  }
}
