import type { Drawing, Mark } from '../report.ts';
import { MARK_WORDS, markShape } from './marks.ts';
import { cut, drawing, label, moved, shape } from './svg.ts';

export interface GridColumn {
  readonly name: string;
  /** Columns of one group stand together, in their order. */
  readonly group: string;
}

export interface GridRow {
  readonly name: string;
  /** What it is, in few words. */
  readonly about: string;
  readonly group: string;
  /** One for each column; null where nothing changes. */
  readonly cells: readonly (Mark | null)[];
}

/** Pixels. */
const CELL = 22;
const GAP = 8;
const NAMES = 208;
const HEADINGS = 152;
const TITLE = 18;
const COUNTS = 44;

/**
 * A grid of marks: rows and columns in groups, with their names, a count at the end of each row and a legend.
 * @param idle what a row without any mark is called
 */
export function gridDrawing(columns: readonly GridColumn[], rows: readonly GridRow[], idle: string): Drawing {
  const lefts = placed(columns, 0);
  const right = NAMES + (lefts.at(-1) ?? 0) + CELL;
  const tops = placed(rows, TITLE);
  const bottom = HEADINGS + (tops.at(-1) ?? 0) + CELL;
  return drawing(right + COUNTS, bottom + 36, [
    ...headings(columns, lefts),
    label(right + 8, HEADINGS - 4, 'features', { size: 10, fill: 'ink-3', turn: -90 }),
    ...rows.map((row, index) => {
      const heading =
        rows[index - 1]?.group === row.group
          ? ''
          : label(0, HEADINGS + tops[index]! - 6, cut(row.group, 40), { strong: true });
      return heading + moved(0, HEADINGS + tops[index]!, rowOf(row, lefts, right));
    }),
    moved(0, bottom + 20, legend(idle)),
  ]);
}

/** Where each begins, with a gap (and room for a title) where a group begins. */
function placed(items: readonly { readonly group: string }[], title: number): number[] {
  let at = 0;
  return items.map(({ group }, index) => {
    if (index === 0) at += title;
    else at += CELL + (items[index - 1]!.group === group ? 0 : GAP + title);
    return at;
  });
}

function headings(columns: readonly GridColumn[], lefts: readonly number[]): string[] {
  const groups = [...new Set(columns.map(({ group }) => group))];
  return columns.flatMap(({ name, group }, index) => {
    const x = NAMES + lefts[index]!;
    const names = label(x + CELL / 2 + 4, HEADINGS - 4, cut(name, 20), { fill: 'ink-2', turn: -90 });
    if (columns[index - 1]?.group === group) return [names];
    // Narrow groups have long titles: every other one stands a line lower.
    const y = groups.indexOf(group) % 2 === 0 ? 10 : 24;
    return [names, label(x, y, group, { size: 10, strong: true })];
  });
}

function rowOf({ name, about, cells }: GridRow, lefts: readonly number[], right: number): string {
  const marks = cells.filter((mark) => mark !== null).length;
  const fill = marks === 0 ? 'ink-3' : 'ink';
  return [
    label(0, 15, cut(name, 9), { strong: true, fill }),
    label(58, 15, cut(about, 27), { fill: marks === 0 ? 'ink-3' : 'ink-2' }),
    ...cells.map((mark, column) => moved(NAMES + lefts[column]!, 0, cellShape(mark, marks === 0))),
    label(right + 8, 15, marks === 0 ? 'none' : String(marks), { fill: 'ink-2' }),
  ].join('');
}

function cellShape(mark: Mark | null, idle: boolean): string {
  const ground = mark === 'degraded' ? 'degraded-soft' : mark === 'broken' ? 'broken-soft' : 'surface-3';
  const square = { x: 0.5, y: 0.5, width: CELL - 1, height: CELL - 1 };
  return (
    shape('rect', square, { fill: ground }) +
    (mark ? moved(CELL / 2, CELL / 2, markShape(mark)) : '') +
    (idle ? shape('path', { d: 'M5 17 17 5' }, { stroke: 'outline', width: 0.7 }) : '')
  );
}

function legend(idle: string): string {
  const entries: readonly (readonly [string, string])[] = [
    [moved(-CELL / 2, -CELL / 2, cellShape(null, false)), 'no change'],
    ...(['degraded', 'broken', 'unreached'] as const).map(
      (mark) => [markShape(mark), MARK_WORDS[mark]] as const,
    ),
    [moved(-CELL / 2, -CELL / 2, cellShape(null, true)), idle],
  ];
  return entries
    .map(([sign, words], index) => moved(11 + index * 124, 0, sign + label(18, 4, words, { fill: 'ink-2' })))
    .join('');
}
