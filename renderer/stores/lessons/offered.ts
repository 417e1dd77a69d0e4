import type { ViewId } from '../../views/registry.ts';
import type { Lesson } from '../../worker/lesson-desk.ts';

/** Views that show nothing of what is to come. */
const TIMELESS: readonly ViewId[] = ['map', 'rules', 'design'];
/** Views in which a lesson's author, not a learner, is at work. */
const INSTRUCTORS: readonly ViewId[] = ['presentation'];
/** Views that are there to change something. */
const CHANGES: readonly ViewId[] = ['design', 'files'];
/** Views that say what breaks when, and why. */
const EXPLAINS: readonly ViewId[] = ['matrix', 'review', 'manual'];
/** Views of the stage, in the order in which they take each other's place. */
const STAGE = [
  'map',
  'ladder',
  'rules',
  'states',
  'captures',
  'sessions',
  'tables',
  'dialogs',
  'ice',
  'person',
  'design',
  'files',
  'matrix',
  'review',
] as const satisfies readonly ViewId[];

/**
 * Is a view not there in a lesson?
 * @param predicting something is to be foretold: no view is there that tells it
 */
export function hidesView(
  { hide, lock, explain }: Lesson['tools'],
  predicting: boolean,
  view: ViewId,
): boolean {
  if (view === 'lesson' || view === 'lessons') return false;
  return (
    (predicting && !TIMELESS.includes(view)) ||
    hide.includes(view) ||
    INSTRUCTORS.includes(view) ||
    (lock && CHANGES.includes(view)) ||
    (!explain && EXPLAINS.includes(view))
  );
}

/** The view that is wanted on the stage, or the first that is there; undefined when none is. */
export function viewInPlaceOf(wanted: string, hides: (view: ViewId) => boolean): ViewId | undefined {
  const view = STAGE.find((id) => id === wanted) ?? 'map';
  return hides(view) ? STAGE.find((id) => !hides(id)) : view;
}
