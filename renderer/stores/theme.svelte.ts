export type Theme = 'system' | 'light' | 'dark';

const KEY = 'edge-lab.theme';

/** Light, dark or as the system has it, and whether with more contrast. Remembered where that is possible. */
export class ThemeChoice {
  theme = $state<Theme>('system');
  contrast = $state(false);
  #systemDark = $state(false);
  #systemContrast = $state(false);

  readonly dark = $derived(this.theme === 'dark' || (this.theme === 'system' && this.#systemDark));
  readonly more = $derived(this.contrast || this.#systemContrast);

  constructor() {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const more = matchMedia('(prefers-contrast: more)');
    this.#systemDark = dark.matches;
    this.#systemContrast = more.matches;
    dark.addEventListener('change', (event) => (this.#systemDark = event.matches));
    more.addEventListener('change', (event) => (this.#systemContrast = event.matches));
    this.#recall();
  }

  choose(theme: Theme): void {
    this.theme = theme;
    this.#remember();
  }

  toggleContrast(): void {
    this.contrast = !this.contrast;
    this.#remember();
  }

  /** Writes the choice where the tokens look for it. */
  apply(root: HTMLElement): void {
    root.dataset['theme'] = this.dark ? 'dark' : 'light';
    if (this.more) root.dataset['contrast'] = 'more';
    else delete root.dataset['contrast'];
  }

  #recall(): void {
    try {
      const [theme, contrast] = (localStorage.getItem(KEY) ?? '').split(' ');
      if (theme === 'light' || theme === 'dark') this.theme = theme;
      this.contrast = contrast === 'more';
    } catch {
      // A browser that forbids it: the choice lasts as long as the window.
    }
  }

  #remember(): void {
    try {
      localStorage.setItem(KEY, this.contrast ? `${this.theme} more` : this.theme);
    } catch {
      // As above.
    }
  }
}
