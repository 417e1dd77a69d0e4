import type { ChosenFile } from '../../host/host.ts';

/** Endings of the names of lessons' files, without a dot: open ones and hand-outs. */
export const LESSON_EXTENSIONS = ['edgelesson', 'yaml', 'yml'];

/** Is a file a lesson, by its name or by how it begins? */
export function isLesson({ name, text }: ChosenFile): boolean {
  return (
    LESSON_EXTENSIONS.some((extension) => name.toLowerCase().endsWith(`.${extension}`)) ||
    /^\s*(?:\{\s*)?"?format"?\s*:\s*["']?edge-lab-(?:lesson|handout)/.test(text)
  );
}
