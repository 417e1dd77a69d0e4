import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { run } from '../../../simulator/run.ts';

const clock = (design: string, close?: string) => {
  const opened = builtinDesign(design);
  const interventions = close
    ? [{ at: 0, change: { kind: 'rule', rule: close, enabled: false } as const }]
    : [];
  return run(opened, { only: ['edge-clock'], interventions }).features[0]!.finding;
};

test('the clock is set, at once', () => {
  expect(clock('time-server')).toMatchObject({ status: 'works', reached: true, because: [] });
});

test('without its rule nobody answers, and the run says which row to change', () => {
  const { status, because } = clock('time-server', 'I10');
  expect(status).toBe('broken');
  expect(because[0]).toMatchObject({ firewall: 'internal', rule: 'default', reason: 'no-rule' });
  expect(because[0]!.text).toContain('I10 would let it in');
});

test('a design without a clock lacks it, and says so', () => {
  expect(clock('reference-1').lacks).toBe('This design has no computer that sets its clock.');
});
