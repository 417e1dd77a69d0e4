import { threads } from '../../electron/cli/sweeps/crew.ts';
import { pairsOf } from '../../simulator/analysis/matrix.ts';
import { builtinDesign } from '../../simulator/designs/registry.ts';
import { FEATURES } from '../../simulator/features/registry.ts';
import { Random } from '../../simulator/kernel/random.ts';
import { minimalSets } from '../../simulator/minimal/minimal.ts';
import type { Plan } from '../../simulator/sweep/sweep.ts';
import { sweepFeature } from '../../simulator/sweep/sweep.ts';
import { naive } from '../story/naive.ts';
import { median } from './figures.ts';

const EVERY = FEATURES.map(({ id }) => id);
const THREADS = 2;
/** Cases of each feature that are run by themselves, to know what all of them would take. */
const SAMPLE = 10;

export interface SweepFigures {
  /** Each rule closed, all features. */
  readonly singles_s: number;
  /** Each rule and each pair closed, all features. */
  readonly pairs_s: number;
  readonly reference2Pairs_s: number;
  /** What all pairs would take, each case run by itself, as a ratio to the sweep; both by one thread. */
  readonly pruning: number;
  /** The longest of several sets of ten features. */
  readonly minimal_s: number;
}

/** Sweeps by two threads that have been at work before, as those of a window have. */
export async function sweepFigures(): Promise<SweepFigures> {
  const crew = threads(THREADS);
  const sweep_s = (plan: Plan) =>
    timed(() => crew.sweep(plan, () => undefined, new AbortController().signal));
  try {
    await sweep_s(planOf('reference-1', 2));
    const singles: number[] = [];
    for (let i = 0; i < 5; i++) singles.push(await sweep_s(planOf('reference-1', 1)));
    const pairs_s = await sweep_s(planOf('reference-1', 2));
    const reference2Pairs_s = await sweep_s(planOf('reference-2', 2));
    return {
      singles_s: median(singles),
      pairs_s,
      reference2Pairs_s,
      pruning: await pruning(planOf('reference-1', 2)),
      minimal_s: await minimalOfTen_s(),
    };
  } finally {
    await crew.leave();
  }
}

function planOf(design: string, depth: 1 | 2): Plan {
  return {
    design: builtinDesign(design),
    interventions: [],
    seed: 1,
    features: EVERY,
    kinds: ['rule'],
    depth,
  };
}

async function pruning(plan: Plan): Promise<number> {
  let [swept_s, naive_s] = [0, 0];
  for (const feature of plan.features) {
    let rules = 0;
    swept_s += await timed(() => void (rules = sweepFeature(plan, feature).singles.length));
    const pairs = [...pairsOf(rules)];
    const sample = new Random(plan.seed, feature).shuffled(pairs).slice(0, SAMPLE);
    const sample_s = await timed(() => sample.forEach((pair) => void naive(plan, feature, pair)));
    naive_s += (sample_s * (pairs.length + rules)) / SAMPLE;
  }
  return naive_s / swept_s;
}

async function minimalOfTen_s(): Promise<number> {
  const { design, interventions, seed } = planOf('reference-1', 1);
  const federated = EVERY.filter((id) => id.startsWith('federation') || id.startsWith('public')).slice(0, 10);
  const drawn = [1, 2, 3].map((draw) => new Random(draw, 'ten features').shuffled(EVERY).slice(0, 10));
  let longest = 0;
  for (const features of [federated, ...drawn])
    longest = Math.max(
      longest,
      await timed(() => void minimalSets({ design, interventions, seed, features, most: 1 })),
    );
  return longest;
}

async function timed(action: () => unknown): Promise<number> {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
}
