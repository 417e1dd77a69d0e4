import type { Run, Setup } from '../../simulator/model/run.ts';
import { begin, change, redo, undo, type History } from './history.ts';

/** What the work is told of, and asks. */
export interface WorkTeller {
  /** Runs a setup, on another thread. */
  readonly run: (setup: Setup) => Promise<Run>;
  /** The run of a setup that was run before and is still there. */
  readonly known: (setup: Setup) => Run | undefined;
  /** A setup was run, and is the newest. */
  readonly taken: (run: Run, setup: Setup) => void;
  /** It could not be run: `work` has gone back to the last one that could. */
  readonly broke: (error: unknown, setup: Setup) => void;
}

/** What somebody has made of a design, with unlimited undo; each step is run, and only the newest is shown. */
export class Work {
  /** It is being run. */
  busy = $state(false);
  #history = $state.raw<History<Setup> | null>(null);
  #ran = $state.raw<Setup | null>(null);
  #running: Promise<void> | null = null;
  #cancelled = false;
  readonly #teller: WorkTeller;

  constructor(teller: WorkTeller) {
    this.#teller = teller;
  }

  readonly setup = $derived(this.#history?.present ?? null);
  /** The setup whose run is shown. */
  readonly ran = $derived(this.#ran);
  readonly canUndo = $derived((this.#history?.past.length ?? 0) > 0);
  readonly canRedo = $derived((this.#history?.future.length ?? 0) > 0);
  /** It was changed, and the run is not there yet. */
  readonly stale = $derived(this.#ran !== this.setup);

  /**
   * Begins anew. Resolves when it was run.
   * @param opened what undo leads back to, where it is something else; nothing before it is undone
   */
  begin(setup: Setup, opened = setup): Promise<void> {
    this.#history = change(begin(opened), setup);
    return this.#rerun();
  }

  /** Takes a changed setup; undo leads back. Resolves when it was run. */
  async change(make: (setup: Setup) => Setup): Promise<void> {
    await this.#travel((history) => change(history, make(history.present)));
  }

  undo(): void {
    void this.#travel(undo);
  }

  redo(): void {
    void this.#travel(redo);
  }

  /**
   * The run that is under way is ended by somebody: it is no fault.
   * @returns whether there is one
   */
  cancel(): boolean {
    if (this.busy) this.#cancelled = true;
    return this.busy;
  }

  async #travel(step: (history: History<Setup>) => History<Setup>): Promise<void> {
    if (!this.#history) return;
    this.#history = step(this.#history);
    await this.#rerun();
  }

  /** Runs what is there now; once more when it was changed meanwhile. */
  #rerun(): Promise<void> {
    return (this.#running ??= this.#runUntilNewest().finally(() => (this.#running = null)));
  }

  async #runUntilNewest(): Promise<void> {
    this.busy = true;
    let setup = this.setup;
    try {
      for (; setup && this.#ran !== setup; setup = this.setup) {
        const run = this.#teller.known(setup) ?? (await this.#teller.run(setup));
        if (setup !== this.setup) continue;
        this.#ran = setup;
        this.#teller.taken(run, setup);
      }
    } catch (error) {
      this.#goBack();
      if (!this.#cancelled && setup) this.#teller.broke(error, setup);
    } finally {
      this.busy = false;
      this.#cancelled = false;
    }
  }

  /** Back to the last setup that ran; what could not be run is one redo away. */
  #goBack(): void {
    let history = this.#history;
    while (history && history.present !== this.#ran && history.past.length > 0) history = undo(history);
    if (history?.present === this.#ran) this.#history = history;
    // Nothing ever ran: there is nothing to go back to.
    else this.#ran = this.setup;
  }
}
