import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differences } from '../../../simulator/firewall/judgement/diff.ts';
import { lint } from '../../../simulator/firewall/judgement/lint.ts';
import type { Box } from '../../../simulator/firewall/judgement/space.ts';
import { common, outsideOf, uncovered } from '../../../simulator/firewall/judgement/space.ts';
import { RuleTable } from '../../../simulator/firewall/engine/rules.ts';
import type { Policy, Rule } from '../../../simulator/model/policy.ts';
import { one, policy, ports, rule } from './policies.ts';

/** Boxes in a space of 3 x 4 x 4 x 4 x 4 packets, small enough to look at each. */
const run = (most: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 0, max: most }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
const box: fc.Arbitrary<Box> = fc.record({
  runs: fc.tuple(run(2), run(3), run(3), run(3), run(3)).map((runs) => runs.flat()),
  sides: fc.integer({ min: 1, max: 3 }),
  states: fc.integer({ min: 1, max: 3 }),
  flags: fc.integer({ min: 1, max: 3 }),
});

/** Points of a space in which everything lies. */
function* points(): Generator<readonly number[]> {
  for (let index = 0; index < 3 * 4 ** 4 * 8; index++) {
    const left = Math.floor(index / 8);
    yield [
      left % 3,
      Math.floor(left / 3) % 4,
      Math.floor(left / 12) % 4,
      Math.floor(left / 48) % 4,
      Math.floor(left / 192),
      1 << (index & 1),
      1 << ((index >> 1) & 1),
      1 << ((index >> 2) & 1),
    ];
  }
}
const holds = ({ runs, sides, states, flags }: Box, point: readonly number[]) =>
  [0, 1, 2, 3, 4].every((at) => runs[at * 2]! <= point[at]! && point[at]! <= runs[at * 2 + 1]!) &&
  (sides & point[5]!) !== 0 &&
  (states & point[6]!) !== 0 &&
  (flags & point[7]!) !== 0;

test('common and outsideOf part a box without rest and without overlap', () => {
  fc.assert(
    fc.property(box, box, (a, b) => {
      const shared = common(a, b);
      const pieces = outsideOf(a, b);
      for (const point of points()) {
        expect(shared !== null && holds(shared, point)).toBe(holds(a, point) && holds(b, point));
        expect(pieces.filter((piece) => holds(piece, point)).length).toBe(
          holds(a, point) && !holds(b, point) ? 1 : 0,
        );
      }
    }),
    { numRuns: 40 },
  );
});

test('uncovered finds a part that is outside of all others exactly when there is one', () => {
  fc.assert(
    fc.property(box, fc.array(box, { maxLength: 6 }), (a, others) => {
      const found = uncovered(a, others);
      const free = [...points()].filter(
        (point) => holds(a, point) && !others.some((other) => holds(other, point)),
      );
      expect(found !== null).toBe(free.length > 0);
      if (found) for (const point of points()) if (holds(found, point)) expect(free).toContainEqual(point);
    }),
    { numRuns: 60 },
  );
});

/** Rules over three hosts and four ports, so that every packet can be tried. */
const small: fc.Arbitrary<Rule> = fc
  .record({
    destination: fc.constantFrom('any', '10.0.0.1', '10.0.0.2'),
    first: fc.integer({ min: 0, max: 3 }),
    more: fc.integer({ min: 0, max: 3 }),
    transport: fc.constantFrom('tcp' as const, 'udp' as const, 'tcp-udp' as const),
    action: fc.constantFrom('permit' as const, 'drop' as const),
    direction: fc.constantFrom('in' as const, 'out' as const, 'both' as const),
  })
  .map(({ destination, first, more, ...rest }) =>
    rule({
      ...rest,
      ...(destination !== 'any' && { destinations: [one(destination)] }),
      destinationPorts: [ports(first, Math.min(3, first + more))],
    }),
  );

