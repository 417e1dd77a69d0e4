import type { Matrix } from '../../../analysis/matrix.ts';
import { isChanged, singleRows } from '../../../analysis/matrix.ts';
import { featureName, workloadTitle } from '../../../model/feature-names.ts';
import { barsDrawing } from '../../figures/bars.ts';
import { gridDrawing } from '../../figures/grid.ts';
import type { Figure, Section } from '../../report.ts';
import { paragraph } from '../../report.ts';
import type { Swept } from '../kind.ts';
import { LEAST_ADDED, markOf, secondsAdded } from '../losses.ts';
import { directionOf, serviceOf } from '../rule-words.ts';
import { idsOf, ruleOf } from './faults.ts';

/** More rows than fit on a page are drawn apart. */
const ROWS_MOST = 26;

/** The whole sweep of single closures at a glance. */
export function grid({ design, matrix }: Swept): Section {
  const columns = matrix.features.map(({ feature }) => ({
    name: featureName(feature),
    group: workloadTitle(feature.workload),
  }));
  const rows = singleRows(matrix).map(({ faults, cells }) => {
    const { firewall, rule } = ruleOf(design, faults[0]!);
    return {
      name: rule.id,
      about: `${serviceOf(rule)} ${directionOf(rule)}`,
      group: firewall.title,
      cells: cells.map((cell) => (isChanged(cell) ? markOf(cell.outcome) : null)),
    };
  });
  const figures = Array.from({ length: Math.ceil(rows.length / ROWS_MOST) }, (_, index): Figure => {
    const some = rows.slice(index * ROWS_MOST, (index + 1) * ROWS_MOST);
    return {
      kind: 'figure',
      caption: `What each closed rule does to each feature: ${some[0]!.name} to ${some.at(-1)!.name}. The same in words is under "Each rule closed".`,
      drawing: gridDrawing(columns, some, 'changes nothing alone'),
    };
  });
  return {
    title: 'Rules by features',
    blocks: figures.length > 0 ? figures : [paragraph('No rule is open that could be closed.')],
  };
}

/** What people still get, but later: the longest wait that each closed rule brings. */
export function waits(matrix: Matrix): readonly Section[] {
  const found = singleRows(matrix)
    .flatMap((row) => {
      const late = row.cells
        .map((cell, index) => ({ cell, feature: matrix.features[index]!.feature }))
        .filter(({ cell }) => secondsAdded(cell) >= LEAST_ADDED)
        .sort((a, b) => secondsAdded(b.cell) - secondsAdded(a.cell));
      return late[0] ? [{ row, ...late[0], more: late.length - 1 }] : [];
    })
    .sort((a, b) => secondsAdded(b.cell) - secondsAdded(a.cell));
  if (found.length === 0) return [];
  const bars = found.slice(0, ROWS_MOST).map(({ row, cell, feature, more }) => ({
    name: `${idsOf(row)} closed: ${workloadTitle(feature.workload)}, ${featureName(feature)}${more > 0 ? `, and ${more} more` : ''}`,
    text: `${cell.outcome.seconds.toFixed(1)} s instead of ${cell.before.seconds.toFixed(1)} s`,
    parts: [cell.before.seconds, secondsAdded(cell)],
  }));
  const figure: Figure = {
    kind: 'figure',
    caption: `How long people wait for what they still get: the longest wait that each closed rule brings${bars.length < found.length ? `, for the ${bars.length} worst of ${found.length} rules` : ''}.`,
    drawing: barsDrawing(bars, [
      { name: 'with the rule open', fill: 'outline' },
      { name: 'added', fill: 'degraded-solid' },
    ]),
  };
  return [{ title: 'Seconds added', blocks: [figure] }];
}
