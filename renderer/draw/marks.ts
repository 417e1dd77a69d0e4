import type { Family } from '../../simulator/protocols/codec/codec.ts';
import { FAMILIES } from './families.ts';

/** The outline of a family's mark as an SVG path around (0, 0), within a radius. */
export function protocolPath(family: Family, radius: number): string {
  const { corners } = FAMILIES[family];
  return corners === null ? circle(radius) : polygon(corners, radius);
}

/** An octagon: something was dropped or broken here. */
export function octagonPath(radius: number): string {
  const a = 0.41;
  return polygon([-a, -1, a, -1, 1, -a, 1, a, a, 1, -a, 1, -1, a, -1, -a], radius);
}

function circle(r: number): string {
  return `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
}

function polygon(points: readonly number[], scale: number): string {
  let path = '';
  for (let i = 0; i < points.length; i += 2)
    path += `${i === 0 ? 'M' : 'L'}${points[i]! * scale},${points[i + 1]! * scale}`;
  return `${path}Z`;
}
