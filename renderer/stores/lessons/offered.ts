import { VIEWS, viewOf, type ViewEntry, type ViewId } from '../../views/registry.ts';
import type { Lesson } from '../../worker/lesson-desk.ts';

/** Views of the stage, in the order in which they take each other's place: first those that only show. */
const STAGE = VIEWS.filter(({ stage, traits }) => stage !== undefined && !traits.includes('aside')).toSorted(
  (one, other) => rank(one) - rank(other),
);

/** Views that the author of a lesson can leave out; those that explain are left out together. */
export const HIDEABLE = STAGE.filter(({ traits }) => !traits.includes('explains'));

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
  const { traits } = viewOf(view);
  return (
    (predicting && !traits.includes('timeless')) ||
    hide.includes(view) ||
    traits.includes('authors') ||
    (lock && traits.includes('changes')) ||
    (!explain && traits.includes('explains'))
  );
}

/** The view that is wanted on the stage, or the first that is there; undefined when none is. */
export function viewInPlaceOf(wanted: string, hides: (view: ViewId) => boolean): ViewId | undefined {
  const view = STAGE.find(({ id }) => id === wanted)?.id ?? 'map';
  return hides(view) ? STAGE.find(({ id }) => !hides(id))?.id : view;
}

function rank({ traits }: ViewEntry): number {
  if (traits.includes('explains')) return 2;
  return traits.includes('changes') ? 1 : 0;
}
