import type { Line } from './rows.ts';

/** A place of the grid: lines -2 and -1 are the headings of groups and columns, column -1 holds the rows' names. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export const GROUPS_LINE = -2;
export const COLUMNS_LINE = -1;
export const NAMES_COLUMN = -1;

/** The nearest place that there is, when rows or columns went. Headings between rows are no place to be. */
export function settled({ line, column }: Place, lines: readonly Line[], columns: number): Place {
  const within = Math.min(Math.max(line, GROUPS_LINE), lines.length - 1);
  const below = seek(within, 1, lines);
  const found = below < lines.length ? below : seek(within, -1, lines);
  const least = found < 0 ? 0 : NAMES_COLUMN;
  return { line: found, column: Math.min(Math.max(column, least), columns - 1) };
}

/** Where a key leads; null when it is none of the grid's. */
export function moved(
  from: Place,
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  lines: readonly Line[],
  columns: number,
  page: number,
): Place | null {
  const { line, column } = from;
  const at = (to: Place) => settled(to, lines, columns);
  switch (key) {
    case 'ArrowUp':
      return at({ line: seek(line - 1, -1, lines), column });
    case 'ArrowDown':
      return at({ line: seek(line + 1, 1, lines), column });
    case 'ArrowLeft':
      return at({ line, column: column - 1 });
    case 'ArrowRight':
      return at({ line, column: column + 1 });
    case 'PageUp':
      return at({ line: Math.max(0, line - page), column });
    case 'PageDown':
      return at({ line: line + page, column });
    case 'Home':
      return at({ line: ctrlKey ? 0 : line, column: NAMES_COLUMN });
    case 'End':
      return at({ line: ctrlKey ? lines.length - 1 : line, column: columns - 1 });
    default:
      return null;
  }
}

/** The first line from one on, in a direction, that is no heading between rows. */
function seek(line: number, step: 1 | -1, lines: readonly Line[]): number {
  let at = line;
  while (at >= 0 && at < lines.length && lines[at]!.heading !== null) at += step;
  return at;
}
