import { innerHeight } from 'svelte/reactivity/window';
import type { Fork } from '../../stores/variants.ts';

/** Pixels of one variant's lane. */
export const LANE_HEIGHT = 20;

/** Windows below this are compact: the look's guide. */
const COMPACT = 870;

/**
 * Those that are drawn beside the run that is shown: the newest, in the order in which they were made, as many as leave
 * room for the lanes of packets. The review compares any.
 */
export function shownForks(forks: readonly Fork[]): readonly Fork[] {
  return forks.slice((innerHeight.current ?? COMPACT) < COMPACT ? -1 : -2);
}

/** Pixels that the lanes take. */
export function lanesHeight(forks: readonly Fork[]): number {
  const others = shownForks(forks).length;
  return others === 0 ? 0 : (others + 1) * LANE_HEIGHT + 4;
}
