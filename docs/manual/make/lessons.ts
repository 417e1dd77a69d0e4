import { COURSE } from '../../../simulator/lessons/course/registry.ts';
import type { Lesson, Step } from '../../../simulator/lessons/lesson.ts';
import { loadLesson } from '../../../simulator/lessons/load.ts';
import { featureName } from '../../../simulator/model/feature-names.ts';
import { FEATURES } from '../../../simulator/features/registry.ts';
import { featurePath } from './features/feature-page.ts';
import { code, escaped, joined, list, table } from './page.ts';
import type { Page } from './page.ts';

/** A page for each lesson of the course: what it is about and what is asked, never what is right. */
export function lessonPages(): readonly Page[] {
  const lessons = COURSE.map(({ id, text }) => {
    const loaded = loadLesson(text, `${id}.yaml`);
    if (!loaded.ok) throw new Error(`the lesson ${id} cannot be read`);
    return loaded.lesson;
  });
  return lessons.map((lesson, at) => ({
    path: `lessons/${lesson.id}.md`,
    text: joined(
      `# Lesson ${at + 1}: ${escaped(lesson.title)}`,
      escaped(lesson.about),
      list([
        `Level: ${level(at, lessons.length)}, lesson ${at + 1} of ${lessons.length}`,
        `Time: ${lesson.minutes} minutes${lesson.grade.overtime > 0 ? `; each minute beyond costs ${lesson.grade.overtime} of 100 points` : ''}`,
        `Passed with ${lesson.grade.pass} of 100 points`,
        `Film: ${lesson.film.length === 0 ? 'none' : `${lesson.film.length} pictures`}`,
        `Network: ${lesson.wrong.length === 0 ? 'nothing is wrong with it when the lesson begins' : `${lesson.wrong.length === 1 ? 'one thing is' : `${lesson.wrong.length} things are`} wrong with it when the lesson begins`}`,
      ]),
      '## What one can do afterwards',
      list(lesson.learn.map(escaped)),
      '## What is asked',
      steps(lesson),
      features(lesson),
      '## To teach it',
      `Begin it under _Lessons_, or open it for a class: ${code(`npm run -s lab -- lesson sheet ${lesson.id} --as pdf --out sheet.pdf`)} is what learners get on paper, and ${code(`lesson show ${lesson.id} > mine.yaml`)} writes the lesson's text, to be changed. [Lessons for trainers](../guide/lessons.md) has the rest.`,
      before(lessons, at),
    ),
  }));
}

function level(at: number, of: number): string {
  return at < of / 3 ? 'first steps' : at < (2 * of) / 3 ? 'practised' : 'advanced';
}

function steps({ steps: all }: Lesson): string {
  return table(
    ['Step', 'What kind', 'Points', 'Hints'],
    all.map((step) => [escaped(step.title), kindOf(step), String(step.points), String(step.hints.length)]),
  );
}

function kindOf(step: Step): string {
  const kinds = [
    step.find ? 'find a packet' : '',
    step.ask ? 'say what will happen, before it does' : '',
    step.repair ? 'repair the network' : '',
    step.must ? 'change the network, so that something holds' : '',
  ].filter(Boolean);
  return kinds.join('; ') || 'read and watch';
}

/** The features that a lesson shows, with their pages. */
function features({ film, steps: all }: Lesson): string {
  const ids = new Set([
    ...film.map(({ feature }) => feature),
    ...all.flatMap(({ show, find, ask }) => [show?.feature, find?.feature, ask?.feature]),
  ]);
  const shown = FEATURES.filter(({ id }) => ids.has(id));
  return `To read on: ${shown.map((one) => `[${escaped(featureName(one))}](../${featurePath(one.id)})`).join(', ')}.`;
}

function before(lessons: readonly Lesson[], at: number): string {
  const [earlier, later] = [lessons[at - 1], lessons[at + 1]];
  return [
    earlier ? `Before it: [${escaped(earlier.title)}](${earlier.id}.md).` : '',
    later ? `After it: [${escaped(later.title)}](${later.id}.md).` : '',
  ]
    .join(' ')
    .trim();
}
