import type { LessonRead } from '../../worker/lesson-desk.ts';

/** "lesson.yaml, line 3: ..." */
export function problemOf(read: Extract<LessonRead, { readonly ok: false }>, file: string): string {
  const [first] = read.problems;
  if (!first) return `${file} is no lesson`;
  const more = read.problems.length > 1 ? ` And ${read.problems.length - 1} more.` : '';
  return `${file}, line ${first.line}: ${first.message}.${more}`;
}

/** Somebody's name as it may stand in a file's: "ann-lee". */
export function fileWord(name: string): string {
  const word = name
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  return word === '' ? 'learner' : word;
}
