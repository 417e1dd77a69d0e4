import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../simulator/lessons/entry.ts';
import { readAttempt, writeAttempt, type Attempt } from '../../../renderer/stores/lessons/attempt.ts';
import { lastMade, withMade } from '../../../renderer/stores/lessons/entries.ts';
import { hidesView, viewInPlaceOf } from '../../../renderer/stores/lessons/offered.ts';
import { fileWord } from '../../../renderer/stores/lessons/words.ts';
import { isLesson } from '../../../renderer/stores/lessons/is-lesson.ts';
import {
  MOST_LEFT,
  NO_PROGRESS,
  readProgress,
  withLeft,
  withReached,
  writeProgress,
  type Progress,
} from '../../../renderer/stores/lessons/progress.ts';
import { leftWords, signed } from '../../../renderer/views/lessons/playing/words.ts';

const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const reached = fc.record({ score: fc.nat(100), of: fc.constant(100), passed: fc.boolean() });

describe('progress', () => {
  const progress: fc.Arbitrary<Progress> = fc.record({
    version: fc.constant(1 as const),
    learner: fc.string(),
    reached: fc.dictionary(id, reached, { noNullPrototype: true }),
    left: fc.uniqueArray(id),
  });

  test('is read as it was written', () => {
    fc.assert(
      fc.property(progress, (one) => {
        expect(readProgress(writeProgress(one))).toEqual(one);
      }),
    );
  });

  test('damaged, cut off or of another version: there is none', () => {
    const text = writeProgress({ ...NO_PROGRESS, learner: 'Ann', left: ['a-port'] });
    fc.assert(
      fc.property(fc.nat(text.length - 1), (length) => {
        expect(readProgress(text.slice(0, length))).toEqual(NO_PROGRESS);
      }),
    );
    for (const other of [null, '7', '[]', text.replace('"version":1', '"version":2'), '{"version":1}'])
      expect(readProgress(other)).toEqual(NO_PROGRESS);
  });

  test('the best counts, and a lesson that was passed stays passed', () => {
    fc.assert(
      fc.property(fc.array(reached, { minLength: 1 }), (all) => {
        const best = all.reduce<Progress>((before, one) => withReached(before, 'a', one), NO_PROGRESS)
          .reached['a']!;
        const passed = all.filter((one) => one.passed);
        expect(best.passed).toBe(passed.length > 0);
        expect(best.score).toBe(Math.max(...(passed.length > 0 ? passed : all).map(({ score }) => score)));
      }),
    );
  });

  test('the last lesson that was left stands first, once, and old ones make room', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'a'];
    const { left } = names.reduce<Progress>(withLeft, NO_PROGRESS);
    expect(left).toEqual(['a', 'g', 'f', 'e', 'd', 'c']);
    expect(left).toHaveLength(MOST_LEFT);
  });
});

describe('an attempt', () => {
  const attempt: Attempt = {
    version: 1,
    lesson: 'format: edge-lab-lesson',
    file: 'lab.yaml',
    handedOut: false,
    at: 2,
    began: '2026-01-01T00:00:00Z',
    seconds: 12.5,
    entries: [
      { kind: 'answer', at: 3, step: 'find', parts: { fate: 'arrives' } },
      { kind: 'make', at: 9, step: 'repair', design: 0 },
      { kind: 'hint', at: 10, step: 'repair', level: 1 },
    ],
    designs: ['{}'],
    design: '{}',
    interventions: [],
    open: true,
  };

  test('is read as it was written', () => {
    expect(readAttempt(writeAttempt(attempt))).toEqual(attempt);
  });

  test('damaged or of another version: there is none', () => {
    const text = writeAttempt(attempt);
    fc.assert(
      fc.property(fc.nat(text.length - 1), (length) => {
        expect(readAttempt(text.slice(0, length))).toBeNull();
      }),
    );
    expect(readAttempt(text.replace('"version":1', '"version":2'))).toBeNull();
    expect(readAttempt(text.replace('"level":1', '"level":9'))).toBeNull();
    expect(readAttempt(null)).toBeNull();
  });
});

