import type { IconName } from './icons.ts';

/** Something that was found by what somebody writes. */
export interface FoundItem {
  readonly id: string;
  readonly title: string;
  readonly icon?: IconName;
  /** Beside the title: where it belongs, or why it cannot be chosen. */
  readonly note?: string;
  /** Keys that do the same, as they are shown. */
  readonly keys?: string;
  /** It cannot be chosen now; the note says why. */
  readonly off?: boolean;
}

export interface FoundGroup<T extends FoundItem> {
  readonly title: string;
  readonly items: readonly T[];
}
