import { designText } from '../../simulator/designs/text.ts';
import type { Lesson } from '../../simulator/lessons/lesson.ts';
import { writeWork } from '../../simulator/lessons/work.ts';
import type { Design } from '../../simulator/model/design.ts';

/** The work file of a learner who leaves the network of a lab like this. */
export function workFile(lesson: Lesson, learner: string, design: Design): string {
  const { id, title, digest } = lesson;
  return writeWork(lesson, {
    format: 'edge-lab-work',
    version: 1,
    lesson: { id, title, digest },
    learner,
    began: '2026-01-01T09:00:00Z',
    ended: '2026-01-01T09:10:00Z',
    seconds: 600,
    entries: [{ kind: 'make', at: 500, step: 'repair', design: 0 }],
    designs: [designText(design)],
  });
}
