import { getContext, setContext } from 'svelte';
import type { Attachment } from 'svelte/attachments';

const KEY = Symbol('kept');
type Kept = Record<string, object>;

/** Makes room for what views keep. To be called once, by what holds them. */
export function provideKept(): void {
  setContext<Kept>(KEY, {});
}

/**
 * A view's own state, which outlives the view: whoever comes back finds it as they left it, as long as the window is open.
 * @param view whose it is
 * @param initial what it is at first
 */
export function useKept<T extends object>(view: string, initial: T): T {
  const all = getContext<Kept>(KEY);
  const known = all[view] as T | undefined;
  if (known) return known;
  const fresh = $state(initial);
  all[view] = fresh;
  return fresh;
}

/** Keeps how far something is scrolled in the same way. */
export function useKeptScroll(view: string): Attachment<HTMLElement> {
  const place = useKept(`${view}/scroll`, { top: 0 });
  return (element) => {
    element.scrollTop = place.top;
    const note = () => (place.top = element.scrollTop);
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  };
}
