import { isDeepStrictEqual } from 'node:util';
import { pairsOf } from '../../../simulator/analysis/matrix.ts';
import { BUILTIN_DESIGNS, builtinDesign } from '../../../simulator/designs/registry.ts';
import { FEATURES } from '../../../simulator/features/registry.ts';
import type { Plan } from '../../../simulator/sweep/sweep.ts';
import { sweepFeature } from '../../../simulator/sweep/sweep.ts';
import { naive } from '../../story/naive.ts';

/*
 * `npm run referee:sweeps [-- DESIGN...]`: on all built-in designs, or those that are named, every feature under every
 * closed rule and every pair of them: what the sweep says, of which most was never played, against a run of each. Exit
 * status 1 when they differ anywhere.
 */
const wanted = process.argv.slice(2);

function differences(design: string): number {
  const plan: Plan = {
    design: builtinDesign(design),
    interventions: [],
    seed: 1,
    features: FEATURES.map(({ id }) => id),
    kinds: ['rule'],
    depth: 2,
  };
  let [cases, runs, pruned_ms, naive_ms, different] = [0, 0, 0, 0, 0];
  for (const feature of plan.features) {
    const start = performance.now();
    const { outcomes, singles, pairs, runs: played } = sweepFeature(plan, feature);
    pruned_ms += performance.now() - start;
    runs += played;
    const every = [...singles.keys()].map((index): readonly number[] => [index]);
    const said = [...singles, ...pairs];
    for (const [index, faults] of [...every, ...pairsOf(singles.length)].entries()) {
      const begin = performance.now();
      const own = naive(plan, feature, faults);
      naive_ms += performance.now() - begin;
      cases++;
      if (isDeepStrictEqual(own, outcomes[said[index]!])) continue;
      different++;
      console.log(`${design}: ${feature} differs without ${faults.join(' and ')}`);
    }
  }
  console.log(
    `${design}: ${cases} cases, ${runs} played (${(pruned_ms / 1000).toFixed(1)} s; all of them ${(naive_ms / 1000).toFixed(1)} s), ${different} differences`,
  );
  return different;
}

const designs = BUILTIN_DESIGNS.map(({ id }) => id).filter(
  (id) => wanted.length === 0 || wanted.includes(id),
);
if (designs.map(differences).some((count) => count > 0)) process.exitCode = 1;
