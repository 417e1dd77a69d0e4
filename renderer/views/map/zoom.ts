import type { ZoomBehavior } from 'd3';
import { select, zoom, zoomIdentity } from 'd3';

const PANEL_MS = 180;

/** Zoom and pan of a drawing: the wheel with Ctrl, the buttons, a drag on the ground. */
export class MapZoom {
  readonly #svg: SVGSVGElement;
  readonly #behavior: ZoomBehavior<SVGSVGElement, unknown>;

  constructor(svg: SVGSVGElement, apply: (transform: string) => void) {
    this.#svg = svg;
    this.#behavior = zoom<SVGSVGElement, unknown>()
      .scaleExtent([1, 4])
      // A wheel turned without Ctrl belongs to the page, a press on something to that thing.
      .filter((event: MouseEvent | WheelEvent | TouchEvent) =>
        event.type === 'wheel' ? event.ctrlKey : !(event.target as Element).closest('[role=button], .packet'),
      )
      .on('zoom', (event: { transform: { toString(): string } }) => apply(event.transform.toString()));
    select(svg).call(this.#behavior).on('dblclick.zoom', null);
  }

  /** Says how large the sheet is, so that one cannot lose it out of sight. */
  bound(width: number, height: number): void {
    this.#behavior.translateExtent([
      [0, 0],
      [width, height],
    ]);
  }

  by(factor: number): void {
    this.#behavior.scaleBy(select(this.#svg).transition().duration(PANEL_MS), factor);
  }

  fit(): void {
    this.#behavior.transform(select(this.#svg).transition().duration(PANEL_MS), zoomIdentity);
  }
}