test('what lint says never matches never matches, and nothing else; what is not needed changes nothing', () => {
  fc.assert(
    fc.property(fc.array(small, { minLength: 1, maxLength: 7 }), (list) => {
      const rules = list.map((each, index) => ({ ...each, id: `R${index}` }));
      const tested = policy(rules);
      const table = new RuleTable(rules);
      const hit = new Set<string>();
      const decided = (from: RuleTable, list: readonly Rule[]) => {
        const all: string[] = [];
        for (const dst of ['10.0.0.1', '10.0.0.2', '10.0.0.3'])
          for (const dport of [0, 1, 2, 3, 9])
            for (const protocol of [6, 17])
              for (const outside of [true, false]) {
                const at = from.find(7, one(dst).first, 5, dport, protocol, 2, outside, 1);
                if (from === table && at >= 0) hit.add(rules[at]!.id);
                all.push(list[at]?.action ?? 'drop');
              }
        return all;
      };
      const before = decided(table, rules);
      const findings = lint(tested, null);
      const shadowed = findings.filter(({ kind }) => kind === 'shadowed').map((each) => each.rule);
      expect(shadowed).toEqual(rules.map(({ id }) => id).filter((id) => !hit.has(id)));
      for (const { kind, rule: id } of findings) {
        if (kind !== 'redundant') continue;
        const rest = rules.filter((each) => each.id !== id);
        expect(decided(new RuleTable(rest), rest)).toEqual(before);
      }
    }),
    { numRuns: 200 },
  );
});

test('a difference is found exactly where two rule sets differ, and its example is one', () => {
  fc.assert(
    fc.property(
      fc.array(small, { maxLength: 6 }),
      fc.array(small, { maxLength: 6 }),
      fc.constantFrom('drop' as const, 'permit' as const),
      (old, fresh, fallback) => {
        const [a, b] = [old, fresh].map((list, set) =>
          policy(
            list.map((each, index) => ({ ...each, id: `R${set}.${index}` })),
            { default: set === 0 ? 'drop' : fallback },
          ),
        );
        const passes = (tested: Policy, point: readonly number[], outside: boolean) => {
          const [protocol, dst, dport] = point as [number, number, number];
          const at = new RuleTable(tested.rules).find(7, dst, 5, dport, protocol, 2, outside, 1);
          return (tested.rules[at]?.action ?? tested.default) === 'permit';
        };
        const pairs = new Set<string>();
        const said = differences(a!, b!);
        for (const dst of ['10.0.0.1', '10.0.0.2', '10.0.0.3'])
          for (const dport of [0, 1, 2, 3, 9])
            for (const protocol of [6, 17])
              for (const outside of [true, false]) {
                const point = [protocol, one(dst).first, dport];
                const [was, is] = [passes(a!, point, outside), passes(b!, point, outside)];
                if (was !== is) pairs.add(`${was}`);
              }
        expect(new Set(said.map(({ passed }) => `${passed}`))).toEqual(pairs);
        for (const { box, passed, passes: now } of said) {
          const [protocol, , dst, dport] = [box.runs[0]!, 0, box.runs[4]!, box.runs[8]!];
          const outside = (box.sides & 1) !== 0;
          expect([
            passes(a!, [protocol, dst, dport], outside),
            passes(b!, [protocol, dst, dport], outside),
          ]).toEqual([passed, now]);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('a shadowed permit names the rule above it, its line and that it does the opposite', () => {
  const found = lint(
    policy([
      rule({ id: 'deny', line: 3, transport: 'udp', destinationPorts: [ports(1024, 65535)], action: 'drop' }),
      rule({
        id: 'stun',
        line: 9,
        transport: 'udp',
        destinations: [one('10.45.16.30')],
        destinationPorts: [ports(3478)],
      }),
    ]),
    null,
  );
  // Without "deny" its packets would pass by "stun": it is needed, if not wanted.
  expect(found).toEqual([
    expect.objectContaining({
      kind: 'shadowed',
      severity: 'error',
      rule: 'stun',
      others: ['deny'],
      text: 'stun (line 9) never matches: all that it would permit is decided before by deny (line 3), which does the opposite',
    }),
  ]);
});
