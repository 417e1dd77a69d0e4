import { LOOK_DEFAULT, readLook, writeLook, type Look } from './look.ts';
import { recall, remember } from './storage.ts';

const KEY = 'edge-lab.theme';

/** How the window looks: what the person chose, and what the system asks for. Remembered from one start to the next. */
export class ThemeChoice {
  chosen = $state.raw<Look>(LOOK_DEFAULT);
  readonly #systemDark = systemAsks('(prefers-color-scheme: dark)');
  readonly #systemContrast = systemAsks('(prefers-contrast: more)');
  readonly #systemStill = systemAsks('(prefers-reduced-motion: reduce)');

  readonly dark = $derived(
    this.chosen.theme === 'dark' || (this.chosen.theme === 'system' && this.#systemDark.now),
  );
  readonly more = $derived(this.chosen.contrast || this.#systemContrast.now);
  /** Nothing moves by itself. */
  readonly still = $derived(this.chosen.still || this.#systemStill.now);

  constructor() {
    this.chosen = readLook(recall(KEY));
  }

  choose(change: Partial<Look>): void {
    this.chosen = { ...this.chosen, ...change };
    remember(KEY, writeLook(this.chosen));
  }

  /** Writes the choice where the tokens look for it. */
  apply({ dataset }: HTMLElement): void {
    dataset['theme'] = this.dark ? 'dark' : 'light';
    dataset['contrast'] = this.more ? 'more' : 'normal';
    dataset['palette'] = this.chosen.safe ? 'safe' : 'normal';
    dataset['motion'] = this.still ? 'less' : 'normal';
    dataset['size'] = String(this.chosen.size);
  }
}

function systemAsks(query: string): { readonly now: boolean } {
  const list = matchMedia(query);
  let now = $state(list.matches);
  list.addEventListener('change', (event) => (now = event.matches));
  return {
    get now() {
      return now;
    },
  };
}
