import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addedSeconds,
  cellIn,
  columnsOf,
  placedColumns,
  weight,
} from '../../../renderer/views/matrix/columns.ts';
import { moved, settled } from '../../../renderer/views/matrix/cursor.ts';
import { shownReport } from '../../../renderer/views/matrix/report.ts';
import type { RowChoice } from '../../../renderer/views/matrix/rows.ts';
import { hits, linesOf, rulesOf } from '../../../renderer/views/matrix/rows.ts';
import { cellWords, differs, faultWords } from '../../../renderer/views/matrix/words.ts';
import type { Matrix, MatrixRow, Outcome } from '../../../simulator/analysis/matrix.ts';
import { needsOf, pairRows, pairsOf, singleRows } from '../../../simulator/analysis/matrix.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { FEATURES } from '../../../simulator/features/registry.ts';
import { matrixOf, sweepFeature } from '../../../simulator/sweep/sweep.ts';

const design = builtinDesign();
const rules = rulesOf(design);
const features = FEATURES.slice(0, 12).map(({ id, workload, title, between }) => ({
  id,
  workload,
  title,
  between,
}));
const faults = [
  ...design.firewalls.flatMap((wall) =>
    wall.rules.slice(0, 3).map(({ id }) => ({ id, kind: 'rule', title: `${id} closed` })),
  ),
  { id: 'host:edge', kind: 'host', title: 'Edge switched off' },
];
const kinds = [
  { id: 'rule', title: 'Rules closed' },
  { id: 'host', title: 'Hosts down' },
];

const outcome = fc.record({
  status: fc.constantFrom('works', 'degraded', 'broken'),
  reached: fc.boolean(),
  path: fc.constantFrom(null, 'direct', 'tcp-relay'),
  seconds: fc.integer({ min: 0, max: 400 }).map((tenths) => tenths / 10),
  because: fc.constant([]),
  lacks: fc.constant(null),
  hash: fc.constant(''),
}) satisfies fc.Arbitrary<Outcome>;

/** Any outcomes at all, of some of the features: the rest is not done yet. */
const matrices: fc.Arbitrary<Matrix> = fc.integer({ min: 0, max: features.length }).chain((done) =>
  fc.record({
    depth: fc.constant(2 as const),
    faults: fc.constant(faults),
    features: fc.tuple(
      ...features.slice(0, done).map((feature) =>
        fc.array(outcome, { minLength: 3, maxLength: 3 }).chain((outcomes) =>
          fc.record({
            feature: fc.constant(feature),
            outcomes: fc.constant(outcomes),
            singles: indices(faults.length),
            pairs: indices([...pairsOf(faults.length)].length),
            runs: fc.constant(3),
          }),
        ),
      ),
    ),
    missing: fc.constant(features.slice(done).map(({ id }) => id)),
  }),
);

function indices(length: number): fc.Arbitrary<Uint16Array> {
  return fc.uint16Array({ max: 2, minLength: length, maxLength: length });
}

const choices = fc.record({
  text: fc.constantFrom('', 'e1', 'closed', 'edge off', 'tcp 443 in', 'internal'),
  differing: fc.boolean(),
  need: fc.constantFrom(null, 'needed', 'fallback', 'unneeded'),
  grouped: fc.boolean(),
  sort: fc.constantFrom('design', 'worst', 'column'),
  pairs: fc.boolean(),
  folded: fc.subarray([...new Set(features.map(({ workload }) => workload))]),
});

test('rows: what is wanted is shown once, in groups that stay together, sorted within them', () => {
  fc.assert(
    fc.property(matrices, choices, (matrix, { pairs, folded, sort, ...rest }) => {
      const rows = pairs ? pairRows(matrix) : singleRows(matrix);
      const columns = placedColumns(columnsOf(features, matrix, new Set(folded)));
      const { column } = columns[0]!;
      const needs = needsOf(matrix);
      const choice: RowChoice = {
        ...rest,
        needs,
        sort: sort === 'column' ? column : sort,
        rules,
        kinds,
      };
      const lines = linesOf(rows, choice);
      const shown = lines.flatMap((line) => (line.heading === null ? [line.row] : []));
      expect(new Set(shown).size).toBe(shown.length);
      for (const row of rows) expect(shown.includes(row)).toBe(isWanted(row, choice));
      const headings = lines.flatMap(({ heading }) => heading ?? []);
      expect(new Set(headings).size).toBe(headings.length);
      // Groups stand as in the design, however the rows in them are sorted.
      const unsorted = linesOf(rows, { ...choice, sort: 'design' });
      expect(headings).toEqual(unsorted.flatMap(({ heading }) => heading ?? []));
      expect(lines.length === 0 || (lines[0]!.heading !== null) === rest.grouped).toBe(true);
      for (const members of sections(lines))
        for (const [at, row] of members.slice(1).entries()) {
          const before = members[at]!;
          if (sort === 'design') expect(rows.indexOf(before)).toBeLessThan(rows.indexOf(row));
          if (sort === 'worst') expect(broken(before)).toBeGreaterThanOrEqual(broken(row));
          const worst = (one: MatrixRow) => {
            const cell = cellIn(one, column, matrix)?.cell;
            return cell ? weight(cell) : 0;
          };
          if (sort === 'column') expect(worst(before)).toBeGreaterThanOrEqual(worst(row));
        }
    }),
  );
});

