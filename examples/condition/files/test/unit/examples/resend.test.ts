import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { eventsMatching } from '../../../simulator/filters/conditions/events.ts';
import { readCondition } from '../../../simulator/filters/conditions/read.ts';
import { FilterSource } from '../../../simulator/filters/source.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';

const design = builtinDesign();
const resent = (close: boolean) => {
  const change = { kind: 'rule', rule: 'E3', enabled: false } as const;
  const interventions = close ? [{ at: 0, change }] : [];
  const [signIn] = run(design, { only: ['remote-sign-in'], interventions }).features;
  const source = new FilterSource(new TraceReader(signIn!.trace), design);
  const read = readCondition('A packet is sent again', source);
  if (!read.ok) throw new Error(read.message);
  return eventsMatching(read.condition, source).length;
};

test('a SYN that nobody answers is sent twice more; all is well without', () => {
  expect(resent(true)).toBe(2);
  expect(resent(false)).toBe(0);
});
