import type { Matrix, MatrixCell, MatrixRow } from '../../../simulator/analysis/matrix.ts';
import { badness } from '../../../simulator/analysis/matrix.ts';
import { featureName, workloadTitle } from '../../../simulator/model/feature-names.ts';
import type { FeatureInfo } from '../../../simulator/model/run.ts';

/** A feature, or a workload that is folded into one. */
export interface Column {
  /** Of the feature, or "workload:av". */
  readonly id: string;
  readonly title: string;
  /** Places among the matrix's features of those that are done. */
  readonly at: readonly number[];
}

export interface ColumnGroup {
  readonly workload: string;
  readonly title: string;
  readonly folded: boolean;
  readonly columns: readonly Column[];
}

/** A matrix's cell as a column shows it: the worst of a folded workload. */
export interface ShownCell {
  readonly cell: MatrixCell;
  readonly feature: FeatureInfo;
}

/** What a workload is called above few columns. */
const NARROW: Readonly<Record<string, string>> = { 'im-presence': 'IM', av: 'A/V' };

/** A workload's title for where there is little room. */
export function narrowTitle({ workload, title }: ColumnGroup): string {
  return NARROW[workload] ?? title;
}

/** Features by workload, in their order. Those that are not done yet have columns, too. */
export function columnsOf(
  features: readonly FeatureInfo[],
  matrix: Matrix,
  folded: ReadonlySet<string>,
): readonly ColumnGroup[] {
  const at = new Map(matrix.features.map(({ feature }, index) => [feature.id, index]));
  const groups = new Map<string, FeatureInfo[]>();
  for (const one of features) groups.set(one.workload, [...(groups.get(one.workload) ?? []), one]);
  return [...groups].map(([workload, members]) => {
    const title = workloadTitle(workload);
    const columns = members.map((one) => ({
      id: one.id,
      title: featureName(one),
      at: [at.get(one.id) ?? []].flat(),
    }));
    const whole = { id: `workload:${workload}`, title, at: columns.flatMap((column) => column.at) };
    return folded.has(workload)
      ? { workload, title, folded: true, columns: [whole] }
      : { workload, title, folded: false, columns };
  });
}

/** What a row has in a column; null while that is not known. */
export function cellIn(row: MatrixRow, { at }: Column, { features }: Matrix): ShownCell | null {
  let worst: number | null = null;
  for (const index of at)
    if (worst === null || weight(row.cells[index]!) > weight(row.cells[worst]!)) worst = index;
  return worst === null ? null : { cell: row.cells[worst]!, feature: features[worst]!.feature };
}

/** How bad a cell is: by status, then by what it takes longer. */
export function weight(cell: MatrixCell): number {
  const DAY_S = 86_400;
  return badness(cell.outcome) * DAY_S + Math.max(0, addedSeconds(cell));
}

/** Seconds by which the person has the feature later than with nothing wrong. */
export function addedSeconds({ outcome, before }: MatrixCell): number {
  return outcome.seconds - before.seconds;
}

/** A column in its place among all. */
export interface PlacedColumn {
  readonly column: Column;
  readonly group: ColumnGroup;
  /** It begins its group. */
  readonly first: boolean;
}

/** All columns, from the left. */
export function placedColumns(groups: readonly ColumnGroup[]): readonly PlacedColumn[] {
  return groups.flatMap((group) =>
    group.columns.map((column, place) => ({ column, group, first: place === 0 })),
  );
}
