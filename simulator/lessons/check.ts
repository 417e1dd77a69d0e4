import type { Problem } from '../designs/source.ts';
import { Source } from '../designs/source.ts';
import { shotMoment } from './film.ts';
import { wordsIn } from './forms.ts';
import { openLesson } from './handout.ts';
import { parseYaml } from './parse-yaml.ts';
import { STEP_KINDS } from './steps/registry.ts';

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
    for (const word of wordsIn(STEP_KINDS, step)) {
      const { at: below = [], undoable } = STEP_KINDS[word];
      say([...path, word, ...below], undoable(lesson, step));
    }
  }
  return source.problems;
}