function isWanted(row: MatrixRow, { text, differing, need, needs }: RowChoice): boolean {
  const said = [
    faultWords(row.faults),
    ...row.faults.map(({ id }) => {
      const found = rules.get(id);
      return found
        ? `${id} ${found.rule.transport} ${found.rule.dport} ${found.rule.direction} ${found.wall}`
        : id;
    }),
  ].join(' ');
  return (
    text.split(' ').every((word) => said.toLowerCase().includes(word)) &&
    (!differing || row.cells.some(differs)) &&
    (need === null || row.faults.some(({ id }) => needs.get(id)!.need === need))
  );
}

/** Rows between headings. */
function sections(lines: ReturnType<typeof linesOf>): MatrixRow[][] {
  const found: MatrixRow[][] = [[]];
  for (const line of lines)
    if (line.heading === null) found.at(-1)!.push(line.row);
    else found.push([]);
  return found;
}

function broken({ cells }: MatrixRow): number {
  return cells.filter(({ outcome: now, before }) => now.status === 'broken' && before.status !== 'broken')
    .length;
}

test('columns: every feature has one, and a folded workload has the worst of its features', () => {
  fc.assert(
    fc.property(matrices, choices, (matrix, { folded }) => {
      const groups = columnsOf(features, matrix, new Set(folded));
      const open = groups
        .filter((group) => !group.folded)
        .flatMap(({ columns }) => columns.map(({ id }) => id));
      expect(open).toEqual(features.filter(({ workload }) => !folded.includes(workload)).map(({ id }) => id));
      for (const group of groups.filter((one) => one.folded))
        for (const row of singleRows(matrix)) {
          const cells = row.cells.filter(
            (_, index) => matrix.features[index]!.feature.workload === group.workload,
          );
          const shown = cellIn(row, group.columns[0]!, matrix);
          expect(shown === null).toBe(cells.length === 0);
          if (shown) expect(weight(shown.cell)).toBe(Math.max(...cells.map(weight)));
        }
    }),
  );
});

test('keys: the cursor stays on headings of columns, names and cells, wherever it is sent', () => {
  const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'];
  fc.assert(
    fc.property(
      matrices,
      choices,
      fc.array(fc.tuple(fc.constantFrom(...keys), fc.boolean()), { maxLength: 40 }),
      (matrix, { pairs, ...choice }, pressed) => {
        const lines = linesOf(pairs ? pairRows(matrix) : singleRows(matrix), {
          ...choice,
          needs: needsOf(matrix),
          sort: 'design',
          rules,
          kinds,
        });
        let place = settled({ line: 3, column: 5 }, lines, features.length);
        for (const [key, ctrlKey] of pressed) {
          place = moved(place, { key, ctrlKey }, lines, features.length, 4)!;
          expect(lines[place.line]?.heading ?? null).toBeNull();
          expect(place.line).toBeGreaterThanOrEqual(-2);
          expect(place.line).toBeLessThan(Math.max(lines.length, 1));
          expect(place.column).toBeGreaterThanOrEqual(place.line < 0 ? 0 : -1);
          expect(place.column).toBeLessThan(features.length);
        }
      },
    ),
  );
  expect(moved({ line: 0, column: 0 }, { key: 'x', ctrlKey: false }, [], 1, 4)).toBeNull();
});

test('what the engine finds is told in words, and is saved as it is shown', () => {
  const plan = {
    design,
    interventions: [],
    seed: 1,
    features: ['http-redirect', 'av-remote-internal'],
    kinds: ['rule'],
    depth: 1 as const,
  };
  const matrix = matrixOf(
    plan,
    plan.features.slice(1).map((id) => sweepFeature(plan, id)),
  );
  const rows = singleRows(matrix);
  const row = (id: string) => rows.find((one) => one.faults[0]!.id === id)!;
  const [e12] = row('E12').cells;
  expect(addedSeconds(e12!)).toBeGreaterThan(1);
  expect(cellWords(e12!)).toBe(`degraded, ${addedSeconds(e12!).toFixed(1)} s later, by the TCP relay`);
  expect(cellWords(row('E3').cells[0]!)).toBe('not reached');
  expect(cellWords(row('E9').cells[0]!)).toBe('works');
  expect(hits(row('E12'))).toBe(1);
  const wanted = FEATURES.filter(({ id }) => plan.features.includes(id));
  const lines = linesOf(rows, {
    text: 'udp 3478',
    differing: true,
    need: null,
    needs: needsOf(matrix),
    sort: 'design',
    grouped: true,
    rules,
    kinds,
  });
  const { main, subtitle } = shownReport(design, lines, columnsOf(wanted, matrix, new Set(['av'])), matrix);
  expect(main.columns.map(({ title }) => title)).toEqual([
    'What goes wrong',
    'HTTP redirect',
    'Audio and video, the worst of it',
  ]);
  expect(main.rows[0]).toEqual([
    'E12 closed',
    'not known',
    { text: `Remote ↔ internal: ${cellWords(e12!)}`, mark: 'degraded' },
  ]);
  expect(subtitle).toContain('stopped, 1 feature missing');
});
