import { badness } from '../analysis/matrix.ts';
import { policyOf } from '../designs/policies.ts';
import { exposedBy } from '../firewall/judgement/exposure.ts';
import { parseRange } from '../model/address.ts';
import type { Design, DesignRule } from '../model/design.ts';
import type { Setup } from '../model/run.ts';
import type { Leaf, RuleChoice } from './behaviour.ts';
import { Behaviour } from './behaviour.ts';
import type { Clause, Cost } from './cover.ts';
import { cheapest, plus } from './cover.ts';

/** Which features are to work, with which rules. */
export interface MinimalQuestion extends Setup {
  readonly seed: number;
  readonly features: readonly string[];
  /** How many sets at most. */
  readonly most: number;
}

/** Rules that suffice, none of which can be left out. */
export interface RuleSet {
  /** Ids, in the order of the firewalls. */
  readonly rules: readonly string[];
  readonly cost: Cost;
  readonly proof: readonly Proof[];
}

/** What becomes of the features when one rule of a set is left out. */
export interface Proof {
  readonly without: string;
  /** Features that end worse. */
  readonly breaks: readonly string[];
  /** Why the first of them does, in a sentence. */
  readonly because: string;
}

export interface MinimalAnswer {
  /** The first is the cheapest of all; each further one holds none of those before. */
  readonly sets: readonly RuleSet[];
  /** Features that do not work even with every rule: they are as good with the sets as they are then. */
  readonly never: readonly string[];
  /** True when the search was given up before it had looked at everything that is cheaper. */
  readonly bound: boolean;
  /** Scenes that were played. */
  readonly runs: number;
}

/** Far more than sets of rules of one site take. */
const STEPS_MAX = 2_000_000;
const ROUNDS_MAX = 5000;

/**
 * The cheapest rules with which features work as well as with all rules that are on: an implicit hitting set (Moreno-Centeno
 * and Karp 2013) over what runs tell. Each run that fails says on which switches it rested; one of these must be
 * otherwise. The cheapest choice that agrees with all that is known is tried next, so the first one that works is the
 * cheapest there is. Nothing is assumed: not even that opening a rule never harms.
 */
export function minimalSets(question: MinimalQuestion): MinimalAnswer {
  const choices = rulesOf(question.design, (rule) => rule.enabled && rule.action === 'permit');
  return cheapestSets(question, choices);
}

/** The same over any rules of a design: those that are no choice stay as they are. */
export function cheapestSets(question: MinimalQuestion, choices: readonly RuleChoice[]): MinimalAnswer {
  return new Minimal(question, choices).answer();
}

/** The rules of a design of some kind, in the order of its firewalls. */
export function rulesOf({ firewalls }: Design, which: (rule: DesignRule) => boolean): readonly RuleChoice[] {
  return firewalls.flatMap(({ id: firewall, rules }) =>
    rules.flatMap((rule, index) => (which(rule) ? [{ firewall, index, id: rule.id }] : [])),
  );
}

class Minimal {
  readonly #question: MinimalQuestion;
  readonly #choices: readonly RuleChoice[];
  readonly #costs: readonly Cost[];
  readonly #behaviours: readonly Behaviour[];
  /** How bad each feature is with every rule on. */
  readonly #goal: readonly number[];
  readonly #clauses: Clause[] = [];

  constructor(question: MinimalQuestion, choices: readonly RuleChoice[]) {
    this.#question = question;
    this.#choices = choices;
    this.#costs = costsOf(question.design, this.#choices);
    this.#behaviours = question.features.map(
      (feature) => new Behaviour(question, question.seed, feature, this.#choices),
    );
    const all = this.#choices.map(() => true);
    this.#goal = this.#behaviours.map((one) => badness(one.under(all).finding));
  }

  answer(): MinimalAnswer {
    const sets: RuleSet[] = [];
    let bound = false;
    while (sets.length < this.#question.most) {
      const on = this.#next();
      if (on === 'bound') bound = true;
      if (on === null || on === 'bound') break;
      sets.push(this.#proven(on));
      // Another set lacks at least one of its rules; with none in it, nothing is smaller.
      const used = [...on.keys()].filter((choice) => on[choice]);
      if (used.length === 0) break;
      this.#clauses.push({ on: [], off: used });
    }
    return {
      sets,
      never: this.#question.features.filter((_, index) => this.#goal[index]! > 0),
      bound,
      runs: this.#behaviours.reduce((sum, one) => sum + one.runs, 0),
    };
  }

  /** The cheapest choice that works and was not found before; null when there is none. */
  #next(): readonly boolean[] | 'bound' | null {
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const found = cheapest(this.#clauses, this.#costs, STEPS_MAX);
      if (found.kind !== 'found') return found.kind === 'none' ? null : 'bound';
      const worse = this.#worse(found.on);
      if (worse.length === 0) return found.on;
      for (const { leaf } of worse) this.#clauses.push(otherwise(leaf, found.on));
    }
    return 'bound';
  }

  /** The features that end worse than with every rule on. */
  #worse(on: readonly boolean[]): { readonly feature: string; readonly leaf: Leaf }[] {
    return this.#behaviours
      .map((one) => ({ feature: one.feature, leaf: one.under(on) }))
      .filter(({ leaf }, index) => badness(leaf.finding) > this.#goal[index]!);
  }

  #proven(on: readonly boolean[]): RuleSet {
    const used = [...on.keys()].filter((choice) => on[choice]);
    return {
      rules: used.map((choice) => this.#choices[choice]!.id),
      cost: used.reduce((sum, choice) => plus(sum, this.#costs[choice]!), { exposed: 0, count: 0 }),
      proof: used.map((left) => {
        const rest = on.map((one, choice) => one && choice !== left);
        const worse = this.#worse(rest);
        return {
          without: this.#choices[left]!.id,
          breaks: worse.map(({ feature }) => feature),
          because: worse[0]?.leaf.finding.because[0]?.text ?? '',
        };
      }),
    };
  }
}

/** What a failed run asks for: that one of the switches on which it rested is otherwise. */
function otherwise({ asked }: Leaf, on: readonly boolean[]): Clause {
  return { on: asked.filter((choice) => !on[choice]), off: asked.filter((choice) => on[choice]) };
}

/** What each rule alone lays open to its firewall's outside: pairs of an address behind it and a port. */
export function costsOf(design: Design, choices: readonly RuleChoice[]): readonly Cost[] {
  const walls = new Map(
    design.firewalls.map((firewall) => {
      const behind = design.zones.find(({ id }) => id === firewall.inside)!.prefixes;
      return [
        firewall.id,
        { policy: policyOf(design, firewall), behind: behind.map((one) => parseRange(one)!) },
      ];
    }),
  );
  return choices.map(({ firewall, index }) => {
    const { policy, behind } = walls.get(firewall)!;
    const { tcp, udp } = exposedBy(
      { ...policy, default: 'drop', rules: [{ ...policy.rules[index]!, enabled: true }] },
      undefined,
      behind.length > 0 ? behind : undefined,
    );
    return { exposed: tcp + udp, count: 1 };
  });
}
