import { expect, test } from 'vitest';
import { differences, differenceText, takeBack, variantName } from '../../../renderer/stores/differences.ts';
import { adopt, takeFile } from '../../../renderer/stores/edits.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { FAULT_KINDS } from '../../../simulator/faults/registry.ts';
import type { Fault } from '../../../simulator/faults/fault.ts';
import type { Setup } from '../../../simulator/model/run.ts';

const design = builtinDesign();

/** A setup in which something went wrong, as the worker's thread gives it back. */
function wrong(base: Setup, fault: Fault): Setup {
  const changed = structuredClone(fault.apply(base));
  return { ...changed, design: adopt(base.design, changed.design) };
}

test.each(FAULT_KINDS.map((kind) => [kind.id, kind] as const))(
  'a fault of kind %s has a name among the differences, and can be taken back',
  (_, kind) => {
    const base = { design, interventions: [] };
    for (const fault of kind.of(design)) {
      let now = wrong(base, fault);
      const found = differences(design, now);
      expect(found.length).toBeGreaterThan(0);
      expect(variantName(found)).not.toBe('as designed');
      for (const difference of found) now = takeBack(now, difference);
      expect(now).toEqual(base);
    }
  },
);

test('what is otherwise is named by its place', () => {
  const first = (kind: string) => FAULT_KINDS.find(({ id }) => id === kind)!.of(design)[0]!;
  const text = (kind: string) =>
    differences(design, wrong({ design, interventions: [] }, first(kind))).map(differenceText);
  expect(text('nat')).toEqual(["Alice's router: other mapping"]);
  expect(text('misnamed')).toEqual(['Certificate edge-external: other subject and names']);
  expect(text('dns')).toEqual(['Public DNS: other roles']);
});

test('a firewall from a file keeps the name of the file when something of it goes wrong', () => {
  const taken = takeFile(design, { ...design.firewalls[0]! }, 'dmz.cfg');
  const closed = FAULT_KINDS[0]!.of(taken).find(({ id }) => id === 'E3')!;
  expect(variantName(differences(design, wrong({ design: taken, interventions: [] }, closed)))).toBe(
    'E3 closed, external from dmz.cfg',
  );
});
