import type { Outcome } from '../../analysis/matrix.ts';
import type { OfferedFault } from '../../faults/registry.ts';
import type { Design } from '../../model/design.ts';
import type { Because, Reason } from '../../model/run.ts';
import { isWorse } from '../experience.ts';
import type { Trial, Trials } from './trials.ts';

export const DIFFICULTIES = ['easy', 'medium', 'hard'] as const;

/**
 * How hard it is to find what is wrong. easy: what suffers is broken, and its first cause names the place. hard: what
 * suffers is only limited or late, or broken although ports are open; and one fault hides another. medium: all else.
 */
export type Difficulty = (typeof DIFFICULTIES)[number];

/** Packets came to a door that was shut, or to nobody: one sees at once where they ended. */
const SHUT: readonly Reason[] = ['no-rule', 'rule', 'no-listener', 'timeout'];

/** Looks at trials of one design's faults. */
export class Judge {
  readonly #trials: Trials;
  readonly #titles: ReadonlyMap<string, string>;

  constructor(design: Design, trials: Trials) {
    this.#trials = trials;
    this.#titles = new Map(design.hosts.map(({ id, title }) => [id, title]));
  }

  /** The features that are worse in a trial than without any fault, one after the other. */
  *worse(trial: Trial): Generator<readonly [feature: string, outcome: Outcome]> {
    for (const feature of this.#trials.features) {
      const { outcome } = trial.of(feature);
      if (isWorse(this.#trials.healthy.of(feature).outcome, outcome)) yield [feature, outcome];
    }
  }

  /** Is there enough left to compare with: a third of what worked before works as it did? */
  leavesEnough(trial: Trial): boolean {
    const worked = this.#trials.features.filter(
      (feature) => this.#trials.healthy.of(feature).outcome.status === 'works',
    );
    const worse = new Set([...this.worse(trial)].map(([feature]) => feature));
    const left = worked.filter((feature) => !worse.has(feature) && trial.of(feature).outcome.lacks === null);
    return left.length * 3 >= worked.length;
  }

  /** Does a fault alone make anything worse, and all of it in a way that is so hard to find? */
  suits(fault: OfferedFault, difficulty: Difficulty): boolean {
    let found = false;
    for (const [, outcome] of this.worse(this.#trials.alone(fault))) {
      if (difficulty !== 'medium' && this.#shows(outcome, fault) !== difficulty) return false;
      found = true;
    }
    return found;
  }

  /** Is there a feature that a fault alone makes worse, and so does one of the trial's? */
  meet(trial: Trial, fault: OfferedFault): boolean {
    const own = new Set([...this.worse(this.#trials.alone(fault))].map(([feature]) => feature));
    return trial.faults.some((one) =>
      [...this.worse(this.#trials.alone(one))].some(([feature]) => own.has(feature)),
    );
  }

  /** How hard all faults of a trial are together. */
  together(trial: Trial): Difficulty {
    const all = (difficulty: Difficulty) => trial.faults.every((fault) => this.suits(fault, difficulty));
    const hides = this.#hides(trial);
    if (all('easy') && !hides) return 'easy';
    return all('hard') && (hides || trial.faults.length === 1) ? 'hard' : 'medium';
  }

  /** Does one fault hide what another does: of a feature that both make worse, only one's causes are seen? */
  #hides(trial: Trial): boolean {
    return trial.faults.some((fault) =>
      [...this.worse(this.#trials.alone(fault))].some(
        ([feature, alone]) => !isSeen(alone, trial.of(feature).outcome),
      ),
    );
  }

  /** How one outcome shows what is wrong, of a fault that is alone. */
  #shows({ status, because }: Outcome, fault: OfferedFault): Difficulty {
    const [first] = because;
    if (status !== 'broken' || !first || !SHUT.includes(first.reason)) return 'hard';
    return this.#names(first, fault) ? 'easy' : 'medium';
  }

  #names({ firewall, text }: Because, { nodes, place }: OfferedFault): boolean {
    const words = [place.slice(place.lastIndexOf('/') + 1), ...nodes.map((id) => this.#titles.get(id) ?? id)];
    return (firewall !== null && nodes.includes(firewall)) || words.some((word) => text.includes(word));
  }
}

/** Is what one fault does to a feature to be seen where there are more? */
function isSeen(alone: Outcome, together: Outcome): boolean {
  if (alone.because.length === 0) return alone.status === together.status;
  return alone.because.some(({ text }) => together.because.some((one) => one.text === text));
}
