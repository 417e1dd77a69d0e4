import type { Matrix } from '../../../simulator/analysis/matrix.ts';
import { featureName } from '../../../simulator/model/feature-names.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { counted } from '../../stores/format.ts';
import type { Report } from '../../worker/laboratory.ts';
import type { ColumnGroup } from './columns.ts';
import { cellIn, placedColumns } from './columns.ts';
import type { Line } from './rows.ts';
import { cellWords, faultWords, lookOf } from './words.ts';

/** The rows and columns as they are shown, in their order, as a report of one table. */
export function shownReport(
  { title, date }: Design,
  lines: readonly Line[],
  groups: readonly ColumnGroup[],
  matrix: Matrix,
): Report {
  const columns = placedColumns(groups);
  const rows = lines.flatMap((line) => (line.heading === null ? [line.row] : []));
  const partial =
    matrix.missing.length > 0 ? `; stopped, ${counted(matrix.missing.length, 'feature')} missing` : '';
  const table = {
    kind: 'table' as const,
    caption: 'What becomes of each feature when something is wrong',
    columns: [
      { id: 'wrong', title: 'What goes wrong', width: 2 },
      ...columns.map(({ column, group }) => ({
        id: column.id,
        title: group.folded ? `${column.title}, the worst of it` : column.title,
        width: 1,
      })),
    ],
    rows: rows.map((row) => [
      faultWords(row.faults),
      ...columns.map(({ column, group }) => {
        const shown = cellIn(row, column, matrix);
        if (!shown) return 'not known';
        const words = cellWords(shown.cell);
        return {
          text: group.folded ? `${featureName(shown.feature)}: ${words}` : words,
          mark: lookOf(shown.cell).status,
        };
      }),
    ]),
  };
  return {
    kind: 'matrix',
    title: `What breaks: ${title}`,
    subtitle: `${counted(rows.length, 'row')}, as shown${partial}`,
    date,
    sections: [{ title: 'As shown', blocks: [table] }],
    main: table,
  };
}
