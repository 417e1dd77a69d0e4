import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  differences,
  differenceText,
  takeBack,
  takeBackText,
  variantName,
} from '../../../renderer/stores/differences.ts';
import { adopt } from '../../../renderer/stores/edits.ts';
import type { Edit } from '../../../simulator/designs/editing/edit.ts';
import { applyEdit } from '../../../simulator/designs/editing/edit.ts';
import { builtinDesign, openDesign } from '../../../simulator/designs/registry.ts';
import type { Design } from '../../../simulator/model/design.ts';
import type { Setup } from '../../../simulator/model/run.ts';

const design = builtinDesign();

/** As the window does it: through another thread. */
function edited(...edits: readonly Edit[]): Design {
  return edits.reduce((before, edit) => {
    const next = applyEdit(before, edit);
    if (!next.ok) throw new Error(next.problem);
    return adopt(before, structuredClone(next.design));
  }, design);
}
const found = (of: Design) => differences(design, { design: of, interventions: [] });
const texts = (of: Design) => found(of).map(differenceText);
const at = (list: 'hosts' | 'zones', id: string) => design[list].findIndex((one) => one.id === id);

test('a home is one difference, however much of the design it takes; what is taken back leaves nothing', () => {
  const next = edited({ kind: 'add', what: 'home', name: 'Henry' });
  expect(texts(next)).toEqual(["Henry's home added, 5 more with it"]);
  const [home] = found(next);
  expect(takeBackText(home!)).toBe("Without Henry's home");
  expect(takeBack({ design: next, interventions: [] }, home!).design).toEqual(design);
});

test('a partner is a difference, and what others are told of it another', () => {
  expect(texts(edited({ kind: 'add', what: 'partner', name: 'Northwind' }))).toEqual([
    'Northwind added, 11 more with it',
    'Public DNS: other roles',
  ]);
});

test('what was deleted comes back where it stood', () => {
  const next = edited({ kind: 'delete', thing: { kind: 'host', id: 'bob-pc' } });
  expect(texts(next)).toEqual(['Bob removed, 5 more with it']);
  const back = found(next).reduce<Setup>((setup, one) => takeBack(setup, one), {
    design: next,
    interventions: [],
  });
  expect(back.design).toEqual(design);
});

test('another name of a zone goes back with all that names it', () => {
  const next = edited({ kind: 'set', path: ['zones', at('zones', 'corporate'), 'id'], value: 'office' });
  const [first, ...others] = found(next);
  expect(differenceText(first!)).toMatch(/^Corporate changed, \d+ more with it$/);
  expect(others).toEqual([]);
  expect(takeBack({ design: next, interventions: [] }, first!).design).toEqual(design);
});

test('knobs, words and addresses are told and taken back one by one', () => {
  const next = edited(
    { kind: 'set', path: ['knobs', 'sip.t1_ms'], value: 250 },
    { kind: 'set', path: ['title'], value: 'Mine' },
    {
      kind: 'set',
      path: ['hosts', at('hosts', 'bob-pc'), 'interfaces', 0, 'address'],
      value: '192.168.10.99',
    },
  );
  expect(variantName(found(next))).toBe('SIP T1: 250 ms, another title, Bob: other interfaces');
  expect(found(next).map(takeBackText)).toEqual([
    'SIP T1: back to 500 ms',
    'The title as it was',
    'Bob: as it was',
  ]);
});

test('a crowd is one difference', () => {
  const next = edited({ kind: 'copy', thing: { kind: 'person', id: 'carol' }, times: 40 });
  expect(found(next)).toHaveLength(1);
});

const change: fc.Arbitrary<Edit> = fc.oneof(
  fc.constantFrom<Edit>(
    { kind: 'add', what: 'home' },
    { kind: 'add', what: 'partner' },
    { kind: 'add', what: 'zone' },
    { kind: 'add', what: 'host', zone: 'corporate' },
    { kind: 'add', what: 'certificate' },
    { kind: 'set', path: ['firewalls', 0, 'title'], value: 'Outer wall' },
    { kind: 'set', path: ['knobs', 'sip.t1_ms'], value: 250 },
    { kind: 'set', path: ['date'], value: '2012-01-01' },
    { kind: 'set', path: ['people', 0, 'name'], value: 'Alicia' },
  ),
  fc.constantFrom(...design.hosts).map(({ id }): Edit => ({ kind: 'delete', thing: { kind: 'host', id } })),
  fc.constantFrom(...design.nats).map(({ id }): Edit => ({ kind: 'delete', thing: { kind: 'nat', id } })),
  fc.constantFrom(...design.zones).map(({ id }): Edit => ({ kind: 'delete', thing: { kind: 'zone', id } })),
  fc
    .constantFrom(...design.people)
    .map(({ id }): Edit => ({ kind: 'copy', thing: { kind: 'person', id }, times: 1 })),
);

test('any edits can be taken back one by one until nothing differs', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), fc.nat(20), (edits, pick) => {
      let now = { design, interventions: [] } as Parameters<typeof takeBack>[0];
      for (const edit of edits) {
        const next = applyEdit(now.design, edit);
        if (next.ok) now = { ...now, design: adopt(now.design, structuredClone(next.design)) };
      }
      for (let left = differences(design, now), steps = 0; left.length > 0; left = differences(design, now)) {
        expect(steps++).toBeLessThan(60);
        expect(variantName(left)).not.toBe('as designed');
        now = takeBack(now, left[pick % left.length]!);
      }
      const byId = (of: Design) => openDesign(JSON.stringify(of), '').ok;
      expect(byId(now.design)).toBe(true);
      expect(now.design.people.map(({ id }) => id).sort()).toEqual(design.people.map(({ id }) => id).sort());
    }),
    { numRuns: 80 },
  );
});
