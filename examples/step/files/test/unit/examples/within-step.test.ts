import { expect, test } from 'vitest';
import { checkLesson } from '../../../simulator/lessons/check.ts';
import { judgeStep } from '../../../simulator/lessons/grade.ts';
import { openLesson } from '../../../simulator/lessons/handout.ts';
import type { Lesson } from '../../../simulator/lessons/lesson.ts';
import { keyReport } from '../../../simulator/lessons/sheets.ts';

const CALL = 'av-remote-internal';

/** E13 is closed: calls go another way, and people wait for it. */
const text = (seconds: number, feature = CALL) =>
  JSON.stringify({
    format: 'edge-lab-lesson',
    version: 1,
    id: 'a',
    title: 'A',
    faults: ['E13'],
    steps: [{ id: 'one', title: 'In time', within: { feature, seconds }, points: 100 }],
  });

function opened(seconds: number): Lesson {
  const read = openLesson(text(seconds), 'a.json');
  if (!read.ok) throw new Error(read.problems[0]!.message);
  return read.lesson;
}

test('who takes the fault back has the call in time, and who does nothing has not', () => {
  const lesson = opened(5);
  const judged = ({ design }: Lesson['start']) =>
    judgeStep(lesson, lesson.steps[0]!, [{ kind: 'make', at: 1, step: 'one', design: 0 }], [design]);
  expect(judged(lesson.healthy)).toMatchObject({ held: true, lines: [{ points: 100 }] });
  expect(judged(lesson.start)).toMatchObject({ held: false, lines: [{ points: 0 }] });
  expect(judgeStep(lesson, lesson.steps[0]!, [], [])).toMatchObject({ held: false });
});

test('the checker finds what nobody can do, and what is there already', () => {
  const problems = (seconds: number) => checkLesson(text(seconds), 'a.json').map(({ message }) => message);
  expect(problems(5)).toEqual([]);
  expect(problems(1)[0]).toContain('without any fault');
  expect(problems(60)[0]).toContain('before anybody does anything');
  expect(checkLesson(text(5, 'telepathy'), 'a.json')[0]?.message).toContain('does not exist');
});

test('the answer key says what is demanded', () => {
  expect(JSON.stringify(keyReport(opened(5)).sections)).toContain('within 5 s.');
});
