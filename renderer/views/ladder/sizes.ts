import type { Group } from './groups.ts';
import type { Row } from './tree.ts';

/** Room for times and folds, left of all lines. */
export const LEFT = 108;

/** How high a row is. */
export function heightOf(row: Row): number {
  switch (row.kind) {
    case 'group':
      // A folded group shows who took part, too.
      return showsWay(row.group, row.open === true) ? 36 : 28;
    case 'packet':
      // Repeated sends are told under the line.
      return row.open === null ? 38 : 58;
    case 'word':
      return 30;
    case 'gap':
      return 34;
  }
}

/** Whether a group's heading draws the lines that take part: an open one's packets do that. */
export function showsWay(group: Group, open: boolean): boolean {
  return !open && group.what !== 'noise';
}

/** Where each row begins, and where the last one ends. */
export function topsOf(rows: readonly Row[]): Float64Array {
  const tops = new Float64Array(rows.length + 1);
  rows.forEach((row, index) => (tops[index + 1] = tops[index]! + heightOf(row)));
  return tops;
}
