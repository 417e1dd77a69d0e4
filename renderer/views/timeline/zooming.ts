import { scaleLinear, zoomIdentity, type ScaleLinear, type ZoomTransform } from 'd3';
import type { Folding } from './folding.ts';

/** The least stretch of time that fills the timeline, microseconds. */
const FINEST_US = 20;

/** How far one can go in. */
export function mostZoom(end: number): number {
  return Math.max(1, end / FINEST_US);
}

/** From simulated time to pixels: a run laid out between two edges, and what zooming made of it. */
export function scaleOf(
  { times, shares }: Folding,
  transform: ZoomTransform,
  left: number,
  right: number,
): ScaleLinear<number, number> {
  return scaleLinear(
    times,
    shares.map((share) => transform.applyX(left + share * (right - left))),
  );
}

/** The zoom at which a stretch between two pixels, as they lie now, fills the room between two edges. */
export function zoomTo(
  transform: ZoomTransform,
  from: number,
  to: number,
  left: number,
  right: number,
  most: number,
): ZoomTransform {
  const [a, b] = [transform.invertX(Math.min(from, to)), transform.invertX(Math.max(from, to))];
  const k = Math.max(1, Math.min(most, (right - left) / Math.max(1e-9, b - a)));
  return held(zoomIdentity.translate(left - a * k, 0).scale(k), left, right);
}

/** The same factor, moved so that nothing outside of the run is in sight. */
export function held(transform: ZoomTransform, left: number, right: number): ZoomTransform {
  const x = Math.min(left - left * transform.k, Math.max(right - right * transform.k, transform.x));
  return zoomIdentity.translate(x, 0).scale(transform.k);
}

/** Zoomed by a factor around a pixel. */
export function zoomBy(
  transform: ZoomTransform,
  factor: number,
  around: number,
  left: number,
  right: number,
  most: number,
): ZoomTransform {
  const k = Math.max(1, Math.min(most, transform.k * factor));
  const fixed = transform.invertX(around);
  return held(zoomIdentity.translate(around - fixed * k, 0).scale(k), left, right);
}
