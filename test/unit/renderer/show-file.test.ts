import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STAGE_VIEWS, type Bookmark } from '../../../renderer/stores/bookmark.ts';
import { readShow, writeShow, type WrittenShow } from '../../../renderer/stores/show-file.ts';
import { designText } from '../../../simulator/designs/text.ts';
import { builtinDesign, openDesign } from '../../../simulator/designs/registry.ts';
import type { Setup } from '../../../simulator/model/run.ts';

const design = builtinDesign();
const closed: Setup['design'] = {
  ...design,
  firewalls: design.firewalls.map((wall) => ({
    ...wall,
    rules: wall.rules.map((rule) => ({ ...rule, enabled: rule.id !== 'E12' })),
  })),
};
const setups: readonly Setup[] = [
  { design, interventions: [] },
  { design: closed, interventions: [] },
  { design, interventions: [{ at: 4_000_000, change: { kind: 'rule', rule: 'E12', enabled: false } }] },
];

const words = fc.string({ unit: 'binary', maxLength: 60 });
const stop: fc.Arbitrary<Bookmark> = fc.record({
  id: fc.nat(),
  title: words,
  headline: words,
  says: words,
  notes: words,
  time: fc.nat(1e9),
  when: words,
  feature: words,
  view: fc.constantFrom(...STAGE_VIEWS),
  selection: fc.oneof(
    fc.constant(null),
    fc.record({ kind: fc.constant('packet' as const), packet: fc.nat(), event: fc.nat() }),
    fc.record({ kind: fc.constant('rule' as const), firewall: words, rule: words }),
    fc.record({ kind: fc.constant('host' as const), host: words }),
    fc.record({ kind: fc.constant('actor' as const), actor: fc.nat() }),
  ),
  near: fc.option(words),
  seconds: fc.integer({ min: 1, max: 3600 }),
  setup: fc.constantFrom(...setups),
});

function shown(text: string): WrittenShow {
  const read = readShow(text, 'a.edgeshow');
  if (!read.ok) throw new Error(read.problem);
  return read.show;
}

function problem(text: string): string {
  const read = readShow(text, 'a.edgeshow');
  return read.ok ? '' : read.problem;
}

const few = (all: readonly Bookmark[]) => writeShow(design, all);
const [sample] = fc.sample(stop, { numRuns: 1, seed: 1 });
const text = few([{ ...sample!, setup: setups[1]! }]);

describe('the file of a show', () => {
  test('what is written is read back, and each setup stands in it once', () => {
    fc.assert(
      fc.property(fc.array(stop, { maxLength: 8 }), (all) => {
        const show = shown(few(all));
        expect(show.setups.length).toBe(new Set(all.map(({ setup }) => setup)).size);
        const texts = show.setups.map((one) => {
          const loaded = openDesign(one.design, '');
          if (!loaded.ok) throw new Error(loaded.problems[0]?.message);
          return { design: designText(loaded.design), interventions: one.interventions };
        });
        expect(show.stops.map(({ setup, ...rest }) => ({ ...rest, setup: texts[setup] }))).toEqual(
          all.map(({ id: _, setup, ...rest }) => ({
            ...rest,
            setup: { design: designText(setup.design), interventions: setup.interventions },
          })),
        );
      }),
      { numRuns: 20 },
    );
  });

  test('what only the design shows is not kept as chosen', () => {
    const thing = { kind: 'thing', thing: { kind: 'zone', id: 'internet' } } as const;
    expect(shown(few([{ ...sample!, selection: thing }])).stops[0]?.selection).toBeNull();
  });

  test('a file that ends too early, wherever it does, is said to be damaged in one sentence', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 3), (cut) => {
        expect(problem(text.slice(0, cut))).toMatch(/^a\.edgeshow is damaged[^\n]*$/);
      }),
      { numRuns: 50 },
    );
  });

  test('any other JSON is refused in one sentence', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(problem(json)).toMatch(/^a\.edgeshow [^\n]+$/);
      }),
    );
    const value = JSON.parse(text) as { stops: { setup: number }[] };
    value.stops[0]!.setup = 1;
    expect(problem(JSON.stringify(value))).toBe(
      'a.edgeshow is damaged at stops.0.setup: there is no such setup',
    );
    expect(problem(JSON.stringify({ ...value, stops: [{ title: 7 }] }))).toMatch(/at stops\.0/);
  });

  test('one of a newer version says so', () => {
    expect(problem(text.replace('"version": 1', '"version": 2'))).toBe(
      'a.edgeshow was made by a newer Edge Lab: it has version 2, and 1 is the newest that this one reads',
    );
  });
});
