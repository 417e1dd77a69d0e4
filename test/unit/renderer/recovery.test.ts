import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lostBefore, lostBy, OLD_KEYS } from '../../../renderer/stores/recovery.ts';
import { builtinDesign, BUILTIN_DESIGNS, openDesign } from '../../../simulator/designs/registry.ts';
import { designText } from '../../../simulator/designs/text.ts';
import type { Intervention } from '../../../simulator/model/run.ts';

const lab = {
  version: 2,
  began: 5,
  opened: '{}',
  saved: '{}',
  now: '{"id":"changed"}',
  name: '',
  at: null,
} as const;
const moment = { version: 2, feature: 'remote-sign-in', time: 553_200 } as const;

test('what was kept is found again, unless nothing was begun', () => {
  expect(lostBy('w', { lab, moment, show: undefined })).toEqual({ id: 'w', lab, moment, show: '' });
  const untouched = { ...lab, now: lab.opened };
  const atStart = { ...moment, time: 0 };
  expect(lostBy('w', { lab: untouched, moment: atStart, show: '' })).toBe('nothing');
  // Any of these is something.
  const saved = { ...untouched, saved: '{"id":"changed"}' };
  const at = { id: '01234567-89ab-4def-8123-456789abcdef', version: 'a'.repeat(64) };
  for (const begun of [
    { lab, moment: atStart, show: '' },
    { lab: untouched, moment, show: '' },
    { lab: untouched, moment: atStart, show: '{"version":1}' },
    { lab: saved, moment: atStart, show: '' },
    { lab: { ...untouched, name: 'mine.edgelab', at }, moment: atStart, show: '' },
  ])
    expect(lostBy('w', begun)).toMatchObject({ id: 'w', lab: begun.lab });
});

test('a damaged record is no record, however it is damaged', () => {
  const field = fc.constantFrom(...Object.keys(lab));
  fc.assert(
    fc.property(fc.anything(), field, fc.anything(), (junk, name, value) => {
      expect(lostBy('w', { lab: junk, moment, show: '' })).toBe('unreadable');
      expect(lostBy('w', { lab, moment: junk, show: '' })).toBe('unreadable');
      expect(lostBy('w', { lab: { ...lab, more: value }, moment, show: '' })).toBe('unreadable');
      const less = Object.fromEntries(Object.entries(lab).filter(([key]) => key !== name));
      expect(lostBy('w', { lab: less, moment, show: '' })).toBe('unreadable');
    }),
  );
});

const design = builtinDesign();
const interventions: Intervention[] = [{ at: 4, change: { kind: 'rule', rule: 'E12', enabled: false } }];
const open = (text: string) => Promise.resolve(openDesign(text, ''));
/** What a program of before kept. */
const before = (work: unknown, then: unknown, show?: string) => {
  const kept = [JSON.stringify(work), JSON.stringify(then), show ?? null];
  return (key: string) => kept[OLD_KEYS.findIndex((one) => one === key)] ?? null;
};
const [builtin] = BUILTIN_DESIGNS;
const oldWork = { version: 1, original: builtin!.text, file: '', design: builtin!.text, interventions };
const oldMoment = { version: 1, feature: 'remote-im', time: 7, left: false };

test('what a program of before has kept is read once more', async () => {
  expect(await lostBefore(before(oldWork, oldMoment, 'a show'), open)).toEqual({
    lab: {
      version: 2,
      began: 0,
      opened: builtin!.text,
      saved: builtin!.text,
      now: designText(design, interventions),
      name: '',
      at: null,
    },
    moment: { version: 2, feature: 'remote-im', time: 7 },
    show: 'a show',
  });
  // Closed, damaged, or nothing at all.
  for (const recall of [
    before(oldWork, { ...oldMoment, left: true }),
    before({ ...oldWork, design: '{' }, oldMoment),
    before({ ...oldWork, version: 3 }, oldMoment),
    () => null,
    () => '{',
  ])
    expect(await lostBefore(recall, open)).toBeNull();
});
