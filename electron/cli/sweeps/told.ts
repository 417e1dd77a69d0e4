import type { Matrix, MatrixCell, MatrixRow } from '../../../simulator/analysis/matrix.ts';
import { isChanged, needsOf, pairRows, singleRows } from '../../../simulator/analysis/matrix.ts';
import type { Status } from '../../../simulator/model/run.ts';
import { wrapped } from '../output.ts';
import type { Swept } from './run-plan.ts';

/** Less than this is no delay that a person notices (assumption). */
const DELAY_LEAST_S = 0.1;

/** Statuses of the cells of some kind, by feature. */
function statuses(row: MatrixRow, { features }: Matrix, which = isChanged): Record<string, Status> {
  return Object.fromEntries(
    row.cells.flatMap((cell, index) =>
      which(cell) ? [[features[index]!.feature.id, cell.outcome.status]] : [],
    ),
  );
}

/** What a sweep came to, in the form that others read. */
export function sweptJson({ matrix, runs, seconds }: Swept): unknown {
  const close = ({ faults }: MatrixRow) => faults.map(({ id }) => id);
  const singles = singleRows(matrix).map((row) => ({
    close: close(row),
    changed: statuses(row, matrix),
    details: details(row, matrix),
  }));
  const pairs = pairRows(matrix).map((row) => ({
    close: close(row),
    changed: statuses(row, matrix),
    emerges: statuses(row, matrix, (cell) => cell.emerges),
  }));
  return {
    baseline: Object.fromEntries(
      matrix.features.map(({ feature, outcomes }) => [feature.id, outcomes[0]!.status]),
    ),
    ...(matrix.depth === 1 ? { closures: singles } : { closures: pairs, singles }),
    needs: Object.fromEntries(needsOf(matrix)),
    ...(matrix.missing.length > 0 && { missing: matrix.missing }),
    runs,
    seconds,
  };
}

/** More about each feature that ends otherwise, later, or by another path. */
function details({ cells }: MatrixRow, { features }: Matrix): Record<string, unknown> {
  return Object.fromEntries(
    cells.flatMap((cell, index) => {
      const { status, reached, path, seconds, because } = cell.outcome;
      const delay = seconds - cell.before.seconds;
      if (!isChanged(cell) && path === cell.before.path && Math.abs(delay) < DELAY_LEAST_S) return [];
      const text = because[0]?.text ?? null;
      return [[features[index]!.feature.id, { status, reached, path, seconds, delay, because: text }]];
    }),
  );
}

/** A row for each case, a column for each feature; empty where nothing changes. */
export function sweptCsv({ matrix }: Swept): string {
  const rows = matrix.depth === 1 ? singleRows(matrix) : pairRows(matrix);
  return [
    ['close', ...matrix.features.map(({ feature }) => feature.id)],
    ...rows.map((row) => [
      row.faults.map(({ id }) => id).join(' '),
      ...row.cells.map((cell) => (isChanged(cell) ? cell.outcome.status : '')),
    ]),
  ]
    .map((cells) => cells.join(','))
    .join('\n');
}

/** The same for people. */
export function sweptText({ matrix, runs, seconds }: Swept): string {
  const rows = matrix.depth === 1 ? singleRows(matrix) : pairRows(matrix);
  const which = matrix.depth === 1 ? isChanged : (cell: MatrixCell) => cell.emerges;
  const heading = 'Pairs that break what neither of the two breaks alone (--json and --csv have all pairs):';
  return [
    ...(matrix.depth === 1 ? [] : [heading]),
    ...rows.filter(({ cells }) => cells.some(which)).map((row) => rowText(row, matrix, which)),
    ...needsText(matrix),
    '',
    `${runs} scenes were played in ${seconds.toFixed(2)} s.`,
  ].join('\n');
}

function rowText(row: MatrixRow, matrix: Matrix, which: (cell: MatrixCell) => boolean): string {
  const found = Object.entries(statuses(row, matrix, which));
  const lines = (['broken', 'degraded', 'works'] as const).flatMap((status) => {
    const ids = found.filter(([, is]) => is === status).map(([id]) => id);
    return ids.length > 0 ? [indented(status, ids)] : [];
  });
  return [row.faults.map(({ title }) => title).join(' and '), ...lines].join('\n');
}

function indented(word: string, ids: readonly string[]): string {
  const [first, ...rest] = wrapped(ids.join(' '), 88).split('\n');
  return [`  ${word.padEnd(10)}${first}`, ...rest.map((line) => `            ${line}`)].join('\n');
}

/** What can go without anything being lost. */
function needsText(matrix: Matrix): string[] {
  const needs = [...needsOf(matrix)];
  const of = (need: string) => needs.flatMap(([id, one]) => (one.need === need ? [id] : []));
  const [fallback, unneeded] = [of('fallback'), of('unneeded')];
  const alone =
    matrix.depth === 1 ? 'Alone, nothing is lost without' : 'Nothing is lost, not even in pairs, without';
  return [
    ...(fallback.length > 0
      ? ['', `Needed only when something else is missing: ${fallback.join(', ')}`]
      : []),
    ...(unneeded.length > 0 ? ['', `${alone}: ${unneeded.join(', ')}`] : []),
  ];
}
