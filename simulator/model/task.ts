/** How something that a person wanted came out. */
export interface Outcome {
  readonly ok: boolean;
  /** Why not, in the person's words. */
  readonly why: string;
  /** Trace event being handled when it was begun, and when it was settled: the ends of the chain that explains it. */
  readonly began: number;
  readonly ended: number;
  readonly beganAt: number;
  readonly endedAt: number;
}

/** Something under way that will be settled once, in simulated time. Scenes wait for these. */
export class Task {
  readonly #began: number;
  readonly #beganAt: number;
  #outcome: Outcome | null = null;
  #waiting: ((outcome: Outcome) => void)[] = [];

  /** @param began the trace event that begins it; @param beganAt its instant */
  constructor(began: number, beganAt: number) {
    this.#began = began;
    this.#beganAt = beganAt;
  }

  get outcome(): Outcome | null {
    return this.#outcome;
  }

  /** It came out well. Settling twice changes nothing: an answer can come after the wait was given up. */
  succeed(event: number, at: number): void {
    this.#settle(true, '', event, at);
  }

  /** It did not. */
  fail(why: string, event: number, at: number): void {
    this.#settle(false, why, event, at);
  }

  /** Calls back when it is settled; at once when it is. */
  whenSettled(done: (outcome: Outcome) => void): void {
    if (this.#outcome) done(this.#outcome);
    else this.#waiting.push(done);
  }

  #settle(ok: boolean, why: string, ended: number, endedAt: number): void {
    if (this.#outcome) return;
    this.#outcome = { ok, why, began: this.#began, ended, beganAt: this.#beganAt, endedAt };
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const done of waiting) done(this.#outcome);
  }
}
