/** How what was painted on a canvas is drawn as elements of SVG; null where that cannot be. */
export type PaintedAs = () => string | null;

const painters = new WeakMap<HTMLCanvasElement, PaintedAs>();

/** Lets pictures have what is painted on a canvas as vectors: they are sharp at any size. */
export function paintedAs(canvas: HTMLCanvasElement, drawn: PaintedAs): void {
  painters.set(canvas, drawn);
}

/** What is painted on a canvas, as elements of SVG in its own pixels; null where nobody can tell. */
export function drawnCanvas(canvas: HTMLCanvasElement): string | null {
  return painters.get(canvas)?.() ?? null;
}
