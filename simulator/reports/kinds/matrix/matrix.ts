import type { Matrix, MatrixRow, Need } from '../../../analysis/matrix.ts';
import { needsOf, pairRows, singleRows } from '../../../analysis/matrix.ts';
import { MARK_WORDS } from '../../figures/marks.ts';
import type { Cell, Section, Table } from '../../report.ts';
import { counted } from '../../report.ts';
import type { SweepReport, Swept } from '../kind.ts';
import { byWorkload, markOf } from '../losses.ts';
import { grid, waits } from './drawn.ts';
import { idsOf } from './faults.ts';
import { baseline, pairs, singles, spare } from './told.ts';

/** What becomes of every feature when each rule, and each pair of rules, is closed. */
export const matrixReport: SweepReport = {
  id: 'matrix',
  title: 'What breaks',
  description: 'what becomes of every feature when each rule, and each pair of rules, is closed',
  about: 'sweep',
  build(swept) {
    const { design, matrix, seed } = swept;
    const rules = counted(matrix.faults.length, 'rule');
    return {
      kind: 'matrix',
      title: `What breaks: ${design.title}`,
      subtitle: `Each rule closed in turn${matrix.depth === 2 ? ', and each pair of rules' : ''}: ${rules}, ${counted(matrix.features.length, 'feature')}, seed ${seed}`,
      date: design.date,
      sections: [
        summary(swept),
        pairs(matrix),
        grid(swept),
        singles(matrix),
        ...waits(matrix),
        spare(swept),
        baseline(matrix),
      ],
      main: everything(matrix),
    };
  },
};

function summary({ matrix }: Swept): Section {
  const { features, missing, depth } = matrix;
  const needs = [...needsOf(matrix)];
  const named = (need: Need) => {
    const ids = needs.filter(([, one]) => one.need === need).map(([id]) => id);
    return `${counted(ids.length, 'rule')}${ids.length > 0 ? ` (${ids.join(', ')})` : ''}`;
  };
  const bad = features.filter(({ outcomes }) => outcomes[0]!.status !== 'works');
  return {
    title: 'In short',
    blocks: [
      {
        kind: 'list',
        items: [
          `With every rule as it is, ${features.length - bad.length} of ${features.length} features work.${bad.length > 0 ? ` Already not working: ${byWorkload(bad, features)}.` : ''}`,
          `Needed, since closing it alone makes a feature worse: ${named('needed')}.`,
          depth === 2
            ? `Needed only as a fallback, when another one is closed, too: ${named('fallback')}.`
            : 'Pairs of rules were not tried, so a rule that only a fallback needs looks like one that nothing needs.',
          `Needed by nothing, as far as ${depth === 2 ? 'pairs' : 'single closures'} of these features tell: ${named('unneeded')}.`,
          ...(missing.length > 0
            ? [`The sweep was stopped before its end: ${missing.join(', ')} are missing.`]
            : []),
        ],
      },
    ],
  };
}

/** A row for each case, a column for each feature. */
function everything(matrix: Matrix): Table {
  const { features } = matrix;
  const cells = (row: MatrixRow) => row.cells.map(({ outcome }): Cell => MARK_WORDS[markOf(outcome)]);
  return {
    kind: 'table',
    caption: 'Every closure',
    columns: [
      { id: 'closed', title: 'closed', width: 2 },
      ...features.map(({ feature: { id } }) => ({ id, title: id, width: 1 })),
    ],
    rows: [
      ['nothing', ...features.map(({ outcomes }) => MARK_WORDS[markOf(outcomes[0]!)])],
      ...singleRows(matrix).map((row) => [idsOf(row), ...cells(row)]),
      ...pairRows(matrix).map((row) => [idsOf(row), ...cells(row)]),
    ],
  };
}
