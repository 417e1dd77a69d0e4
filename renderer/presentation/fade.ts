import { flushSync } from 'svelte';

/**
 * Changes what is on screen so that one picture fades into the next; at once where nothing is to move by itself, or the
 * browser cannot. How long that takes is up to the styles.
 */
export function fade(change: () => void, still: boolean): void {
  if (still || !('startViewTransition' in document)) {
    change();
    return;
  }
  const { finished, ready } = document.startViewTransition(() => flushSync(change));
  // Whoever goes on before it is over ends it: that is no fault.
  ready.catch(() => undefined);
  finished.catch(() => undefined);
}
