import { expect, test } from 'vitest';
import { needsOf, reasonOf, sameThingBefore } from '../../../renderer/views/rules/needs.ts';
import { differences, variantName } from '../../../renderer/stores/differences.ts';
import { setHairpin, setPart, setVersion } from '../../../renderer/stores/edits.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { run } from '../../../simulator/run.ts';

const design = builtinDesign();
const only = ['federation-av-lync2010', 'federation-av-ocs2007', 'federation-im-lync2010'];

test('a partner that goes back to OCS 2007 needs the whole range, and the same call is compared', () => {
  const before = run(design, { only });
  const old = setVersion(design, 'fabrikam', 'ocs-2007');
  const after = run(old, { only }).features.find((one) => one.feature.id === 'federation-av-ocs2007')!;
  const same = sameThingBefore(after, old, before, design)!;
  expect(same.feature.id).toBe('federation-av-lync2010');
  const [was, is] = [needsOf(same, design), needsOf(after, old)];
  const gained = is.rules
    .map(({ rule }) => rule.id)
    .filter((id) => !was.rules.some((one) => one.rule.id === id));
  expect(gained).toEqual(expect.arrayContaining(['E8', 'E9', 'E10']));
  expect(is.open.tcp + is.open.udp).toBeGreaterThan(20_000);
  expect(was.open.tcp + was.open.udp).toBeLessThan(10);
  expect(reasonOf(after, old)).toContain('Fabrikam runs OCS 2007');
  expect(reasonOf(same, design)).toBeNull();
});

test('somebody else takes a part, and the hairpin goes: both have names', () => {
  const two = builtinDesign('reference-2');
  const changed = setPart(setHairpin(two, 'external', false), 'internal', 'carol');
  expect(variantName(differences(two, { design: changed, interventions: [] }))).toBe(
    'external without hairpin, Carol as the internal user',
  );
  expect(setPart(two, 'internal', 'nobody')).toBe(two);
  expect(two.people.find(({ id }) => id === 'carol')!.plays).toBe('remote');
});
