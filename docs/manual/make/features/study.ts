import type { ExplainChain } from '../../../../simulator/analysis/explain.ts';
import { explain } from '../../../../simulator/analysis/explain.ts';
import type { MatrixRow } from '../../../../simulator/analysis/matrix.ts';
import { badness, pairRows } from '../../../../simulator/analysis/matrix.ts';
import type { OfferedFault } from '../../../../simulator/faults/registry.ts';
import { faultsOf } from '../../../../simulator/faults/registry.ts';
import type { RuleSet } from '../../../../simulator/minimal/minimal.ts';
import { minimalSets } from '../../../../simulator/minimal/minimal.ts';
import type { Design } from '../../../../simulator/model/design.ts';
import type { FeatureRun, Setup } from '../../../../simulator/model/run.ts';
import { DEFAULT_SEED } from '../../../../simulator/model/run.ts';
import { LEAST_ADDED } from '../../../../simulator/reports/kinds/losses.ts';
import { run } from '../../../../simulator/run.ts';
import { matrixOf, sweepFeature } from '../../../../simulator/sweep/sweep.ts';
import { touchedBy } from '../../../../simulator/sweep/touched.ts';

/** One thing that was made wrong, and the run that came of it. */
export interface Case {
  readonly fault: OfferedFault;
  readonly design: Design;
  readonly run: FeatureRun;
  readonly chains: readonly ExplainChain[];
}

/** All that runs of a design tell about one feature. */
export interface Study {
  readonly design: Design;
  /** With nothing wrong. */
  readonly base: FeatureRun;
  /** What makes it worse, slower, or go another way, each alone, in the order of the catalogue. */
  readonly cases: readonly Case[];
  /** Pairs of rules that together do what neither does alone. */
  readonly pairs: readonly MatrixRow[];
  /** Smallest sets of rules, the cheapest first. */
  readonly sets: readonly RuleSet[];
}

/** The kinds of faults that the pages of features tell of. */
export const KINDS = ['rule', 'service', 'host', 'nat', 'expired', 'dns'] as const;

const MOST_SETS = 3;

/** Learns about a feature by running it: as it is, and with each thing wrong that can matter. */
export function study(design: Design, feature: string): Study {
  const play = ({ design: played, interventions }: Setup) =>
    run(played, { interventions, only: [feature] }).features[0]!;
  const base = play({ design, interventions: [] });
  const touched = touchedBy(design, base);
  const cases = faultsOf(design, KINDS)
    .filter((fault) => fault.concerns(touched))
    .flatMap((fault): Case[] => {
      const wrong = fault.apply({ design, interventions: [] });
      const one = play(wrong);
      return differs(base, one)
        ? [{ fault, design: wrong.design, run: one, chains: explain(one, wrong.design).chains }]
        : [];
    });
  return { design, base, cases, pairs: pairsOf(design, feature), sets: setsOf(design, feature) };
}

/** Would anybody notice? */
function differs({ finding: before }: FeatureRun, { finding: after }: FeatureRun): boolean {
  return (
    badness(after) > badness(before) ||
    after.path !== before.path ||
    after.seconds - before.seconds >= LEAST_ADDED
  );
}

function pairsOf(design: Design, feature: string): readonly MatrixRow[] {
  const plan = {
    design,
    interventions: [],
    seed: DEFAULT_SEED,
    features: [feature],
    kinds: ['rule'],
    depth: 2,
  } as const;
  return pairRows(matrixOf(plan, [sweepFeature(plan, feature)])).filter(({ cells }) => cells[0]!.emerges);
}

function setsOf(design: Design, feature: string): readonly RuleSet[] {
  return minimalSets({
    design,
    interventions: [],
    seed: DEFAULT_SEED,
    features: [feature],
    most: MOST_SETS,
  }).sets;
}
