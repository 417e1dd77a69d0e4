import type { Design } from '../../simulator/model/design.ts';
import type { Comparison } from '../worker/laboratory.ts';
import type { Lab } from './lab.svelte.ts';
import type { Variant } from './variants.ts';

/** Two variants of the design, compared by behaviour. */
export class Review {
  /** Names of variants; empty: the design as it was opened, and the one that is shown. */
  wantedBefore = $state('');
  wantedAfter = $state('');
  comparison = $state.raw<Comparison | null>(null);
  busy = $state(false);

  readonly #lab: Lab;
  #asked = 0;
  /** What was compared last. */
  #of: { readonly before: Design; readonly after: Design } | null = null;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  readonly before: Variant | null = $derived.by(
    () => this.#named(this.wantedBefore) ?? this.#lab.variants[0] ?? null,
  );
  readonly after: Variant | null = $derived.by(() => {
    const { variants, variant } = this.#lab;
    const others = variants.filter((one) => one !== this.before);
    return (
      this.#named(this.wantedAfter) ??
      others.find(({ name }) => name === variant) ??
      others.at(-1) ??
      this.before
    );
  });

  #named(name: string): Variant | undefined {
    return this.#lab.variants.find((one) => one.name === name);
  }

  /** Compares the two that are chosen now. Only the newest answer counts. */
  async compare(): Promise<void> {
    const { before, after } = this;
    // The same two, run again.
    if (this.#of?.before === before?.setup.design && this.#of?.after === after?.setup.design) return;
    this.#of = before && after ? { before: before.setup.design, after: after.setup.design } : null;
    const asked = ++this.#asked;
    this.comparison = null;
    if (!before || !after || before === after) return;
    this.busy = true;
    const comparison = await this.#lab.simulator.compare(before.setup.design, after.setup.design);
    if (asked !== this.#asked) return;
    this.comparison = comparison;
    this.busy = false;
  }

  swap(): void {
    const { before, after } = this;
    this.wantedBefore = after?.name ?? '';
    this.wantedAfter = before?.name ?? '';
  }
}
