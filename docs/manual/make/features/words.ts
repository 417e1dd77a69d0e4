import { badness } from '../../../../simulator/analysis/matrix.ts';
import type { FeatureRun } from '../../../../simulator/model/run.ts';
import { LEAST_ADDED, pathWords } from '../../../../simulator/reports/kinds/losses.ts';
import { seconds } from '../page.ts';

/** What becomes of a feature: "broken after 21.1 s", "degraded: by TCP relay, 4.9 s later", "works, 8.2 s later". */
export function outcomeWords({ finding: before }: FeatureRun, { finding }: FeatureRun): string {
  const { status, reached, path } = finding;
  if (!reached) return `**not reached**: what comes before it broke after ${seconds(finding.seconds)}`;
  if (status === 'broken') return `**broken** after ${seconds(finding.seconds)}`;
  const later = finding.seconds - before.seconds;
  const how = [
    path !== before.path && path !== null ? pathWords(path) : '',
    later >= LEAST_ADDED ? `${seconds(later)} later` : '',
  ].filter(Boolean);
  const word = badness(finding) > badness(before) ? '**degraded**' : 'works';
  return [word, ...how].join(', ');
}
