import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FEATURES } from '../../../simulator/features/registry.ts';
import { featureName, workloadTitle } from '../../../simulator/model/feature-names.ts';
import type { DesignRule } from '../../../simulator/model/design.ts';
import { byWorkload } from '../../../simulator/reports/kinds/losses.ts';
import { isOpen, serviceOf } from '../../../simulator/reports/kinds/rule-words.ts';
import { enumeration } from '../../../simulator/analysis/words.ts';

const all = FEATURES.map((feature) => ({ feature }));

test('features are named by workload: one by one, or "all" where there are several and each is meant', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(all), (some) => {
      const told = new Map(
        byWorkload(some, all)
          .split('; ')
          .filter(Boolean)
          .map((part) => /^(.*?) \((.*)\)$/.exec(part)!.slice(1) as [string, string]),
      );
      for (const workload of new Set(all.map(({ feature }) => feature.workload))) {
        const of = (list: typeof some) => list.filter(({ feature }) => feature.workload === workload);
        const names = of(all)
          .filter((one) => some.includes(one))
          .map(({ feature }) => featureName(feature));
        const whole = names.length === of(all).length && names.length > 1;
        expect(told.get(workloadTitle(workload))).toBe(
          names.length === 0 ? undefined : whole ? 'all' : names.join(', '),
        );
      }
    }),
  );
});

test.each([
  [{ transport: 'tcp', sport: 'any', dport: '443' }, 'TCP 443'],
  [{ transport: 'udp', sport: '50000-59999', dport: 'any' }, 'UDP from 50000-59999'],
  [{ transport: 'udp', sport: '3478', dport: '3478' }, 'UDP 3478 from 3478'],
  [{ transport: 'tcp-udp', sport: 'any', dport: 'any' }, 'TCP and UDP, any port'],
  [{ transport: 'icmp', sport: 'any', dport: 'any' }, 'ICMP'],
  [{ transport: '50', sport: 'any', dport: 'any' }, 'IP protocol 50'],
])('what %j opens is called %s', (rule, words) => {
  expect(serviceOf(rule as DesignRule)).toBe(words);
});

test.each([
  [{ enabled: true, action: 'permit' }, true],
  [{ enabled: false, action: 'permit' }, false],
  [{ enabled: true, action: 'drop' }, false],
  [{ enabled: true, action: 'undetermined' }, false],
])('%j is to be opened: %s', (rule, open) => {
  expect(isOpen(rule as DesignRule)).toBe(open);
});

test('things are listed as people list them', () => {
  expect(enumeration([])).toBe('');
  expect(enumeration(['a'])).toBe('a');
  expect(enumeration(['a', 'b'], 'or')).toBe('a or b');
  expect(enumeration(['a', 'b', 'c'])).toBe('a, b and c');
});
