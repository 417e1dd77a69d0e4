import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { parseIntervention } from '../../../simulator/model/interventions.ts';
import { run } from '../../../simulator/run.ts';

test('a time that nobody asked for changes nothing', () => {
  const design = builtinDesign();
  const stray = parseIntervention('0.2:inject alice-pc=ntp-answer', design);
  if ('problem' in stray) throw new Error(stray.problem);
  const only = ['remote-sign-in'];
  const [told] = run(design, { only, interventions: [stray] }).features;
  expect(told!.finding.status).toBe('works');
  expect(told!.hash).not.toBe(run(design, { only }).features[0]!.hash);
});
