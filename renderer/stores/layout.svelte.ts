import type { ViewId } from '../views/registry.ts';
import type { Lab } from './lab.svelte.ts';
import { fittingSize, LAYOUT_DEFAULT, readLayout, withRecent, type PaneId } from './layout-record.ts';
import { recall, remember } from './storage.ts';

const KEY = 'edge-lab.layout';

/** How the window is arranged. Remembered from one start to the next. */
export class Layout {
  /** Pixels; null as the look has it. */
  sizes = $state.raw(LAYOUT_DEFAULT.sizes);
  folded = $state.raw(LAYOUT_DEFAULT.folded);
  recent = $state.raw<readonly string[]>([]);
  toured = $state(false);
  readonly #lab: Lab;

  /** Arranges the window as it was left. @param views what can be on the stage */
  constructor(lab: Lab, views: readonly ViewId[]) {
    this.#lab = lab;
    const kept = readLayout(recall(KEY));
    this.sizes = kept.sizes;
    this.folded = kept.folded;
    this.recent = kept.recent;
    this.toured = kept.toured;
    lab.view = views.find((id) => id === kept.view) ?? lab.view;
    lab.playback.speed = kept.speed;
    lab.playback.skipWaiting = kept.skipWaiting;
  }

  /** Writes down how things are now: an effect that runs whenever they change. */
  keep(): void {
    const { sizes, folded, recent, toured } = this;
    const { view, playback } = this.#lab;
    const { speed, skipWaiting } = playback;
    remember(KEY, JSON.stringify({ version: 1, sizes, folded, view, speed, skipWaiting, recent, toured }));
  }

  resize(pane: PaneId, wanted: number): void {
    this.sizes = { ...this.sizes, [pane]: fittingSize(pane, wanted) };
  }

  /** Back to the size that the look has. */
  restore(pane: PaneId): void {
    this.sizes = { ...this.sizes, [pane]: null };
  }

  /** Folds a pane away, or brings it back. */
  fold(pane: PaneId): void {
    this.folded = { ...this.folded, [pane]: !this.folded[pane] };
  }

  /** Brings all panes back. */
  unfold(): void {
    this.folded = LAYOUT_DEFAULT.folded;
  }

  used(command: string): void {
    this.recent = withRecent(this.recent, command);
  }

  /** All panes there, in the sizes of the look. */
  reset(): void {
    this.sizes = LAYOUT_DEFAULT.sizes;
    this.unfold();
  }
}
