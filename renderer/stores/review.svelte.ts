import type { Setup } from '../../simulator/model/run.ts';
import type { Comparison } from '../worker/laboratory.ts';
import type { Lab } from './lab.svelte.ts';
import { sameSetup, type Variant } from './variants.ts';

/** As what two variants can be seen side by side. */
export type ComparedView = 'timeline' | 'map' | 'ladder' | 'states' | 'ice' | 'person';

/** Two variants of the design, compared by behaviour. */
export class Review {
  /** Letters of variants; empty: the design as it was opened, and the one that is shown. */
  wantedBefore = $state('');
  wantedAfter = $state('');
  /** The timeline also has what differs in words. */
  view = $state<ComparedView>('timeline');
  comparison = $state.raw<Comparison | null>(null);
  busy = $state(false);

  readonly #lab: Lab;
  #asked = 0;
  /** What was compared last. */
  #of: { readonly before: Setup; readonly after: Setup } | null = null;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  readonly before: Variant | null = $derived.by(
    () => this.#named(this.wantedBefore) ?? this.#trunk() ?? this.#lab.variants[0] ?? null,
  );
  readonly after: Variant | null = $derived.by(() => {
    const { variants, current } = this.#lab;
    const others = variants.filter((one) => one !== this.before);
    return (
      this.#named(this.wantedAfter) ?? others.find((one) => one === current) ?? others.at(-1) ?? this.before
    );
  });

  /** What a branch that is shown came of: the same design, without the last thing that happened. */
  #trunk(): Variant | undefined {
    const { current, variants } = this.#lab;
    return variants.find(
      ({ setup }) =>
        setup.design === current?.setup.design &&
        setup.interventions.length === current.setup.interventions.length - 1,
    );
  }

  #named(letter: string): Variant | undefined {
    return this.#lab.variants.find((one) => one.letter === letter);
  }

  /** Compares the two that are chosen now. Only the newest answer counts. */
  async compare(): Promise<void> {
    const { before, after } = this;
    // The same two, run again.
    const of = this.#of;
    if (of && before && after && sameSetup(of.before, before.setup) && sameSetup(of.after, after.setup))
      return;
    this.#of = before && after ? { before: before.setup, after: after.setup } : null;
    const asked = ++this.#asked;
    this.comparison = null;
    this.busy = before !== null && after !== null && before !== after;
    if (!before || !after || !this.busy) return;
    const comparison = await this.#lab.simulator.compare(before.setup, after.setup);
    if (asked !== this.#asked) return;
    this.comparison = comparison;
    this.busy = false;
  }

  swap(): void {
    const { before, after } = this;
    this.wantedBefore = after?.letter ?? '';
    this.wantedAfter = before?.letter ?? '';
  }
}
