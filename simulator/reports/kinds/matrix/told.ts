import type { Matrix, MatrixCell, MatrixRow, Need } from '../../../analysis/matrix.ts';
import { needsOf, pairRows, singleRows, whyOf } from '../../../analysis/matrix.ts';
import { workloadTitle } from '../../../model/feature-names.ts';
import { MARK_WORDS } from '../../figures/marks.ts';
import type { Cell, Column, Section } from '../../report.ts';
import { paragraph, tableSection } from '../../report.ts';
import type { Swept } from '../kind.ts';
import { byWorkload, cellWords, endingOf, fallbacksOf, lossesOf, pathWords } from '../losses.ts';
import { directionOf, serviceOf } from '../rule-words.ts';
import { idsOf, ruleOf } from './faults.ts';

const LOSS_COLUMNS: readonly Column[] = [
  { id: 'closed', title: 'Closed', width: 8 },
  { id: 'becomes', title: 'Becomes', width: 9 },
  { id: 'features', title: 'Features', width: 37 },
  { id: 'why', title: 'Why: the first cause', width: 46 },
];

function lossRows(
  rows: readonly MatrixRow[],
  matrix: Matrix,
  which?: (cell: MatrixCell) => boolean,
): Cell[][] {
  return rows.flatMap((row) =>
    lossesOf(row, matrix, which).map(({ mark, why, features }): Cell[] => [
      idsOf(row),
      { mark, text: MARK_WORDS[mark] },
      byWorkload(features, matrix.features, ({ feature, cell }) => cellWords(feature, cell)),
      why,
    ]),
  );
}

/** Two rules closed that each alone would not have harmed so much: what a sweep of single closures cannot find. */
export function pairs(matrix: Matrix): Section {
  const rows = lossRows(pairRows(matrix), matrix, ({ emerges }) => emerges);
  const title = 'Pairs that break what neither breaks alone';
  if (matrix.depth === 1) return { title, blocks: [paragraph('Pairs were not tried.')] };
  const caption =
    'Two rules closed together, and the features that fare worse than with either of them closed';
  return tableSection(
    title,
    { kind: 'table', caption, columns: LOSS_COLUMNS, rows },
    'No pair of rules breaks more than its two rules break alone.',
  );
}

/** What each rule costs when it is closed, with the first cause of each failure. */
export function singles(matrix: Matrix): Section {
  const rows = lossRows(singleRows(matrix), matrix);
  return tableSection(
    'Each rule closed',
    { kind: 'table', caption: 'Features that fare worse, rule by rule', columns: LOSS_COLUMNS, rows },
    'No rule makes a feature worse when it is closed.',
  );
}

const NEED_WORDS: Readonly<Record<Exclude<Need, 'needed'>, string>> = {
  fallback: 'only a fallback needs it',
  unneeded: 'nothing needs it',
};

/** Rules whose closing alone harms nobody. */
export function spare({ design, matrix }: Swept): Section {
  const needs = needsOf(matrix);
  const fallbacks = fallbacksOf(matrix);
  const rows = matrix.faults.flatMap((fault): Cell[][] => {
    const { need } = needs.get(fault.id)!;
    if (need === 'needed') return [];
    const { rule } = ruleOf(design, fault);
    return [
      [
        rule.id,
        `${serviceOf(rule)} ${directionOf(rule)}`,
        NEED_WORDS[need],
        fallbacks.get(fault.id) ?? '',
        rule.purpose ?? '',
      ],
    ];
  });
  return tableSection(
    'Rules that nothing needs, or only a fallback',
    {
      kind: 'table',
      caption: `Closing one of these alone harms no feature${matrix.depth === 2 ? '' : '; pairs were not tried'}`,
      columns: [
        { id: 'rule', title: 'Rule', width: 9 },
        { id: 'opens', title: 'Opens', width: 17 },
        { id: 'need', title: 'Need', width: 17 },
        { id: 'fallback', title: 'Fallback for', width: 32 },
        { id: 'purpose', title: 'Purpose', width: 25 },
      ],
      rows,
    },
    'There is none: closing any rule harms a feature.',
  );
}

/** Every feature before anything is closed. */
export function baseline({ features }: Matrix): Section {
  const bad = features.some(({ outcomes }) => whyOf(outcomes[0]!) !== '');
  return {
    title: 'Before anything is closed',
    blocks: [
      {
        kind: 'table',
        caption: 'Every feature with the rules as they are',
        columns: [
          { id: 'feature', title: 'Feature', width: 40 },
          { id: 'workload', title: 'Workload', width: 16 },
          { id: 'status', title: 'Status', width: 12 },
          { id: 'seconds', title: 'Seconds', width: 8, align: 'end' },
          { id: 'path', title: 'Media', width: 14 },
          ...(bad ? [{ id: 'why', title: 'Why', width: 44 }] : []),
        ],
        rows: features.map(({ feature, outcomes: [outcome] }) => [
          feature.title,
          workloadTitle(feature.workload),
          endingOf(outcome!),
          outcome!.seconds.toFixed(1),
          pathWords(outcome!.path),
          ...(bad ? [whyOf(outcome!)] : []),
        ]),
      },
    ],
  };
}
