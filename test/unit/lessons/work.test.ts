import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withKey } from '../../../simulator/lessons/handout.ts';
import type { Work } from '../../../simulator/lessons/work.ts';
import { readWork, writeWork } from '../../../simulator/lessons/work.ts';
import { lessonOf, lessonText, READ, REPAIR } from './lesson-text.ts';

const text = lessonText(READ + REPAIR);
const lesson = lessonOf(text);

const work: Work = {
  format: 'edge-lab-work',
  version: 1,
  lesson: { id: lesson.id, title: lesson.title, digest: lesson.digest },
  learner: 'Zoë “Ada” Ünal',
  began: '2026-03-02T09:00:00Z',
  ended: '2026-03-02T09:09:00Z',
  seconds: 512.5,
  entries: [
    { kind: 'read', at: 3, step: 'read' },
    { kind: 'hint', at: 60.25, step: 'repair', level: 1 },
    { kind: 'answer', at: 70, step: 'repair', parts: { fate: 'external', why: 'no-rule' } },
    { kind: 'make', at: 400, step: 'repair', design: 0 },
  ],
  designs: [],
};
const file = writeWork(lesson, work);

test('what was written is read again, networks included', () => {
  const designs = [JSON.stringify(lesson.start.design)];
  const whole = writeWork(lesson, { ...work, designs });
  expect(readWork(lesson, whole, 'ada')).toEqual({
    ok: true,
    work: { ...work, designs },
    designs: [lesson.start.design],
  });
});

/** Why a file is worth nothing; null when it is whole. */
function refusal(changed: string, of = lesson): string | null {
  const read = readWork(of, changed, 'ada.edgework');
  return read.ok ? null : read.problem;
}

/** Do two files say the same? Blanks between words, for one, say nothing. */
function saysTheSame(one: string, other: string): boolean {
  try {
    return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
  } catch {
    return false;
  }
}

describe('a file that somebody edited has no score', () => {
  test('whichever character was changed', () => {
    const place = fc.nat({ max: file.length - 1 });
    fc.assert(
      fc.property(place, fc.string({ minLength: 0, maxLength: 2 }), (at, put) => {
        const changed = file.slice(0, at) + put + file.slice(at + 1);
        const why = refusal(changed);
        expect(why === null).toBe(saysTheSame(changed, file));
        if (why !== null) expect(why).toMatch(/^ada\.edgework: [^\n]+$/);
      }),
      { numRuns: 2000 },
    );
  });

  test('whatever it claims that still reads well', () => {
    const claims: readonly Partial<Work>[] = [
      { learner: 'Bert' },
      { seconds: 60 },
      { ended: '2026-03-02T09:01:00Z' },
      { entries: work.entries.filter(({ kind }) => kind !== 'hint') },
      { designs: [JSON.stringify(lesson.healthy.design)] },
    ];
    const { signature } = JSON.parse(file) as { signature: string };
    for (const claim of claims)
      expect(refusal(JSON.stringify({ ...work, ...claim, signature }))).toMatch(/was changed after/);
  });

  test('a line that was added counts as well', () => {
    expect(refusal(file.replace('"learner"', '"score": 100, "learner"'))).toMatch(/damaged at score/);
  });

  test('a name without end is not said to its end', () => {
    const endless = file.replace('"learner"', `"${'['.repeat(5000)}": 100, "learner"`);
    expect(refusal(endless)).toMatch(/^.{1,200}$/);
  });
});

test('a file that was cut off anywhere says so', () => {
  fc.assert(
    fc.property(fc.nat({ max: file.trimEnd().length - 1 }), (length) => {
      expect(refusal(file.slice(0, length))).toMatch(/^ada\.edgework: .*(cut off|no work file)[^\n]*$/);
    }),
  );
});

test('work for another lesson, or for another version of it, is none for this one', () => {
  const other = lessonOf(text.replace('id: sample', 'id: another').replace('A sample', 'Another'));
  expect(refusal(file, other)).toMatch(/for the lesson "A sample", not for "Another"/);
  const later = lessonOf(`${text}\n# and a remark`);
  expect(refusal(file, later)).toMatch(/another version of this lesson/);
});

test('work that a newer program wrote is not taken for damaged', () => {
  expect(refusal(file.replace('"version": 1', '"version": 2'))).toMatch(/newer version of Edge Lab/);
});

test('what is no work file is called that', () => {
  for (const none of ['{}', 'null', '[]', '"x"', '{"format":"edge-lab-lesson"}'])
    expect(refusal(none)).toMatch(/no work file of Edge Lab/);
});

test('a lesson with a key takes only what was signed with it', () => {
  const keyed = lessonOf(withKey(text, 'ab'.repeat(32)));
  const same = { ...work, lesson: { ...work.lesson, digest: keyed.digest } };
  expect(refusal(writeWork(keyed, same), keyed)).toBeNull();
  const guessed = { ...keyed, key: 'cd'.repeat(32) };
  expect(refusal(writeWork(guessed, same), keyed)).toMatch(/was changed after/);
  const keyless = { ...lesson, digest: keyed.digest };
  expect(refusal(writeWork(keyless, same), keyed)).toMatch(/was changed after/);
});

test('a network that is none is said to be none', () => {
  expect(refusal(writeWork(lesson, { ...work, designs: ['{"format":"edge-lab-design"}'] }))).toMatch(
    /a network in it is none/,
  );
});
