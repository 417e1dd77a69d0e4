import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Clause, Cost } from '../../../simulator/minimal/cover.ts';
import { cheapest, less, plus } from '../../../simulator/minimal/cover.ts';

const CHOICES = 7;
const choices = fc.uniqueArray(fc.nat(CHOICES - 1), { maxLength: 4 });
const clause: fc.Arbitrary<Clause> = fc
  .tuple(choices, choices)
  .map(([on, off]) => ({ on, off: off.filter((one) => !on.includes(one)) }));
const costs = fc.array(
  fc.nat(3).map((exposed): Cost => ({ exposed, count: 1 })),
  { minLength: CHOICES, maxLength: CHOICES },
);

function costOf(on: readonly boolean[], of: readonly Cost[]): Cost {
  return of.reduce((sum, cost, choice) => (on[choice] ? plus(sum, cost) : sum), { exposed: 0, count: 0 });
}

test('the cheapest choice is as cheap as the cheapest of all choices, tried one by one, and none when there is none', () => {
  fc.assert(
    fc.property(fc.array(clause, { maxLength: 10 }), costs, (clauses, of) => {
      const holds = (on: readonly boolean[]) =>
        clauses.every((one) => one.on.some((c) => on[c]) || one.off.some((c) => !on[c]));
      let best: Cost | null = null;
      for (let bits = 0; bits < 1 << CHOICES; bits++) {
        const on = Array.from({ length: CHOICES }, (_, choice) => ((bits >> choice) & 1) === 1);
        if (holds(on) && (best === null || less(costOf(on, of), best))) best = costOf(on, of);
      }
      const found = cheapest(clauses, of, 1e6);
      expect(found.kind).toBe(best === null ? 'none' : 'found');
      if (found.kind !== 'found') return;
      expect(holds(found.on)).toBe(true);
      expect(costOf(found.on, of)).toEqual(best);
    }),
    { numRuns: 2000 },
  );
});

test('a search that is given too few steps says so', () => {
  const clauses = Array.from({ length: 12 }, (_, i) => ({ on: [i, (i + 1) % 13, (i + 5) % 13], off: [] }));
  const of = Array.from({ length: 13 }, () => ({ exposed: 1, count: 1 }));
  expect(cheapest(clauses, of, 3)).toEqual({ kind: 'bound' });
  expect(cheapest(clauses, of, 1e6).kind).toBe('found');
});
