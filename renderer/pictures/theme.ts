import { flushSync } from 'svelte';
import type { PictureLook } from './studio.svelte.ts';

/** How the window looks now. */
export function lookNow(): PictureLook {
  const { theme, contrast = 'normal', palette = 'normal' } = document.documentElement.dataset;
  return { theme: theme === 'dark' ? 'dark' : 'light', contrast, palette };
}

/** Does something while the window has another theme: so shortly that nobody sees it. */
export async function inTheme<T>(theme: PictureLook['theme'], then: () => T): Promise<T> {
  const { dataset } = document.documentElement;
  const { theme: before = 'light', motion = 'normal' } = dataset;
  if (theme === before) return then();
  dataset['theme'] = theme;
  // Colours are not to glide to the other theme.
  dataset['motion'] = 'less';
  try {
    // Those who watch the theme are told before this goes on, and it goes on before anything is painted.
    await Promise.resolve();
    flushSync();
    return then();
  } finally {
    dataset['theme'] = before;
    dataset['motion'] = motion;
  }
}