test('of networks that were made in a step only the last is kept, and each entry still names its own', () => {
  const made = fc.array(
    fc.record({ step: fc.constantFrom('one', 'two', 'three'), text: fc.constantFrom('A', 'B', 'C') }),
  );
  fc.assert(
    fc.property(made, (all) => {
      let entries: readonly Entry[] = [{ kind: 'read', at: 0, step: 'one' }];
      let designs: readonly string[] = [];
      const last = new Map<string, string>();
      for (const [at, { step, text }] of all.entries()) {
        ({ entries, designs } = withMade(entries, designs, step, at, { design: text, interventions: [] }));
        last.set(step, text);
      }
      for (const [step, text] of last)
        expect(
          lastMade(
            entries.filter((entry) => entry.step === step),
            designs,
          ),
        ).toEqual({ design: text, interventions: [] });
      expect([...designs].sort()).toEqual([...new Set(last.values())].sort());
      expect(entries.filter(({ kind }) => kind === 'make')).toHaveLength(last.size);
      expect(entries[0]).toEqual({ kind: 'read', at: 0, step: 'one' });
    }),
  );
});

test('a lesson is known by its name or by how it begins', () => {
  expect(isLesson({ name: 'lab.edgelesson', text: '' })).toBe(true);
  expect(isLesson({ name: 'LAB.YAML', text: '' })).toBe(true);
  expect(isLesson({ name: 'pasted text', text: 'format: edge-lab-lesson\nversion: 1\n' })).toBe(true);
  expect(isLesson({ name: 'a.json', text: '{\n "format": "edge-lab-handout",' })).toBe(true);
  expect(isLesson({ name: 'a.json', text: '{ "format": "edge-lab-work" }' })).toBe(false);
  expect(isLesson({ name: 'design.json', text: '{ "id": "edge-lab-lesson" }' })).toBe(false);
});

test('time and points in words', () => {
  expect(leftWords(760)).toBe('12:40 left');
  expect(leftWords(-125)).toBe('2:05 over');
  expect([40, -8, 0].map(signed)).toEqual(['+40', '−8', '0']);
});

describe('views in a lesson', () => {
  const all = { hide: [], lock: false, explain: true };

  test('are those that it does not hide, lock or let explain', () => {
    expect(hidesView(all, false, 'matrix')).toBe(false);
    expect(hidesView({ ...all, explain: false }, false, 'matrix')).toBe(true);
    expect(hidesView({ ...all, explain: false }, false, 'manual')).toBe(true);
    expect(hidesView({ ...all, explain: false }, false, 'rules')).toBe(false);
    expect(hidesView({ ...all, lock: true }, false, 'design')).toBe(true);
    expect(hidesView({ ...all, lock: true }, false, 'rules')).toBe(false);
    expect(hidesView({ ...all, hide: ['map'] }, false, 'map')).toBe(true);
    expect(hidesView({ ...all, hide: ['lessons'] }, false, 'lessons')).toBe(false);
  });

  test('that tell what is to come are not there while it is to be foretold', () => {
    const shown = (['map', 'ladder', 'rules', 'inspector', 'states', 'captures'] as const).filter(
      (view) => !hidesView(all, true, view),
    );
    expect(shown).toEqual(['map', 'rules']);
  });

  test('take the place of one that is hidden', () => {
    const hides = (hidden: readonly string[]) => (view: string) => hidden.includes(view);
    expect(viewInPlaceOf('states', hides([]))).toBe('states');
    expect(viewInPlaceOf('map', hides(['map']))).toBe('ladder');
    expect(viewInPlaceOf('no-such-view', hides([]))).toBe('map');
  });
});

test('a name as it may stand in the name of a file', () => {
  expect(fileWord(' Ann Lee ')).toBe('ann-lee');
  expect(fileWord('Zoë/../x')).toBe('zoë-x');
  expect(fileWord('///')).toBe('learner');
  expect(fileWord('')).toBe('learner');
});
