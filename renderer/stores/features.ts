import { workloadTitle } from '../../simulator/model/feature-names.ts';
import type { FeatureRun } from '../../simulator/model/run.ts';
import { shownStatus, STATUS_ORDER, type Shown } from '../parts/status.ts';

export { featureName } from '../../simulator/model/feature-names.ts';

export interface FeatureGroup {
  readonly workload: string;
  readonly title: string;
  readonly features: readonly FeatureRun[];
  /** The worst of what was tried; not reached only when nothing was. */
  readonly status: Shown;
}

/** Features by workload, in the order in which the run has them. */
export function grouped(features: readonly FeatureRun[]): readonly FeatureGroup[] {
  const groups = new Map<string, FeatureRun[]>();
  for (const one of features)
    groups.set(one.feature.workload, [...(groups.get(one.feature.workload) ?? []), one]);
  return [...groups].map(([workload, members]) => ({
    workload,
    title: workloadTitle(workload),
    features: members,
    status: worst(members),
  }));
}

export function countByStatus(features: readonly FeatureRun[]): ReadonlyMap<Shown, number> {
  const counts = new Map<Shown, number>(STATUS_ORDER.map((status) => [status, 0]));
  for (const { finding } of features)
    counts.set(shownStatus(finding), (counts.get(shownStatus(finding)) ?? 0) + 1);
  return counts;
}

function worst(features: readonly FeatureRun[]): Shown {
  const tried = features
    .map(({ finding }) => shownStatus(finding))
    .filter((status) => status !== 'unreached');
  if (tried.length === 0) return 'unreached';
  return tried.reduce((one, other) =>
    STATUS_ORDER.indexOf(other) > STATUS_ORDER.indexOf(one) ? other : one,
  );
}
