import type { FeatureSweep, Matrix, MatrixFault } from '../../simulator/analysis/matrix.ts';
import type { Setup } from '../../simulator/model/run.ts';
import { DEFAULT_SEED } from '../../simulator/model/run.ts';
import type { Crew, Plan } from '../worker/crew.ts';
import type { Catalogue } from '../worker/laboratory.ts';
import { adopt } from './edits.ts';
import type { Lab } from './lab.svelte.ts';
import { MatrixChoice } from './matrix-choice.svelte.ts';
import { justBefore } from './moments.ts';

/** What a sweep came to, so far. */
export interface Swept {
  readonly setup: Setup;
  readonly plan: Plan;
  readonly matrix: Matrix;
}

/** A row of the matrix that was gone into. */
interface Opened {
  readonly faults: readonly MatrixFault[];
  readonly setup: Setup;
}

/** What breaks: a design with everything wrong in turn, swept on threads beside the laboratory. */
export class Sweeps {
  /** Ids of the kinds of faults that are wanted. */
  kinds = $state.raw<readonly string[]>(['rule']);
  depth = $state<1 | 2>(1);
  swept = $state.raw<Swept | null>(null);
  busy = $state(false);
  /** Why it could not go on; empty while it can. */
  problem = $state('');
  catalogue = $state.raw<Catalogue>({ kinds: [], features: [], formats: [], reports: [] });
  readonly choice = new MatrixChoice();
  /** Rows of this matrix that were gone into: undo leads back to any of them. */
  #led = $state.raw<readonly Opened[]>([]);

  readonly #lab: Lab;
  readonly #crew: Crew;
  #asked = 0;
  /** The plan that was begun last. */
  #under: Plan | null = null;

  constructor(lab: Lab, crew: Crew) {
    this.#lab = lab;
    this.#crew = crew;
  }

  /** The row that the other views show; null when they show something else. */
  readonly opened = $derived.by(() => this.#led.find(({ setup }) => setup === this.#lab.setup) ?? null);
  /** The setup that is asked about: while a row of its matrix is shown in other views, the one it was made of. */
  readonly target = $derived.by(() => (this.opened && this.swept ? this.swept.setup : this.#lab.setup));
  /** Is the matrix what is asked for? A sweep of pairs has the single faults, too. */
  readonly fresh = $derived.by(() => {
    if (!this.swept || this.swept.setup !== this.target) return false;
    const { plan } = this.swept;
    return plan.kinds.join() === this.kinds.join() && (plan.depth === 2 || this.depth === 1);
  });

  /** Sweeps what is asked for, unless that was done or is being done. */
  async follow(): Promise<void> {
    const { target, kinds, depth } = this;
    if (!target) return;
    if (this.fresh) {
      // What was begun meanwhile is no longer wanted.
      if (this.busy && this.#under !== this.swept!.plan) this.stop();
      return;
    }
    if (this.swept?.setup !== target) this.#led = [];
    const asked = this.#begin();
    try {
      if (this.catalogue.features.length === 0) this.catalogue = await this.#lab.simulator.catalogue();
      const features = this.catalogue.features.map(({ id }) => id);
      const plan = { ...target, seed: DEFAULT_SEED, features, kinds, depth };
      this.#under = plan;
      const matrix = await this.#crew.begin(plan);
      if (asked === this.#asked) {
        this.swept = { setup: target, plan, matrix };
        await this.#sweep(asked, this.swept);
      }
    } catch (error) {
      this.#failed(asked, error);
    }
  }

  /** Does what was left undone. */
  async goOn(): Promise<void> {
    if (!this.swept) return;
    const asked = this.#begin();
    this.#under = this.swept.plan;
    try {
      await this.#sweep(asked, this.swept);
    } catch (error) {
      this.#failed(asked, error);
    }
  }

  /** Stops; what is there stays. */
  stop(): void {
    this.#asked++;
    this.#crew.drop();
    this.busy = false;
  }

  /** Asks about the design as the other views show it. */
  forget(): void {
    this.#led = [];
  }

  setKind(kind: string, wanted: boolean): void {
    const kinds = this.catalogue.kinds
      .map(({ id }) => id)
      .filter((id) => (id === kind ? wanted : this.kinds.includes(id)));
    if (kinds.length > 0) this.kinds = kinds;
  }

  /** Goes into a cell: its run stands on the map, just before the first packet that the feature hangs on. */
  async open(faults: readonly MatrixFault[], feature: string): Promise<void> {
    const lab = this.#lab;
    const base = this.swept?.setup;
    if (!base) return;
    const ids = faults.map(({ id }) => id);
    if (this.opened?.faults.map(({ id }) => id).join(' ') !== ids.join(' ')) {
      const changed = await lab.simulator.withFaults(base, ids);
      const setup = { ...changed, design: adopt(base.design, changed.design) };
      this.#led = [...this.#led, { faults, setup }];
      await lab.goTo(setup);
      if (lab.setup !== setup) return;
    }
    lab.look(feature);
    const first = lab.featureRun?.finding.because[0];
    lab.seek(first && lab.reader ? justBefore(lab.reader, first) : 0);
    lab.view = 'map';
  }

  #begin(): number {
    if (this.busy) this.#crew.drop();
    this.busy = true;
    this.problem = '';
    return ++this.#asked;
  }

  async #sweep(asked: number, { plan, matrix }: Swept): Promise<void> {
    await Promise.all(
      matrix.missing.map(async (feature) => {
        const sweep = await this.#crew.sweep(plan, feature);
        if (asked === this.#asked) this.#take(sweep);
      }),
    );
    if (asked === this.#asked) this.busy = false;
  }

  #take(sweep: FeatureSweep): void {
    if (!this.swept) return;
    const { plan, matrix } = this.swept;
    const done = [...matrix.features, sweep];
    const of = (id: string) => done.find(({ feature }) => feature.id === id);
    this.swept = {
      ...this.swept,
      matrix: {
        ...matrix,
        features: plan.features.flatMap((id) => of(id) ?? []),
        missing: plan.features.filter((id) => !of(id)),
      },
    };
  }

  /** Those whose work is no longer wanted are dropped in the middle of it: that is no problem. */
  #failed(asked: number, error: unknown): void {
    if (asked !== this.#asked) return;
    this.busy = false;
    this.problem = `The sweep cannot go on: ${error instanceof Error ? error.message : String(error)}`;
  }
}
