import type { Matrix, MatrixCell, MatrixRow, Outcome } from '../../analysis/matrix.ts';
import { badness, needsOf, pairRows, whyOf } from '../../analysis/matrix.ts';
import { featureName, workloadTitle } from '../../model/feature-names.ts';
import type { FeatureInfo, FeaturePath } from '../../model/run.ts';
import { MARK_WORDS } from '../figures/marks.ts';
import type { Cell, Mark } from '../report.ts';
import { enumeration } from '../../analysis/words.ts';

/** Features that end in one way for one reason, in one case of a sweep. */
export interface Loss {
  readonly mark: Mark;
  /** A sentence. */
  readonly why: string;
  readonly features: readonly { readonly feature: FeatureInfo; readonly cell: MatrixCell }[];
}

const WORST_FIRST: readonly Mark[] = ['broken', 'unreached', 'degraded', 'works'];

export function markOf({ status, reached }: Pick<Outcome, 'status' | 'reached'>): Mark {
  return reached ? status : 'unreached';
}

/** The same as a cell: the mark and its word. */
export function endingOf(outcome: Pick<Outcome, 'status' | 'reached'>): Cell {
  const mark = markOf(outcome);
  return { mark, text: MARK_WORDS[mark] };
}

/** What a case costs, the worst first: features with the same end for the same reason together. */
export function lossesOf(
  row: MatrixRow,
  { features }: Matrix,
  which: (cell: MatrixCell) => boolean = isWorse,
): readonly Loss[] {
  const found = new Map<string, Loss>();
  for (const [index, cell] of row.cells.entries()) {
    if (!which(cell)) continue;
    const [mark, why] = [markOf(cell.outcome), whyOf(cell.outcome)];
    const key = `${mark} ${why}`;
    const one = { feature: features[index]!.feature, cell };
    found.set(key, { mark, why, features: [...(found.get(key)?.features ?? []), one] });
  }
  return [...found.values()].sort((a, b) => WORST_FIRST.indexOf(a.mark) - WORST_FIRST.indexOf(b.mark));
}

export function isWorse({ outcome, before }: MatrixCell): boolean {
  return badness(outcome) > badness(before);
}

const PATHS: Readonly<Record<FeaturePath, string>> = {
  direct: 'end to end',
  'udp-relay': 'by UDP relay',
  'tcp-relay': 'by TCP relay',
};

/** Seconds that are worth telling. */
export const LEAST_ADDED = 0.05;

/** Seconds that people wait longer for what they still get. */
export function secondsAdded({ outcome, before }: MatrixCell): number {
  return outcome.status === 'broken' ? 0 : outcome.seconds - before.seconds;
}

/** "Remote ↔ internal +3.2 s by TCP relay" */
export function cellWords(feature: FeatureInfo, cell: MatrixCell): string {
  const added = secondsAdded(cell);
  const { path, status } = cell.outcome;
  return [
    featureName(feature),
    added >= LEAST_ADDED ? `+${added.toFixed(1)} s` : '',
    status !== 'broken' && path !== cell.before.path ? pathWords(path) : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** How a way of media is called. */
export function pathWords(path: FeaturePath | null): string {
  return path === null ? '' : PATHS[path];
}

/**
 * Names of features by workload: "Sign-in (all); Audio and video (A/V conference, Phone call (PSTN))".
 * @param all every feature that there is, in their order, to know when a workload is named as a whole
 * @param name how one is called
 */
export function byWorkload<T extends { readonly feature: FeatureInfo }>(
  some: readonly T[],
  all: readonly { readonly feature: FeatureInfo }[],
  name: (one: T) => string = ({ feature }) => featureName(feature),
): string {
  const found = new Map(some.map((one) => [one.feature.id, one]));
  const workloads = [...new Set(all.map(({ feature }) => feature.workload))];
  return workloads
    .flatMap((workload) => {
      const members = all.filter(({ feature }) => feature.workload === workload);
      const named = members.flatMap(({ feature }) => found.get(feature.id) ?? []);
      if (named.length === 0) return [];
      const plain = named.every((one) => name(one) === featureName(one.feature));
      const whole = plain && named.length === members.length && named.length > 1;
      return [`${workloadTitle(workload)} (${whole ? 'all' : named.map(name).join(', ')})`];
    })
    .join('; ');
}

/** For each rule that only a fallback needs: "when E13 or I7 is closed, too: Sharing: all". */
export function fallbacksOf(matrix: Matrix): ReadonlyMap<string, string> {
  const emerging = pairRows(matrix).filter(({ cells }) => cells.some(({ emerges }) => emerges));
  return new Map(
    [...needsOf(matrix)].flatMap(([id, { need, features }]): [string, string][] => {
      if (need !== 'fallback') return [];
      const others = emerging
        .filter(({ faults }) => faults.some((one) => one.id === id))
        .flatMap(({ faults }) => faults.map((one) => one.id).filter((one) => one !== id));
      const suffer = matrix.features.filter(({ feature }) => features.includes(feature.id));
      return [
        [id, `when ${enumeration(others, 'or')} is closed, too: ${byWorkload(suffer, matrix.features)}`],
      ];
    }),
  );
}
