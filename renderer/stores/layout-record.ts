import * as v from 'valibot';
import { SPEED_DEFAULT, SPEEDS } from './clock.ts';

/** Parts of the window whose size one can choose. */
export type PaneId = 'rail' | 'panel' | 'timeline';

/** How small and how large a pane can be made, and how far one key moves its edge: pixels. */
export const PANE_LIMITS: Readonly<Record<PaneId, { readonly min: number; readonly max: number }>> = {
  rail: { min: 160, max: 400 },
  panel: { min: 260, max: 720 },
  timeline: { min: 96, max: 480 },
};

const size = (id: PaneId) =>
  v.nullable(v.pipe(v.number(), v.minValue(PANE_LIMITS[id].min), v.maxValue(PANE_LIMITS[id].max)));

const Kept = v.strictObject({
  /** Another form is not read: the window begins as if it were new. */
  version: v.literal(1),
  /** Pixels; null as the look has it. */
  sizes: v.strictObject({ rail: size('rail'), panel: size('panel'), timeline: size('timeline') }),
  folded: v.strictObject({ rail: v.boolean(), panel: v.boolean(), timeline: v.boolean() }),
  view: v.string(),
  speed: v.picklist(SPEEDS),
  skipWaiting: v.boolean(),
  /** Commands that were used last, the newest first. */
  recent: v.array(v.string()),
  /** The tour was taken, or not wanted. */
  toured: v.boolean(),
});

/** What the window remembers from one start to the next. */
export type KeptLayout = v.InferOutput<typeof Kept>;

export const LAYOUT_DEFAULT: KeptLayout = {
  version: 1,
  sizes: { rail: null, panel: null, timeline: null },
  folded: { rail: false, panel: false, timeline: false },
  view: 'map',
  speed: SPEED_DEFAULT,
  skipWaiting: true,
  recent: [],
  toured: false,
};

/** Reads what was remembered; the defaults when there is nothing, or it is damaged or of another version. */
export function readLayout(text: string | null): KeptLayout {
  try {
    return v.parse(Kept, JSON.parse(text ?? ''));
  } catch {
    return LAYOUT_DEFAULT;
  }
}

const RECENT_MOST = 5;

/** The commands that were used last, with one more in front. */
export function withRecent(recent: readonly string[], id: string): readonly string[] {
  return [id, ...recent.filter((one) => one !== id)].slice(0, RECENT_MOST);
}

/** A size within what its pane can have; a whole number of pixels. */
export function fittingSize(id: PaneId, wanted: number): number {
  const { min, max } = PANE_LIMITS[id];
  return Math.round(Math.min(Math.max(wanted, min), max));
}
