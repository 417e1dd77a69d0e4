import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Changes } from '../../../renderer/stores/changes.ts';

test('what is so at a time is what was said last, at that time too', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.string()), { maxLength: 30 }),
      fc.integer({ min: -1, max: 21 }),
      (all, time) => {
        const sorted = all.toSorted(([a], [b]) => a - b);
        const changes = new Changes<string>();
        for (const [at, value] of sorted) changes.add(at, value);
        const last = sorted.findLast(([at]) => at <= time);
        expect([changes.at(time), changes.since(time)]).toEqual([last?.[1], last?.[0]]);
        expect(changes.countAt(time)).toBe(new Set(sorted.map(([at]) => at).filter((at) => at <= time)).size);
      },
    ),
  );
});
