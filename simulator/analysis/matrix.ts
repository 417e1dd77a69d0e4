import type { Because, FeatureInfo, FeaturePath, Status } from '../model/run.ts';

/** What became of a feature in one run, without its trace. */
export interface Outcome {
  readonly status: Status;
  /** False when it was never tried, because something before it broke. */
  readonly reached: boolean;
  readonly path: FeaturePath | null;
  /** Simulated seconds until the person had the feature, or gave up. */
  readonly seconds: number;
  /** Every independent cause, the first one first. */
  readonly because: readonly Because[];
  /** What the design has not, so that it could not even be tried; null when it has all. */
  readonly lacks: string | null;
  /** Of the run that was made; runs in which nothing differs are made once. */
  readonly hash: string;
}

/** Said where no packet tells why: a service is stopped, a computer is off. */
const UNSENT = 'No packet of it was lost: what should have sent one did not.';

/** Why something ended as it did, in a sentence: its first cause. Empty when it works. */
export function whyOf({ status, because, lacks }: Pick<Outcome, 'status' | 'because' | 'lacks'>): string {
  return lacks ?? because[0]?.text ?? (status === 'works' ? '' : UNSENT);
}

/** What becomes of one feature under every case of a sweep. */
export interface FeatureSweep {
  readonly feature: FeatureInfo;
  /** Every outcome that there is; the first is the one with nothing wrong. */
  readonly outcomes: readonly Outcome[];
  /** For each fault alone, in order: which outcome. */
  readonly singles: Uint16Array;
  /** For each pair, in the order of `pairsOf`: which outcome. Empty at depth 1. */
  readonly pairs: Uint16Array;
  /** Scenes that were played to learn all that. */
  readonly runs: number;
}

/** A fault as a row is called. */
export interface MatrixFault {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
}

/** What a sweep came to: faults by features. */
export interface Matrix {
  readonly depth: 1 | 2;
  readonly faults: readonly MatrixFault[];
  /** Those that are done, in the order in which they were asked for. */
  readonly features: readonly FeatureSweep[];
  /** Ids of those that are not: a sweep that was stopped keeps what it has. */
  readonly missing: readonly string[];
}

/** One or two faults, and what becomes of the features under them. */
export interface MatrixRow {
  readonly faults: readonly MatrixFault[];
  /** One for each of the matrix's features. */
  readonly cells: readonly MatrixCell[];
}

export interface MatrixCell {
  readonly outcome: Outcome;
  /** How it is without the faults. */
  readonly before: Outcome;
  /** With a pair: worse than with either of the two alone. */
  readonly emerges: boolean;
}

/** The pairs of `count` things: each with every later one. */
export function* pairsOf(count: number): Generator<readonly [number, number]> {
  for (let first = 0; first < count; first++)
    for (let second = first + 1; second < count; second++) yield [first, second];
}

/** Rows of single faults, in their order. */
export function singleRows({ faults, features }: Matrix): readonly MatrixRow[] {
  return faults.map((fault, index) => ({
    faults: [fault],
    cells: features.map(({ outcomes, singles }) => ({
      outcome: outcomes[singles[index]!]!,
      before: outcomes[0]!,
      emerges: false,
    })),
  }));
}

/** Rows of pairs; those that break what neither of the two breaks alone come first. */
export function pairRows({ depth, faults, features }: Matrix): readonly MatrixRow[] {
  if (depth === 1) return [];
  const rows = [...pairsOf(faults.length)].map(([i, j], index) => ({
    faults: [faults[i]!, faults[j]!],
    cells: features.map(({ outcomes, singles, pairs }): MatrixCell => {
      const outcome = outcomes[pairs[index]!]!;
      const alone = Math.max(...[i, j].map((one) => badness(outcomes[singles[one]!]!)));
      return { outcome, before: outcomes[0]!, emerges: badness(outcome) > alone };
    }),
  }));
  const emerging = (row: MatrixRow) => row.cells.filter((cell) => cell.emerges).length;
  return rows.sort((a, b) => emerging(b) - emerging(a));
}

/** Does the feature end otherwise than with nothing wrong? */
export function isChanged({ outcome, before }: MatrixCell): boolean {
  return outcome.status !== before.status;
}

const BADNESS: Readonly<Record<Status, number>> = { works: 0, degraded: 1, broken: 2 };

/** 0 works, 1 degraded, 2 broken. */
export function badness({ status }: Pick<Outcome, 'status'>): number {
  return BADNESS[status];
}

/**
 * What is lost when a fault is there: 'needed' when alone it makes something worse; 'fallback' when it does so only
 * together with another one; 'unneeded' when not even then, as far as the sweep's depth tells.
 */
export type Need = 'needed' | 'fallback' | 'unneeded';

/** How each fault's rule, server or record is needed, by the fault's id, with the features that suffer. */
export function needsOf(matrix: Matrix): ReadonlyMap<string, { need: Need; features: readonly string[] }> {
  const { faults, features, depth } = matrix;
  const alone = faults.map(() => new Set<string>());
  const together = faults.map(() => new Set<string>());
  const pairs = depth === 2 ? [...pairsOf(faults.length)] : [];
  for (const { feature, outcomes, singles, pairs: of } of features) {
    const bad = (index: number) => badness(outcomes[index]!);
    for (const [fault, index] of singles.entries()) if (bad(index) > bad(0)) alone[fault]!.add(feature.id);
    for (const [at, [i, j]] of pairs.entries()) {
      if (bad(of[at]!) > bad(singles[j]!)) together[i]!.add(feature.id);
      if (bad(of[at]!) > bad(singles[i]!)) together[j]!.add(feature.id);
    }
  }
  return new Map(
    faults.map(({ id }, index) => {
      const need = alone[index]!.size > 0 ? 'needed' : together[index]!.size > 0 ? 'fallback' : 'unneeded';
      return [id, { need, features: [...(need === 'needed' ? alone : together)[index]!] }];
    }),
  );
}
