import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { openLesson } from '../../../simulator/lessons/handout.ts';
import { numbersWith } from '../../../simulator/lessons/questions/count.ts';
import { pose } from '../../../simulator/lessons/steps/ask.ts';
import { Flag } from '../../../simulator/model/packet.ts';
import { run } from '../../../simulator/run.ts';

test('the right number is among them once, and no number is less than 0', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10_000 }), (number) => {
      const options = numbersWith(number);
      expect(options.filter(({ id }) => id === String(number))).toHaveLength(1);
      expect(options.every(({ id }) => Number(id) >= 0)).toBe(true);
      expect(options.length).toBeGreaterThan(2);
    }),
  );
});

const lesson = (count: string) =>
  openLesson(
    JSON.stringify({
      format: 'edge-lab-lesson',
      version: 1,
      id: 'a',
      title: 'A',
      steps: [{ id: 'one', title: 'One', ask: { feature: 'remote-sign-in', count } }],
    }),
    'a.json',
  );

test('what is right is found by running it', () => {
  const opened = lesson('tcp.flags.syn == 1 && tcp.flags.ack == 0');
  if (!opened.ok) throw new Error(opened.problems[0]!.message);
  const posed = pose(opened.lesson, opened.lesson.steps[0]!);
  const [signIn] = run(builtinDesign(), { only: ['remote-sign-in'] }).features;
  const { flags } = signIn!.trace.packets;
  const opening = flags.filter((set) => set === Flag.syn).length;
  expect(opening).toBeGreaterThan(0);
  expect(posed).toMatchObject({ ok: true, solution: { right: { count: [String(opening)] } } });
});

test('a filter that is none is refused', () => {
  expect(lesson('tcp.prot == 1')).toMatchObject({ ok: false });
});
