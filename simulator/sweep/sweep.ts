import type { FeatureSweep, Matrix, Outcome } from '../analysis/matrix.ts';
import { pairsOf } from '../analysis/matrix.ts';
import type { Fault, Touched } from '../faults/fault.ts';
import { faultsOf } from '../faults/registry.ts';
import { FEATURES } from '../features/registry.ts';
import type { FeatureRun, Setup } from '../model/run.ts';
import { run } from '../run.ts';
import { touchedBy } from './touched.ts';

/**
 * Everything that can go wrong with a design, one after the other, or two at a time. Plain data: it goes to workers as it
 * is.
 */
export interface Plan extends Setup {
  readonly seed: number;
  /** Ids of the features that are asked about. */
  readonly features: readonly string[];
  /** Ids of the kinds of faults. */
  readonly kinds: readonly string[];
  /** 1: each fault alone. 2: each pair, too. */
  readonly depth: 1 | 2;
}

/**
 * Sweeps one feature. A scene is played only when a fault can have changed it: one that had to do with nothing that
 * happened gives the same run again.
 * @throws Error when there is no such feature
 */
export function sweepFeature(plan: Plan, feature: string): FeatureSweep {
  const known = FEATURES.find(({ id }) => id === feature);
  if (!known) throw new Error(`no feature "${feature}"`);
  const faults = faultsOf(plan.design, plan.kinds);
  const outcomes: Outcome[] = [];
  /** Of those outcomes to which one more fault is added. */
  const touched = new Map<number, Touched>();
  const play = (...wrong: readonly Fault[]): number => {
    const { design, interventions } = wrong.reduce<Setup>((setup, fault) => fault.apply(setup), plan);
    const [one] = run(design, { seed: plan.seed, interventions, only: [feature] }).features;
    const index = outcomes.push(outcomeOf(one!)) - 1;
    if (wrong.length < plan.depth) touched.set(index, touchedBy(design, one!));
    return index;
  };
  const base = play();
  /** The outcome when one more thing is wrong than in a known one. */
  const and = (before: number, more: Fault): number | null =>
    more.concerns(touched.get(before)!) ? null : before;
  const singles = Uint16Array.from(faults, (fault) => and(base, fault) ?? play(fault));
  const pairs =
    plan.depth === 1
      ? new Uint16Array()
      : Uint16Array.from(pairsOf(faults.length), ([i, j]) => {
          const [one, other] = [faults[i]!, faults[j]!];
          return and(singles[i]!, other) ?? and(singles[j]!, one) ?? play(one, other);
        });
  const { id, workload, title, between } = known;
  return { feature: { id, workload, title, between }, outcomes, singles, pairs, runs: outcomes.length };
}

/** A run without its trace. */
export function outcomeOf({ finding, hash }: FeatureRun): Outcome {
  const { status, reached, path, seconds, because, lacks } = finding;
  return { status, reached, path, seconds, because, lacks, hash };
}

/** Puts together what was learnt about each feature; sweeps may come in any order, and some may be missing. */
export function matrixOf(plan: Plan, sweeps: readonly FeatureSweep[]): Matrix {
  const byId = new Map(sweeps.map((sweep) => [sweep.feature.id, sweep]));
  return {
    depth: plan.depth,
    faults: faultsOf(plan.design, plan.kinds).map(({ id, kind, title }) => ({ id, kind, title })),
    features: plan.features.flatMap((id) => byId.get(id) ?? []),
    missing: plan.features.filter((id) => !byId.has(id)),
  };
}
