import type { Setup } from '../../simulator/model/run.ts';
import { DEFAULT_SEED } from '../../simulator/model/run.ts';
import type { Crew, MinimalAnswer, RuleSet } from '../worker/crew.ts';
import type { Lab } from './lab.svelte.ts';

/** The smallest set, and alternatives. */
const SETS_MAX = 3;

/** What was found for some features of a setup. */
interface Found {
  readonly setup: Setup;
  readonly answer: MinimalAnswer;
}

/** The smallest set of rules with which some features work: searched by a thread beside the laboratory. */
export class Smallest {
  /** Ids of the features that are wanted. */
  wanted = $state.raw<readonly string[]>([]);
  found = $state.raw<Found | null>(null);
  busy = $state(false);
  /** Why nothing was found; empty when something was, or nobody asked. */
  problem = $state('');
  readonly #lab: Lab;
  readonly #crew: Crew;
  #asked = 0;

  constructor(lab: Lab, crew: Crew) {
    this.#lab = lab;
    this.#crew = crew;
  }

  want(features: readonly string[], wanted: boolean): void {
    const others = this.wanted.filter((id) => !features.includes(id));
    this.wanted = wanted ? [...others, ...features] : others;
    this.#forget();
  }

  async find(): Promise<void> {
    const { setup } = this.#lab;
    if (!setup || this.wanted.length === 0) return;
    this.#forget();
    const asked = this.#asked;
    this.busy = true;
    try {
      const answer = await this.#crew.minimal({
        ...setup,
        seed: DEFAULT_SEED,
        features: this.wanted,
        most: SETS_MAX,
      });
      if (asked === this.#asked) this.found = { setup, answer };
    } catch (error) {
      // A search that was stopped in the middle is no problem.
      if (asked === this.#asked) this.problem = error instanceof Error ? error.message : String(error);
    }
    if (asked === this.#asked) this.busy = false;
  }

  /** Stops the search. */
  stop(): void {
    this.#forget();
  }

  /** Closes all rules but those of a set; undo leads back. */
  async tryOut({ rules }: RuleSet): Promise<void> {
    if (!this.found) return;
    const { setup } = this.found;
    const others = setup.design.firewalls.flatMap((firewall) =>
      firewall.rules.flatMap(({ id, action }) => (action === 'permit' && !rules.includes(id) ? [id] : [])),
    );
    await this.#lab.goTo(await this.#lab.simulator.withFaults(setup, others));
  }

  #forget(): void {
    if (this.busy) this.#crew.drop();
    this.#asked++;
    this.busy = false;
    this.found = null;
    this.problem = '';
  }
}
