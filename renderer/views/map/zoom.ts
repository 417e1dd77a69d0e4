import type { Transition, ZoomBehavior, ZoomTransform } from 'd3';
import { select, zoom, zoomIdentity, zoomTransform } from 'd3';
import type { Box } from './layout.ts';
import { isStill } from './still.ts';

const PANEL_MS = 180;

/**
 * Zoom and pan of a drawing: the wheel with Ctrl, the buttons, a drag on the ground. The wheel alone goes along a
 * sheet that is longer than its window.
 */
export class MapZoom {
  readonly #svg: SVGSVGElement;
  readonly #behavior: ZoomBehavior<SVGSVGElement, unknown>;
  /** At which the whole sheet is in view. */
  #whole = zoomIdentity;

  constructor(svg: SVGSVGElement, apply: (transform: ZoomTransform) => void) {
    this.#svg = svg;
    this.#behavior = zoom<SVGSVGElement, unknown>()
      .scaleExtent([1, 4])
      // A wheel turned without Ctrl scrolls, a press on something belongs to that thing.
      .filter((event: MouseEvent | WheelEvent | TouchEvent) =>
        event.type === 'wheel' ? event.ctrlKey : !(event.target as Element).closest('[role=button], .packet'),
      )
      .on('zoom', (event: { transform: ZoomTransform }) => apply(event.transform));
    select(svg)
      .call(this.#behavior)
      .on('dblclick.zoom', null)
      .on('wheel.scroll', (event: WheelEvent) => {
        if (event.ctrlKey) return;
        event.preventDefault();
        this.#behavior.translateBy(select(svg), -event.deltaX, -event.deltaY);
      });
  }

  /** Says how large the sheet is, so that one cannot lose it out of sight. */
  bound(width: number, height: number): void {
    this.#behavior.translateExtent([
      [0, 0],
      [width, height],
    ]);
    const { clientWidth, clientHeight } = this.#svg;
    const scale = Math.min(1, clientWidth / width || 1, clientHeight / height || 1);
    this.#behavior.scaleExtent([scale, 4]);
    this.#whole = zoomIdentity.translate((clientWidth - width * scale) / 2, 0).scale(scale);
    // Where it is now may be outside of the new bounds.
    this.#behavior.translateBy(select(this.#svg), 0, 0);
  }

  by(factor: number): void {
    this.#behavior.scaleBy(this.#gently(), factor);
  }

  fit(): void {
    this.#behavior.transform(this.#gently(), this.#whole);
  }

  /** Brings a place of the sheet into the middle, when it is not in view. */
  show({ x, y, width, height }: Box): void {
    const now = zoomTransform(this.#svg);
    const { clientWidth, clientHeight } = this.#svg;
    const [left, top] = now.apply([x, y]);
    const [right, bottom] = now.apply([x + width, y + height]);
    if (left >= 0 && top >= 0 && right <= clientWidth && bottom <= clientHeight) return;
    this.#behavior.translateTo(this.#gently(), x + width / 2, y + height / 2);
  }

  /** Brings a point of the sheet into the middle at once, as somebody drags it there. */
  centre(x: number, y: number): void {
    this.#behavior.translateTo(select(this.#svg), x, y);
  }

  #gently(): Transition<SVGSVGElement, unknown, null, undefined> {
    return select(this.#svg)
      .transition()
      .duration(isStill() ? 0 : PANEL_MS);
  }

  stop(): void {
    select(this.#svg).on('.zoom', null).on('wheel.scroll', null);
  }
}
