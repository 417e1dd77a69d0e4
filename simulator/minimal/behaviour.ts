import type { FeatureRun, Setup } from '../model/run.ts';
import { run } from '../run.ts';

/** A rule that may be on or off. */
export interface RuleChoice {
  readonly firewall: string;
  /** Index among the firewall's rules. */
  readonly index: number;
  readonly id: string;
}

/** What a feature's run with some rules on and the others off came to, and on which rules that rested. */
export interface Leaf {
  /** Without its trace. */
  readonly finding: FeatureRun['finding'];
  /** Numbers of the choices of which it came to matter whether they are on, in that order. */
  readonly asked: readonly number[];
}

/** What a rule's switch leads to. */
interface Fork {
  readonly choice: number;
  on: Fork | Leaf | null;
  off: Fork | Leaf | null;
}

/**
 * All that a feature can do, over every choice of which rules are on: a tree of decisions. A run asks of one rule after
 * the other whether it is on; with any choice that answers alike, the run is the same. So a run is played only where the
 * tree does not reach yet, and nothing is assumed about rules.
 */
export class Behaviour {
  readonly feature: string;
  /** Runs that were played. */
  runs = 0;
  readonly #setup: Setup;
  readonly #seed: number;
  readonly #choices: readonly RuleChoice[];
  readonly #numbers: ReadonlyMap<string, number>;
  #root: Fork | Leaf | null = null;

  constructor(setup: Setup, seed: number, feature: string, choices: readonly RuleChoice[]) {
    this.feature = feature;
    this.#setup = setup;
    this.#seed = seed;
    this.#choices = choices;
    this.#numbers = new Map(choices.map(({ firewall, index }, number) => [`${firewall}/${index}`, number]));
  }

  /** @param on whether each choice is on */
  under(on: readonly boolean[]): Leaf {
    let at = this.#root;
    while (at && 'choice' in at) at = on[at.choice] ? at.on : at.off;
    return at ?? this.#play(on);
  }

  #play(on: readonly boolean[]): Leaf {
    this.runs++;
    const [one] = run(withSwitches(this.#setup.design, this.#choices, on), {
      seed: this.#seed,
      interventions: this.#setup.interventions,
      only: [this.feature],
    }).features;
    const asked = one!.asked.flatMap(({ firewall, rule }) => this.#numbers.get(`${firewall}/${rule}`) ?? []);
    const leaf: Leaf = { finding: one!.finding, asked };
    this.#root = grown(this.#root, leaf, on, 0);
    return leaf;
  }
}

/** The tree with one leaf more. */
function grown(at: Fork | Leaf | null, leaf: Leaf, on: readonly boolean[], depth: number): Fork | Leaf {
  const choice = leaf.asked[depth];
  if (choice === undefined) return leaf;
  const fork = at && 'choice' in at ? at : { choice, on: null, off: null };
  if (fork.choice !== choice) throw new Error('the same run asked something else');
  if (on[choice]) fork.on = grown(fork.on, leaf, on, depth + 1);
  else fork.off = grown(fork.off, leaf, on, depth + 1);
  return fork;
}

/** A design with exactly these of the choices on; rules that are no choice stay as they are. */
function withSwitches(
  design: Setup['design'],
  choices: readonly RuleChoice[],
  on: readonly boolean[],
): Setup['design'] {
  return {
    ...design,
    firewalls: design.firewalls.map((firewall) => {
      const rules = [...firewall.rules];
      for (const [number, { firewall: owner, index }] of choices.entries())
        if (owner === firewall.id) rules[index] = { ...rules[index]!, enabled: on[number]! };
      return { ...firewall, rules };
    }),
  };
}
