import type { Family } from '../../simulator/protocols/codec/codec.ts';

/** A mark's outline as an SVG path around (0, 0), within a radius: hue never stands alone, so each family has a shape. */
export function protocolPath(family: Family, radius: number): string {
  const r = radius;
  switch (family) {
    case 'sip':
      return `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
    case 'tls':
      return polygon([-0.85, -0.85, 0.85, -0.85, 0.85, 0.85, -0.85, 0.85], r);
    case 'dns':
      return polygon([0, -1.1, 1.1, 0, 0, 1.1, -1.1, 0], r);
    case 'turn':
      return polygon([0, -1.1, 1.05, 0.85, -1.05, 0.85], r);
    case 'rtp':
      return polygon([-0.8, -1, 0.1, -1, 1, 0, 0.1, 1, -0.8, 1, 0.1, 0], r);
    case 'psom':
      return polygon([-0.55, -0.95, 0.55, -0.95, 1.1, 0, 0.55, 0.95, -0.55, 0.95, -1.1, 0], r);
    case 'http':
      return polygon(
        [
          -0.35, -1, 0.35, -1, 0.35, -0.35, 1, -0.35, 1, 0.35, 0.35, 0.35, 0.35, 1, -0.35, 1, -0.35, 0.35, -1,
          0.35, -1, -0.35, -0.35, -0.35,
        ],
        r,
      );
  }
}

/** An octagon: something was dropped or broken here. */
export function octagonPath(radius: number): string {
  const a = 0.41;
  return polygon([-a, -1, a, -1, 1, -a, 1, a, a, 1, -a, 1, -1, a, -1, -a], radius);
}

function polygon(points: readonly number[], scale: number): string {
  let path = '';
  for (let i = 0; i < points.length; i += 2)
    path += `${i === 0 ? 'M' : 'L'}${points[i]! * scale},${points[i + 1]! * scale}`;
  return `${path}Z`;
}

export const FAMILY_TITLES: Readonly<Record<Family, string>> = {
  sip: 'SIP',
  tls: 'TCP, TLS',
  dns: 'DNS',
  turn: 'STUN, TURN',
  rtp: 'RTP',
  psom: 'PSOM',
  http: 'HTTP',
};
