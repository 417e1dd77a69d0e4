import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { keepMoment, keepShow, keepWork, lostWork } from '../../../renderer/stores/recovery.ts';

const kept = new Map<string, string>();
// A window's storage, as far as it is used.
(globalThis as { localStorage?: unknown }).localStorage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, text: string) => kept.set(key, text),
};

const work = {
  version: 1,
  original: '{}',
  file: '',
  design: '{"id":"changed"}',
  interventions: [{ at: 4_000_000, change: { kind: 'rule', rule: 'E12', enabled: true } }],
} as const;
const moment = { version: 1, feature: 'remote-sign-in', time: 553_200, left: false } as const;

beforeEach(() => kept.clear());

test('what was kept is found again, unless the window was closed or nothing was begun', () => {
  expect(lostWork()).toBeNull();
  keepWork({ ...work, interventions: [...work.interventions] });
  keepMoment(moment);
  expect(lostWork()).toEqual({ work, moment, show: '' });
  keepMoment({ ...moment, left: true });
  expect(lostWork()).toBeNull();
  keepWork({ ...work, design: work.original, interventions: [] });
  keepMoment({ ...moment, time: 0 });
  expect(lostWork()).toBeNull();
  keepShow('{"version":1}');
  expect(lostWork()?.show).toBe('{"version":1}');
});

test('a damaged record is no record, however it is damaged', () => {
  fc.assert(
    fc.property(fc.string(), fc.json(), fc.nat(100), (junk, json, cut) => {
      keepMoment(moment);
      for (const text of [junk, json, JSON.stringify(work).slice(0, cut)]) {
        kept.set('edge-lab.work', text);
        expect(lostWork()).toBeNull();
      }
      keepWork({ ...work, interventions: [...work.interventions] });
      for (const text of [junk, json, JSON.stringify(moment).slice(0, Math.min(cut, 60))]) {
        kept.set('edge-lab.moment', text);
        expect(lostWork()).toBeNull();
      }
    }),
  );
});
