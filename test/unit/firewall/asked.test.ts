import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Engine } from '../../../simulator/firewall/engine/engine.ts';
import type { Rule } from '../../../simulator/model/policy.ts';
import { EVERY, smallRule } from './naive.ts';
import { packetOf } from './packets.ts';
import { policy } from './policies.ts';

/** What a firewall says about packets one after the other, and the rules that it said to have mattered. */
function told(rules: readonly Rule[], stateful: boolean, packets: readonly (typeof EVERY)[number][]) {
  const mattered: number[] = [];
  const engine = new Engine(policy(rules, { stateful }), undefined, (index) => mattered.push(index));
  const said = packets.map((one, second) => {
    const packet = packetOf(one);
    const { action, rule } = engine.decide(packet, one.outside, second);
    const closed = action === 'accept' ? null : engine.closedRule(packet, one.outside);
    return { action, rule, closed };
  });
  return { said, mattered };
}

test('whether other rules are on than those that are said to matter changes nothing', () => {
  fc.assert(
    fc.property(
      fc.array(smallRule, { maxLength: 12 }),
      fc.array(fc.constantFrom(...EVERY), { maxLength: 6 }),
      fc.boolean(),
      fc.infiniteStream(fc.boolean()),
      (list, packets, stateful, coin) => {
        const rules = list.map((rule, index) => ({ ...rule, id: `R${index}` }));
        const { said, mattered } = told(rules, stateful, packets);
        expect(new Set(mattered).size).toBe(mattered.length);
        const others = rules.map((rule, index) =>
          mattered.includes(index) ? rule : { ...rule, enabled: coin.next().value === true },
        );
        expect(told(others, stateful, packets).said).toEqual(said);
      },
    ),
    { numRuns: 2000 },
  );
});
