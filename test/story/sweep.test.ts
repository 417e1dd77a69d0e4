import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Matrix } from '../../simulator/analysis/matrix.ts';
import { badness, needsOf, pairRows, pairsOf, singleRows } from '../../simulator/analysis/matrix.ts';
import { BUILTIN_DESIGNS, builtinDesign } from '../../simulator/designs/registry.ts';
import { FAULT_KINDS, faultsOf } from '../../simulator/faults/registry.ts';
import { FEATURES } from '../../simulator/features/registry.ts';
import type { Plan } from '../../simulator/sweep/sweep.ts';
import { matrixOf, sweepFeature } from '../../simulator/sweep/sweep.ts';
import { closed, designWith } from './designs.ts';
import { naive } from './naive.ts';

const EVERY = FEATURES.map(({ id }) => id);
const reference = designWith();
const plan = (over: Partial<Plan> = {}): Plan => ({
  design: reference,
  interventions: [],
  seed: 1,
  features: EVERY,
  kinds: ['rule'],
  depth: 1,
  ...over,
});
const swept = (of: Plan): Matrix =>
  matrixOf(
    of,
    of.features.map((feature) => sweepFeature(of, feature)),
  );

/** All features of the first design, a share of them of each other one: `npm run referee:sweeps` takes the whole. */
const plans = BUILTIN_DESIGNS.map(({ id }, index) =>
  plan({
    design: builtinDesign(id),
    depth: 2,
    features: EVERY.filter((_, at) => index === 0 || at % (BUILTIN_DESIGNS.length - 1) === index - 1),
  }),
);
const matrices = plans.map(swept);
const pairs = matrices[0]!;

test.each(plans.map((of, index) => ({ of, matrix: matrices[index]!, id: of.design.id })))(
  '$id: what was left out is what a run of its own gives, to the hash: rules alone and in pairs',
  ({ of, matrix: { features, faults } }) => {
    const both = [...pairsOf(faults.length)];
    const cases = fc.tuple(fc.constantFrom(...features), fc.nat(faults.length + both.length - 1));
    fc.assert(
      fc.property(cases, ([{ feature, outcomes, singles, pairs: of2 }, at]) => {
        const alone = at < faults.length;
        const known = outcomes[alone ? singles[at]! : of2[at - faults.length]!];
        expect(known).toEqual(naive(of, feature.id, alone ? [at] : both[at - faults.length]!));
      }),
      { numRuns: 200, seed: 8 },
    );
  },
);

test('every kind of fault: what was left out comes out as a run of its own does', () => {
  const kinds = FAULT_KINDS.map((kind) => kind.id).filter((kind) => kind !== 'rule');
  const of = plan({ kinds, features: ['remote-im', 'federation-im-lync2010', 'av-remote-internal'] });
  const faults = faultsOf(reference, kinds);
  for (const feature of of.features) {
    const { outcomes, singles } = sweepFeature(of, feature);
    // Where nothing was played, the fault's own change is not in the trace, so the hashes differ.
    const left = [...faults.keys()]
      .filter((index) => singles[index] === 0)
      .filter((index) => index % 5 === 0);
    for (const index of left) {
      const { hash } = outcomes[0]!;
      const own = naive(of, feature, [index]);
      expect({ ...own, hash }, `${feature}, ${faults[index]!.title}`).toEqual(outcomes[0]);
    }
  }
});

test('every pair of closed rules: what fails has reasons, packets that one of the two rows would have let through', () => {
  for (const { faults, cells } of pairRows(pairs))
    for (const [index, { outcome }] of cells.entries()) {
      const name = `${pairs.features[index]!.feature.id} without ${faults.map(({ id }) => id).join(' and ')}`;
      expect(outcome.because.length > 0, name).toBe(outcome.status !== 'works');
      const told = outcome.because.filter(({ text }) =>
        faults.some(({ id }) => text.includes(`${id} would let`)),
      );
      expect(told.length > 0, name).toBe(outcome.status !== 'works');
    }
});

test('pairs come with those first that break what neither of the two breaks alone', () => {
  const rows = pairRows(pairs);
  expect(rows).toHaveLength(276);
  const counts = rows.map(({ cells }) => cells.filter((cell) => cell.emerges).length);
  expect(counts).toEqual([...counts].sort((a, b) => b - a));
  const row = rows.find(({ faults }) => faults.map(({ id }) => id).join() === 'E12,E13')!;
  const at = pairs.features.findIndex(({ feature }) => feature.id === 'av-remote-internal');
  expect(row.cells[at]).toMatchObject({ outcome: { status: 'broken' }, emerges: true });
  const alone = new Map(
    singleRows(pairs).map(({ faults, cells }) => [faults[0]!.id, cells[at]!.outcome.status]),
  );
  expect([alone.get('E12'), alone.get('E13')]).toEqual(['degraded', 'works']);
});

test('rules are needed, needed as a fallback, or not at all', () => {
  const needs = needsOf(pairs);
  expect(needs.get('E3')!.need).toBe('needed');
  expect(needs.get('E3')!.features).toContain('remote-sign-in');
  for (const [id, { need, features }] of needs) {
    if (need === 'needed') continue;
    // Alone it changes nothing; in company it does where the answer says so.
    const [row] = singleRows(pairs).filter(({ faults }) => faults[0]!.id === id);
    for (const cell of row!.cells) expect(badness(cell.outcome), id).toBe(badness(cell.before));
    expect(features.length > 0, id).toBe(need === 'fallback');
  }
});

test('a design that is broken before anything is closed is swept all the same', () => {
  const of = plan({ design: closed(reference, 'E3'), features: ['remote-sign-in', 'http-redirect'] });
  const matrix = swept(of);
  expect(matrix.features.map(({ outcomes }) => outcomes[0]!.status)).toEqual(['broken', 'works']);
  expect(matrix.faults.map(({ id }) => id)).not.toContain('E3');
  expect(singleRows(matrix)).toHaveLength(23);
});

test('features that were not swept are named as missing', () => {
  const of = plan({ features: ['remote-sign-in', 'http-redirect', 'cms-replication'] });
  const some = matrixOf(of, [sweepFeature(of, 'cms-replication'), sweepFeature(of, 'remote-sign-in')]);
  expect(some.features.map(({ feature }) => feature.id)).toEqual(['remote-sign-in', 'cms-replication']);
  expect(some.missing).toEqual(['http-redirect']);
});
