import type { ZoomBehavior } from 'd3';
import { select, zoom, zoomIdentity } from 'd3';

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

  constructor(svg: SVGSVGElement, apply: (transform: string) => void) {
    this.#svg = svg;
    this.#behavior = zoom<SVGSVGElement, unknown>()
      .scaleExtent([1, 4])
      // A wheel turned without Ctrl scrolls, a press on something belongs to that thing.
      .filter((event: MouseEvent | WheelEvent | TouchEvent) =>
        event.type === 'wheel' ? event.ctrlKey : !(event.target as Element).closest('[role=button], .packet'),
      )
      .on('zoom', (event: { transform: { toString(): string; k: number } }) =>
        apply(event.transform.toString()),
      );
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
    this.#behavior.scaleBy(
      select(this.#svg)
        .transition()
        .duration(still() ? 0 : PANEL_MS),
      factor,
    );
  }

  fit(): void {
    this.#behavior.transform(
      select(this.#svg)
        .transition()
        .duration(still() ? 0 : PANEL_MS),
      this.#whole,
    );
  }

  stop(): void {
    select(this.#svg).on('.zoom', null).on('wheel.scroll', null);
  }
}

function still(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
