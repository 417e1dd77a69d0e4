import type { Row } from './tree.ts';

/** What a key does in the tree of rows: go to a row, or fold or unfold the one it is pressed on. */
export type Move = { readonly to: number } | { readonly fold: true } | { readonly unfold: true } | null;

/** As in any tree: up and down go from row to row, left folds or goes to what holds the row, right the other way. */
export function moveOf(rows: readonly Row[], at: number, key: string): Move {
  const row = rows[at]!;
  switch (key) {
    case 'ArrowDown':
      return step(rows, at, 1);
    case 'ArrowUp':
      return step(rows, at, -1);
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: rows.length - 1 };
    case 'ArrowRight':
      if (row.open === null) return { to: at };
      return row.open ? step(rows, at, 1) : { unfold: true };
    case 'ArrowLeft': {
      if (row.open) return { fold: true };
      const parent = rows.findIndex((one) => one.key === row.parent);
      return { to: parent < 0 ? at : parent };
    }
    default:
      return null;
  }
}

/** The next row that is not merely a pause. */
function step(rows: readonly Row[], at: number, by: 1 | -1): Move {
  for (let next = at + by; next >= 0 && next < rows.length; next += by)
    if (rows[next]!.kind !== 'gap') return { to: next };
  return { to: at };
}
