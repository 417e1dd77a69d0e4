export type Theme = 'system' | 'light' | 'dark';

/** Sizes of text that one can choose, in percent. */
export const TEXT_SIZES = [100, 112, 125] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

/** How a person wants the window to look. */
export interface Look {
  readonly theme: Theme;
  /** More contrast than the system asks for. */
  readonly contrast: boolean;
  /** Colours that stay apart for the colour-blind. */
  readonly safe: boolean;
  /** Less motion than the system asks for. */
  readonly still: boolean;
  readonly size: TextSize;
}

export const LOOK_DEFAULT: Look = { theme: 'system', contrast: false, safe: false, still: false, size: 100 };

/** A look in words: "dark more safe still 112". */
export function writeLook({ theme, contrast, safe, still, size }: Look): string {
  const switches = [contrast && 'more', safe && 'safe', still && 'still'].filter((word) => word !== false);
  return [theme, ...switches, ...(size === 100 ? [] : [size])].join(' ');
}

/** Reads such words; what is not known among them is passed over. */
export function readLook(text: string | null): Look {
  const words = new Set((text ?? '').split(' '));
  return {
    theme: (['light', 'dark'] as const).find((theme) => words.has(theme)) ?? 'system',
    contrast: words.has('more'),
    safe: words.has('safe'),
    still: words.has('still'),
    size: TEXT_SIZES.find((size) => words.has(String(size))) ?? 100,
  };
}
