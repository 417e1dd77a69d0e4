import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RuleTable } from '../../../simulator/firewall/engine/rules.ts';
import { queriesFor, sieveRules, siteRules, tangledRules } from '../../bench/rule-sets.ts';
import type { Rule } from '../../../simulator/model/policy.ts';
import type { Tried } from './naive.ts';
import { decider, EVERY, names, smallRule } from './naive.ts';

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

/** Rules, some of them switched while the table stood, and a packet. */
const switched = fc.tuple(
  fc.array(smallRule, { maxLength: 12 }),
  fc.array(fc.tuple(fc.nat(11), fc.boolean()), { maxLength: 6 }),
  fc.constantFrom(...EVERY),
);

/** The same as a table, and as rules. */
function both(
  list: readonly Rule[],
  switches: readonly (readonly [number, boolean])[],
  notice?: (rule: number) => void,
) {
  const rules = list.map((rule, index) => ({ ...rule, id: `R${index}` }));
  const table = new RuleTable(rules, notice);
  for (const [at, enabled] of switches)
    if (at < rules.length) {
      rules[at] = { ...rules[at]!, enabled };
      table.enable(at, enabled);
    }
  return { rules, table };
}

test('an answer rests on the rule that it is, and on those before it that would have been it', () => {
  fc.assert(
    fc.property(switched, ([list, switches, packet]) => {
      const noticed: number[] = [];
      const { rules, table } = both(list, switches, (rule) => noticed.push(rule));
      const answer = found(table, packet);
      table.rests(packet, packet.flags, packet.outside, packet.state, answer);
      const naming = rules.flatMap((rule, at) => (names({ ...rule, enabled: true }, packet) ? [at] : []));
      const expected = naming.filter((at) => answer < 0 || at <= answer);
      expect(noticed).toEqual(expected);
      // Each is told once.
      table.rests(packet, packet.flags, packet.outside, packet.state, answer);
      expect(noticed).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('what rules that are switched off would have said is asked as well', () => {
  fc.assert(
    fc.property(switched, ([list, switches, packet]) => {
      const { rules, table } = both(list, switches);
      expect(rules.map((_, at) => table.isEnabled(at))).toEqual(rules.map(({ enabled }) => enabled));
      const turned = rules.map((rule) => ({ ...rule, enabled: !rule.enabled }));
      const first = decider(turned, packet);
      const { outside, state } = packet;
      expect(table.match(packet, outside, state, false)).toBe(first ? turned.indexOf(first) : -1);
      expect(table.match(packet, outside, state)).toBe(found(table, packet));
    }),
    { numRuns: 500 },
  );
});
