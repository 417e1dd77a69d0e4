export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A way between two places: a straight piece through a wall (or none), then a curve that meets both ends level. */
export interface Curve {
  readonly from: Point;
  /** End of the straight piece; the same as `from` when there is none. */
  readonly via: Point;
  readonly to: Point;
  /** Control points of the curve from `via` to `to`. */
  readonly c1: Point;
  readonly c2: Point;
}

/** @param bulge how far to the right a way between two places of one column swings out; 0 for a level curve */
export function curve(from: Point, via: Point, to: Point, bulge = 0): Curve {
  if (bulge !== 0) {
    const c1 = { x: via.x + bulge, y: via.y };
    return { from, via, to, c1, c2: { x: to.x + bulge, y: to.y } };
  }
  const reach = (to.x - via.x) / 2;
  return { from, via, to, c1: { x: via.x + reach, y: via.y }, c2: { x: to.x - reach, y: to.y } };
}

/** Where something is that has gone a share (0 to 1) of the way. */
export function pointAt({ from, via, to, c1, c2 }: Curve, share: number): Point {
  const straight = Math.abs(via.x - from.x) + Math.abs(via.y - from.y);
  const rest = Math.hypot(to.x - via.x, to.y - via.y);
  const whole = straight + rest || 1;
  const at = share * whole;
  if (at < straight)
    return { x: from.x + ((via.x - from.x) * at) / straight, y: from.y + ((via.y - from.y) * at) / straight };
  const t = rest === 0 ? 1 : (at - straight) / rest;
  const u = 1 - t;
  const mix = (a: number, b: number, c: number, d: number) =>
    u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
  return { x: mix(via.x, c1.x, c2.x, to.x), y: mix(via.y, c1.y, c2.y, to.y) };
}

/** The way as an SVG path; the piece through a wall is left out, since a gate stands there. */
export function pathOf({ via, to, c1, c2 }: Curve): string {
  const n = (value: number) => Math.round(value * 10) / 10;
  return `M${n(via.x)},${n(via.y)}C${n(c1.x)},${n(c1.y)} ${n(c2.x)},${n(c2.y)} ${n(to.x)},${n(to.y)}`;
}

/** The direction, in degrees, in which something moves there. */
export function headingAt(way: Curve, share: number): number {
  const a = pointAt(way, Math.max(0, share - 0.01));
  const b = pointAt(way, Math.min(1, share + 0.01));
  return (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
}
