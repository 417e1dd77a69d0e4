import { openLesson } from '../../../simulator/lessons/handout.ts';
import type { Lesson } from '../../../simulator/lessons/lesson.ts';

/** Text of a lesson as an author may write it: some lines of its head, and its steps. */
export function lessonText(steps: string, head = "faults: ['port:E12']"): string {
  return `format: edge-lab-lesson
version: 1
id: sample
title: A sample
minutes: 10
${head}
steps:
${steps}`;
}

/** A step that is only read. */
export const READ = `  - id: read
    title: Read this
`;

export const REPAIR = `  - id: repair
    title: Mend it
    repair: true
    hints:
      - { text: Look at the external firewall, cost: 5 }
      - { text: Compare the ports, cost: 10 }
    points: 100
`;

/** A lesson that is right. */
export function lessonOf(text: string): Lesson {
  const opened = openLesson(text, 'sample.yaml');
  if (!opened.ok)
    throw new Error(opened.problems.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return opened.lesson;
}
