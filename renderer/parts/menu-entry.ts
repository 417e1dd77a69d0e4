import type { IconName } from './icons.ts';

/** A line of a context menu. */
export interface MenuEntry {
  readonly title: string;
  readonly icon?: IconName;
  /** Keys that do the same, as they are shown. */
  readonly keys?: string;
  /** Why it cannot be done now; it can while this is empty or left out. */
  readonly why?: string;
  /** It begins another group. */
  readonly apart?: boolean;
  readonly run: () => void;
}
