import { zoomIdentity, type ZoomTransform } from 'd3';
import type { Folding } from './folding.ts';
import { held, mostZoom, scaleOf, zoomBy, zoomTo } from './zooming.ts';

/** Pixels for the names of lanes, and what is left free at the other end. */
export const LABEL = 152;
const MARGIN = 18;

/** Which part of a run is in sight, and where on the screen. */
export class TimeWindow {
  width = $state(800);
  transform = $state.raw<ZoomTransform>(zoomIdentity);
  readonly left = LABEL;
  readonly right = $derived(Math.max(LABEL + 50, this.width - MARGIN));
  readonly #folding: () => Folding;

  readonly scale = $derived(scaleOf(this.#fold, this.#kept, this.left, this.right));
  readonly from = $derived(this.scale.invert(this.left));
  readonly to = $derived(this.scale.invert(this.right));
  readonly zoomed = $derived(this.#kept.k > 1.0001);
  readonly most = $derived(mostZoom(this.#fold.times.at(-1)!));

  /** @param folding how the run lies along the line */
  constructor(folding: () => Folding) {
    this.#folding = folding;
  }

  get #fold(): Folding {
    return this.#folding();
  }

  /** Another width may have moved the edges. */
  get #kept(): ZoomTransform {
    return held(this.transform, this.left, this.right);
  }

  fit(): void {
    this.transform = zoomIdentity;
  }

  zoom(factor: number, around: number): void {
    this.transform = zoomBy(this.#kept, factor, around, this.left, this.right, this.most);
  }

  /** Moves what is in sight by pixels. */
  pan(by: number): void {
    const { k, x } = this.#kept;
    this.transform = held(zoomIdentity.translate(x - by, 0).scale(k), this.left, this.right);
  }

  /** Shows a stretch between two pixels of the screen as large as it goes. */
  show(from: number, to: number): void {
    this.transform = zoomTo(this.#kept, from, to, this.left, this.right, this.most);
  }

  /** Moves as little as brings a time into sight. */
  reveal(time: number): void {
    const x = this.scale(time);
    if (x < this.left || x > this.right) this.pan(x - (this.left + this.right) / 2);
  }
}
