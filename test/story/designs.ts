import type { Matrix } from '../../simulator/analysis/matrix.ts';
import { builtinDesign, openDesign } from '../../simulator/designs/registry.ts';
import { setPath } from '../../simulator/designs/set.ts';
import { FEATURES } from '../../simulator/features/registry.ts';
import { withClosed } from '../../simulator/faults/kinds/rule.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Finding, Run, RunOptions, Setup } from '../../simulator/model/run.ts';
import { run } from '../../simulator/run.ts';
import { matrixOf, sweepFeature, type Plan } from '../../simulator/sweep/sweep.ts';

/** The reference design with some values set, as the command line's --set does. */
export function designWith(values: Readonly<Record<string, unknown>> = {}): Design {
  let design: unknown = builtinDesign();
  for (const [path, value] of Object.entries(values)) {
    const changed = setPath(design, path, JSON.stringify(value));
    if ('problem' in changed) throw new Error(changed.problem);
    design = changed.json;
  }
  const loaded = openDesign(JSON.stringify(design), 'test.json');
  if (!loaded.ok) throw new Error(loaded.problems.map((one) => one.message).join('\n'));
  return loaded.design;
}

/** A design with these rules switched off. */
export const closed = (design: Design, ...rules: readonly string[]) => withClosed(design, rules);

/** What became of one feature. */
export function findingOf(result: Run, feature: string): Finding {
  return result.features.find((one) => one.feature.id === feature)!.finding;
}

export function runOne(design: Design, feature: string, options: RunOptions = {}) {
  return run(design, { ...options, only: [feature] }).features[0]!;
}

/**
 * Every feature with each rule closed in turn. A closure that nothing rested on is not played again; that it gives the same
 * run is held by sweep.test.ts.
 */
export function closuresOf(design: Design): Matrix {
  const features = FEATURES.map(({ id }) => id);
  const plan: Plan = { design, interventions: [], seed: 1, features, kinds: ['rule'], depth: 1 };
  return matrixOf(
    plan,
    features.map((feature) => sweepFeature(plan, feature)),
  );
}

/** A design in which nothing happens while it runs. */
export function plain(design: Design): Setup {
  return { design, interventions: [] };
}
