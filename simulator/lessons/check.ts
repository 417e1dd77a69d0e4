import type { Problem } from '../designs/source.ts';
import { Source } from '../designs/source.ts';
import { quote } from '../designs/quote.ts';
import type { Setup } from '../model/run.ts';
import { TraceReader } from '../model/trace-reader.ts';
import { withChanges } from './change-line.ts';
import { shotMoment } from './film.ts';
import { featureRunOf, setupOf } from './grounds.ts';
import { openLesson } from './handout.ts';
import type { Lesson, Step } from './lesson.ts';
import { judgeMusts } from './musts.ts';
import { parseYaml } from './parse-yaml.ts';
import { firstMatch, pose } from './questions.ts';
import { judgeRepair } from './repair.ts';

/**
 * Whether a lesson can be done: reads it, and runs its answer. A step that can never hold is found, and one that holds before
 * anybody does anything; so are questions about packets that nobody sends, and pictures of what does not happen.
 * @returns what is wrong, in the order of the text; nothing for a good lesson
 */
export function checkLesson(text: string, file: string): readonly Problem[] {
  const opened = openLesson(text, file);
  if (!opened.ok) return opened.problems;
  const { lesson } = opened;
  const source = new Source(opened.text, file, { holds: 'a lesson', parse: parseYaml });
  const say = (path: readonly (string | number)[], problem: string | null) => {
    if (problem !== null) source.problem(source.at(path).offset, problem);
  };
  lesson.film.forEach((shot, at) => {
    const moment = shotMoment(lesson, shot, shot.feature, shot.at);
    say(['film', at, 'at'], moment.ok ? null : moment.message);
  });
  for (const [at, step] of lesson.steps.entries()) {
    const path = ['steps', at];
    if (step.show) {
      const ground = { on: 'faulty', after: [] } as const;
      const moment = shotMoment(lesson, ground, step.show.feature, step.show.at);
      say([...path, 'show', 'at'], moment.ok ? null : moment.message);
    }
    if (step.ask) {
      const posed = pose(lesson, step);
      say([...path, 'ask'], posed.ok ? null : posed.problem);
    }
    if (step.find) say([...path, 'find', 'packet'], findable(lesson, step.find));
    if (step.must) say([...path, 'must'], doable(lesson, step));
    if (step.repair) say([...path, 'repair'], repairable(lesson));
  }
  return source.problems;
}

function findable(lesson: Lesson, find: NonNullable<Step['find']>): string | null {
  const reader = new TraceReader(featureRunOf(lesson, find, find.feature).trace);
  return firstMatch(reader, setupOf(lesson, find).design, find.packet) === null
    ? `no packet of ${quote(find.feature)} matches, so it can never be found`
    : null;
}

/** The network with which a step's demands should hold. */
export function answerOf(lesson: Lesson, step: Step): Setup {
  if (!step.answer) return lesson.healthy;
  const changed = withChanges(lesson.start.design, step.answer);
  if ('problem' in changed) throw new Error(changed.problem);
  return { ...lesson.start, design: changed.design };
}

function doable(lesson: Lesson, step: Step): string | null {
  const { musts, meddled } = judgeMusts(lesson, step, answerOf(lesson, step));
  const failing = musts.find(({ ok }) => !ok);
  const how = step.answer ? 'with the answer' : 'with the faults taken back (there is no "answer")';
  if (failing) return `this can never hold: ${how}, ${failing.text}`;
  if (meddled.length > 0) return `the answer changes what learners may not: ${meddled.join(', ')}`;
  return judgeMusts(lesson, step, lesson.start).holds
    ? 'this holds before anybody does anything: there is nothing to do'
    : null;
}

function repairable(lesson: Lesson): string | null {
  const before = judgeRepair(lesson, lesson.start);
  if (before.features.every(({ broken }) => !broken))
    return 'nobody notices the faults: no feature fares worse with them, so there is nothing to repair';
  return judgeRepair(lesson, lesson.healthy).holds ? null : 'taking the faults back repairs nothing';
}
