import { expect, test } from 'vitest';
import { differences, takeBack, variantName } from '../../../renderer/stores/differences.ts';
import {
  freshRuleId,
  insertRule,
  moveRule,
  removeRule,
  replaceRule,
  setDefault,
  setInspection,
  takeFile,
  toggleRule,
} from '../../../renderer/stores/edits.ts';
import type { Setup } from '../../../simulator/model/run.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { Design } from '../../../simulator/model/design.ts';

const design = builtinDesign();
const [external] = design.firewalls as [Design['firewalls'][number]];
const e12 = external.rules.find(({ id }) => id === 'E12')!;
const order = ({ firewalls }: Design) => firewalls[0]!.rules.map(({ id }) => id);
const setup = (changed: Design, interventions: Setup['interventions'] = []): Setup => ({
  design: changed,
  interventions,
});
const name = (of: Setup) => variantName(differences(design, of));

test('rules are put in, moved, changed and taken out; the given design stays as it is', () => {
  const before = JSON.stringify(design);
  const fresh = { ...e12, id: freshRuleId(design), action: 'drop' as const };
  const added = insertRule(design, 'external', fresh, 'E12');
  expect(order(added).slice(10, 13)).toEqual(['E11', 'new-1', 'E12']);
  expect(freshRuleId(added)).toBe('new-2');
  expect(order(insertRule(design, 'external', fresh, null)).at(-1)).toBe('new-1');
  const moved = moveRule(added, 'external', 'new-1', 15);
  expect(order(moved).at(-1)).toBe('new-1');
  expect(order(moveRule(moved, 'external', 'new-1', 0))[0]).toBe('new-1');
  expect(moveRule(moved, 'external', 'no-such', 0)).toBe(moved);
  expect(removeRule(moved, 'external', 'new-1')).toEqual(design);
  expect(removeRule(design, 'external', 'no-such')).toBe(design);
  const other = replaceRule(design, 'external', 'E12', { ...e12, dport: '3479' });
  expect(name(setup(other))).toBe('external: E12 changed');
  expect(JSON.stringify(design)).toBe(before);
});

test('a variant is called by what became of its rules', () => {
  const fresh = { ...e12, id: 'new-1' };
  expect(name(setup(insertRule(design, 'external', fresh, null)))).toBe('external: new-1 added');
  expect(name(setup(removeRule(design, 'external', 'E12')))).toBe('external: E12 removed');
  expect(name(setup(moveRule(design, 'external', 'E12', 0)))).toBe('external: another order');
  expect(name(setup(setInspection(design, 'external', e12, 'tls')))).toBe('external with inspection');
  const forgets = { at: 4_031_000, change: { kind: 'expire', firewall: 'external', connection: 3 } } as const;
  expect(name(setup(design, [forgets]))).toBe('external forgets connection 3 at 4.031 s');
});

test('a firewall from a file keeps the name of the file, and tells apart what was changed since', () => {
  const wall = { ...external, rules: external.rules.slice(0, 5), default: 'reject' as const };
  const taken = takeFile(design, wall, 'dmz.cfg');
  expect(name(setup(taken))).toBe('external from dmz.cfg');
  const closed = toggleRule(taken, 'external', 'E3');
  expect(name(setup(closed))).toBe('E3 closed, external from dmz.cfg');
  expect(name(setup(setDefault(closed, 'external', 'drop')))).toBe(
    'E3 closed, external from dmz.cfg, external drops',
  );
});

test('each difference can be taken back by itself, in any order, until the design is as it was opened', () => {
  const forgets = { at: 1, change: { kind: 'expire', firewall: 'external', connection: null } } as const;
  let changed = insertRule(design, 'external', { ...e12, id: 'new-1' }, 'E3');
  changed = toggleRule(changed, 'internal', 'I1');
  changed = setInspection(changed, 'external', e12, 'sip');
  changed = setDefault(changed, 'external', 'reject');
  for (const pick of [0, 1, 2, 3, 4]) {
    let now = setup(changed, [forgets]);
    for (let found = differences(design, now); found.length > 0; found = differences(design, now)) {
      const next = takeBack(now, found[pick % found.length]!);
      expect(differences(design, next)).toHaveLength(found.length - 1);
      now = next;
    }
    expect(now).toEqual(setup(design));
  }
  const taken = setup(takeFile(design, { ...external, rules: [] }, 'empty.csv'));
  expect(takeBack(taken, differences(design, taken)[0]!)).toEqual(setup(design));
  // What was taken back leaves no trace: a rule that is closed afterwards is one of the design's own.
  const without = takeBack(taken, differences(design, taken)[0]!);
  expect(name(setup(toggleRule(without.design, 'external', 'E3')))).toBe('E3 closed');
});
