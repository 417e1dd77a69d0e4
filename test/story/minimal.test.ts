import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badness } from '../../simulator/analysis/matrix.ts';
import type { Design, DesignRule } from '../../simulator/model/design.ts';
import { less, plus } from '../../simulator/minimal/cover.ts';
import { costsOf, minimalSets, rulesOf as switches } from '../../simulator/minimal/minimal.ts';
import { repairs } from '../../simulator/minimal/repairs.ts';
import { closed, designWith, findingOf } from './designs.ts';
import { run } from '../../simulator/run.ts';

const reference = designWith();
const question = { design: reference, interventions: [], seed: 1, most: 1 };
const rulesOf = (design: Design) => design.firewalls.flatMap(({ rules }) => rules.map(({ id }) => id));
const only = (design: Design, rules: readonly string[]) =>
  closed(design, ...rulesOf(design).filter((id) => !rules.includes(id)));
const bad = (design: Design, features: readonly string[]) =>
  run(design, { only: features }).features.map(({ finding }) => badness(finding));

test('rules that suffice for a remote user, each proven by what breaks without it', () => {
  const features = ['remote-sign-in', 'address-book'];
  const { sets, never, bound } = minimalSets({ ...question, features });
  expect({ never, bound }).toEqual({ never: [], bound: false });
  expect(sets.map(({ rules }) => rules)).toEqual([['E3', 'E15', 'I1', 'I9']]);
  expect(sets[0]!.proof.map(({ without, breaks }) => `${without}: ${breaks.join(' ')}`)).toEqual([
    'E3: remote-sign-in address-book',
    'E15: address-book',
    'I1: remote-sign-in address-book',
    'I9: address-book',
  ]);
  for (const { without, because } of sets[0]!.proof) expect(because).toContain(`${without} would let it`);
});

/** Rules that a careless admin would write. */
const WIDE: readonly Partial<DesignRule>[] = [
  { src: 'any', dst: 'edge.access', dport: 'any', transport: 'tcp', direction: 'in' },
  { src: 'any', dst: 'edge', dport: '443', transport: 'tcp', direction: 'in' },
  { src: 'any', dst: 'any', dport: 'any', transport: 'any', direction: 'both' },
  { src: 'any', dst: '192.168.10.0/24', dport: '5061', transport: 'tcp', direction: 'both' },
];

/** The reference design with a few of its rules, and a few careless ones among them. */
const designs = fc
  .record({
    kept: fc.shuffledSubarray(['E3', 'E6', 'E14', 'E15', 'I1', 'I2', 'I8', 'I9'], {
      minLength: 3,
      maxLength: 6,
    }),
    wide: fc.array(fc.tuple(fc.nat(1), fc.nat(WIDE.length - 1), fc.boolean()), { maxLength: 2 }),
  })
  .map(({ kept, wide }): Design => ({
    ...reference,
    firewalls: reference.firewalls.map((firewall, at) => {
      const own = firewall.rules.filter(({ id }) => kept.includes(id));
      const [model] = firewall.rules;
      const careless = wide.flatMap(([wall, which, first], index) =>
        wall === at ? [{ first, rule: { ...model!, ...WIDE[which], id: `wide-${index}` } }] : [],
      );
      const some = (first: boolean) => careless.flatMap((one) => (one.first === first ? [one.rule] : []));
      return { ...firewall, rules: [...some(true), ...own, ...some(false)] };
    }),
  }));

test('on random designs: the sets suffice, nothing can be left out, and nothing that is cheaper would do', () => {
  const features = fc.shuffledSubarray(['remote-sign-in', 'http-redirect', 'meeting-join-page'], {
    minLength: 1,
  });
  fc.assert(
    fc.property(designs, features, (design, wanted) => {
      const rules = rulesOf(design);
      const goal = bad(design, wanted);
      const does = (on: readonly string[]) =>
        bad(only(design, on), wanted).every((one, i) => one <= goal[i]!);
      const { sets, bound } = minimalSets({ ...question, design, features: wanted, most: 2 });
      expect(bound).toBe(false);
      for (const { rules: own } of sets) {
        expect(does(own)).toBe(true);
        for (const left of own) expect(does(own.filter((id) => id !== left))).toBe(false);
      }
      const choices = switches(design, () => true);
      const costs = costsOf(design, choices);
      for (let bits = 0; bits < 1 << rules.length; bits++) {
        const on = [...rules.keys()].filter((index) => (bits >> index) & 1);
        const cost = on.reduce((sum, index) => plus(sum, costs[index]!), { exposed: 0, count: 0 });
        if (less(cost, sets[0]!.cost)) expect(does(on.map((index) => rules[index]!))).toBe(false);
      }
    }),
    { numRuns: 12, seed: 8 },
  );
});

test('the least repair of a broken design: closed rules to open, and nothing more', () => {
  const design = closed(reference, 'E3', 'I1', 'E12', 'E14');
  const features = ['remote-sign-in', 'remote-im'];
  const { sets, added, never } = repairs({ ...question, design, features });
  expect({ rules: sets[0]!.rules, added, never }).toEqual({ rules: ['E3', 'I1'], added: [], never: [] });
});

test('where a firewall has no rule, one is made of what it stopped, and does', () => {
  const design: Design = {
    ...reference,
    firewalls: reference.firewalls.map((firewall) => ({
      ...firewall,
      rules: firewall.rules.filter(({ id }) => !['E3', 'E12', 'E13', 'I5'].includes(id)),
    })),
  };
  const features = ['remote-sign-in', 'av-remote-internal'];
  const { sets, added } = repairs({ ...question, design, features });
  const repaired: Design = {
    ...design,
    firewalls: design.firewalls.map((firewall) => ({
      ...firewall,
      rules: [
        ...added.flatMap((one) =>
          one.firewall === firewall.id && sets[0]!.rules.includes(one.rule.id) ? [one.rule] : [],
        ),
        ...firewall.rules,
      ],
    })),
  };
  for (const { because } of sets[0]!.proof) expect(because).toMatch(/no rule for (TCP|UDP) \d+ to [\d.]+\.$/);
  const result = run(repaired, { only: features });
  for (const feature of features) expect(findingOf(result, feature).status, feature).toBe('works');
  expect(
    added.map(({ rule }) => `${rule.direction} ${rule.transport} ${rule.dst} ${rule.dport}`).sort(),
  ).toEqual(['in tcp 10.45.16.10 443', 'in udp 10.45.16.30 3478', 'out tcp 172.25.33.10 5062']);
});

test('what rules cannot repair is said', () => {
  const design = designWith({ 'hosts.reverse-proxy.roles': [] });
  const { sets, never } = repairs({ ...question, design, features: ['address-book'] });
  expect(never).toEqual(['address-book']);
  expect(sets[0]!.rules).toEqual([]);
});
