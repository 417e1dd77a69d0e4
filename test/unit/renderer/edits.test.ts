import { expect, test } from 'vitest';
import { differences, variantName } from '../../../renderer/stores/differences.ts';
import { findRule, setDefault, toggleRule } from '../../../renderer/stores/edits.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { Design } from '../../../simulator/model/design.ts';

const design = builtinDesign();
const name = (changed: Design) => variantName(differences(design, { design: changed, interventions: [] }));

test('a rule is switched in a design of its own', () => {
  const closed = toggleRule(design, 'external', 'E3');
  expect(findRule(closed, 'external', 'E3')?.enabled).toBe(false);
  expect(findRule(design, 'external', 'E3')?.enabled).toBe(true);
  expect(closed.firewalls[1]).toBe(design.firewalls[1]);
  expect(toggleRule(closed, 'external', 'E3')).toEqual(design);
});

test('what does not exist changes nothing', () => {
  expect(toggleRule(design, 'no-such', 'E3')).toBe(design);
  expect(findRule(design, 'external', 'I1')).toBeNull();
});

test('a variant is called by what differs', () => {
  const e3 = toggleRule(design, 'external', 'E3');
  const e3e12 = toggleRule(e3, 'external', 'E12');
  const rejects = setDefault(design, 'external', 'reject');
  expect(name(design)).toBe('as designed');
  expect(name(e3)).toBe('E3 closed');
  expect(name(e3e12)).toBe('E3 and E12 closed');
  expect(name(toggleRule(e3e12, 'internal', 'I1'))).toBe('E3, E12 and I1 closed');
  expect(name(toggleRule(toggleRule(e3e12, 'internal', 'I1'), 'internal', 'I2'))).toBe('4 changes');
  expect(name(rejects)).toBe('external rejects');
  expect(name(setDefault(e3, 'external', 'reject'))).toBe('E3 closed, external rejects');
});
