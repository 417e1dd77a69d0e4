import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { addressReport } from '../../../simulator/reports/kinds/addresses.ts';
import { textOf } from '../../../simulator/reports/report.ts';

test('every address of the design is in it, once', () => {
  const design = builtinDesign();
  const { main } = addressReport.build({ design, interventions: [], seed: 1 });
  const told = main.rows.map((row) => `${textOf(row[0]!)} ${textOf(row[1]!)}`).sort();
  const there = design.hosts.flatMap(({ title, interfaces }) =>
    interfaces.map(({ address }) => `${title} ${address}`),
  );
  expect(told).toEqual(there.sort());
});
