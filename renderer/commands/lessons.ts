import type { Desk } from '../stores/desk.svelte.ts';
import type { LessonsPage } from '../stores/lessons/lessons.svelte.ts';
import type { Command } from './command.ts';

const inLesson = ({ lessons }: Desk) => (lessons.playing ? 'Leave the lesson first' : '');
const noLesson = ({ lessons }: Desk) => (lessons.playing ? '' : 'No lesson is open');
const toPage =
  (page: LessonsPage) =>
  ({ lessons, show }: Desk) => {
    lessons.wantedPage = page;
    show('lessons');
  };

/** Lessons: playing them, and what instructors do. */
export const LESSON_COMMANDS = [
  {
    id: 'open-lesson',
    title: 'Open a lesson…',
    group: 'Lessons',
    icon: 'open',
    also: ['course', 'exercise', 'lab', 'hand-out'],
    run: ({ lessons }) => void lessons.open(),
  },
  {
    id: 'next-step',
    title: 'Go to the next step of the lesson',
    group: 'Lessons',
    keys: 'Shift+PageDown',
    icon: 'right',
    why: (desk) => {
      const { playing } = desk.lessons;
      if (!playing) return noLesson(desk);
      return playing.at < playing.lesson.steps.length - 1 ? '' : 'This is the last step';
    },
    run: ({ lessons }) => lessons.playing?.next(),
  },
  {
    id: 'previous-step',
    title: 'Go back to the step before',
    group: 'Lessons',
    keys: 'Shift+PageUp',
    icon: 'undo',
    why: (desk) => {
      const { playing } = desk.lessons;
      if (!playing) return noLesson(desk);
      return playing.at > 0 ? '' : 'This is the first step';
    },
    run: ({ lessons }) => lessons.playing?.back(),
  },
  {
    id: 'this-packet',
    title: 'Take the chosen packet as the one to be found',
    group: 'Lessons',
    icon: 'check',
    why: ({ lab, lessons }) => {
      if (lessons.playing?.act !== 'find') return 'No packet is to be found now';
      if (!lab.exhibit) return 'This is your own network: go to the one that is searched first';
      return lab.selection?.kind === 'packet' ? '' : 'No packet is chosen';
    },
    run: ({ lessons }) => void lessons.playing?.takePacket(),
  },
  {
    id: 'hand-in',
    title: 'Hand the lesson in',
    group: 'Lessons',
    icon: 'check',
    also: ['finish', 'submit', 'grade'],
    why: noLesson,
    run: ({ lessons }) => (lessons.handingIn = true),
  },
  {
    id: 'leave-lesson',
    title: 'Leave the lesson; what was done is kept',
    group: 'Lessons',
    icon: 'home',
    also: ['quit', 'exit', 'close'],
    why: noLesson,
    run: ({ lessons }) => void lessons.leave(),
  },
  {
    id: 'make-lab',
    title: 'Make a lab with faults',
    group: 'Lessons',
    icon: 'plus',
    also: ['instructor', 'teacher', 'seed', 'exercise'],
    why: inLesson,
    run: toPage('make'),
  },
  {
    id: 'class',
    title: 'Grade what a class handed in',
    group: 'Lessons',
    icon: 'person',
    also: ['instructor', 'teacher', 'results', 'score', 'xapi', 'csv'],
    why: inLesson,
    run: toPage('class'),
  },
  {
    id: 'write-lesson',
    title: 'Write a lesson',
    group: 'Lessons',
    icon: 'edit',
    also: ['instructor', 'author', 'yaml'],
    why: inLesson,
    run: toPage('write'),
  },
] as const satisfies readonly Command[];
