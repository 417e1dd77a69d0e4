import type { Outcome } from '../../simulator/analysis/matrix.ts';
import { faultsOf } from '../../simulator/faults/registry.ts';
import type { Setup } from '../../simulator/model/run.ts';
import { run } from '../../simulator/run.ts';
import type { Plan } from '../../simulator/sweep/sweep.ts';

/**
 * What a feature comes to when these faults are there, without any thought of what can be left out.
 * @param faults indices among those of the plan
 */
export function naive(of: Plan, feature: string, faults: readonly number[]): Outcome {
  const all = faultsOf(of.design, of.kinds);
  const { design, interventions } = faults.reduce<Setup>((setup, index) => all[index]!.apply(setup), of);
  const [one] = run(design, { seed: of.seed, interventions, only: [feature] }).features;
  const { status, reached, path, seconds, because, lacks } = one!.finding;
  return { status, reached, path, seconds, because, lacks, hash: one!.hash };
}
