import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RuleTable } from '../../../simulator/firewall/engine/rules.ts';
import { queriesFor, sieveRules, siteRules, tangledRules } from '../../bench/rule-sets.ts';
import type { Tried } from './naive.ts';
import { decider, EVERY, smallRule } from './naive.ts';

function found(table: RuleTable, { src, dst, sport, dport, protocol, flags, outside, state }: Tried): number {
  return table.find(src, dst, sport, dport, protocol, flags, outside, state);
}

test('the table finds the rule that the rules, read one by one, give: sides, states, flags, ICMP, rules switched off', () => {
  fc.assert(
    fc.property(
      fc.array(smallRule, { maxLength: 40 }),
      fc.array(fc.constantFrom(...EVERY)),
      (list, packets) => {
        const rules = list.map((rule, index) => ({ ...rule, id: `R${index}` }));
        const table = new RuleTable(rules);
        for (const packet of packets) {
          const first = decider(rules, packet);
          expect(found(table, packet)).toBe(first ? rules.indexOf(first) : -1);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  ['rules as sites have them', siteRules],
  ['rules that are hard to tell apart', tangledRules],
  ['rules that few packets get through', sieveRules],
])('%s: the same among thousands, also after some were switched', (_, make) => {
  const rules = make(3000, 5);
  const table = new RuleTable(rules);
  const current = rules.map((rule) => ({ ...rule }));
  const packets = queriesFor(rules, 400).map(({ fromOutside, ...query }): Tried => ({
    ...query,
    flags: 2,
    state: 1,
    outside: fromOutside,
  }));
  const agree = () => {
    const hits = new Set<number>();
    for (const packet of packets) {
      const first = decider(current, packet);
      const index = first ? current.indexOf(first) : -1;
      expect(found(table, packet)).toBe(index);
      hits.add(index);
    }
    return hits;
  };
  const hits = agree();
  expect(hits.size).toBeGreaterThan(30);
  for (const index of hits) {
    if (index < 0) continue;
    table.enable(index, false);
    current[index] = { ...current[index]!, enabled: false };
  }
  expect(agree()).not.toEqual(hits);
});
