import type { Family } from '../../simulator/protocols/codec/codec.ts';

/** How a family of protocols looks; its colour is `--p-` and its name, in every theme of `tokens.css`. */
interface FamilyLook {
  readonly title: string;
  /** What is shared by several takes the colour of the lowest. */
  readonly rank: number;
  /** Its mark's corners around (0, 0), about 1 away; null for a circle. */
  readonly corners: readonly number[] | null;
  /** The same as an icon of 14 by 14, as an SVG path. */
  readonly icon: string;
}

/** Every family, in the order of legends. Hue never stands alone, so each has a shape, too. */
export const FAMILIES: Readonly<Record<Family, FamilyLook>> = {
  sip: {
    title: 'SIP',
    rank: 3,
    corners: null,
    icon: 'M7 2.4a4.6 4.6 0 1 1 0 9.2 4.6 4.6 0 0 1 0-9.2Z',
  },
  tls: {
    title: 'TCP, TLS',
    rank: 7,
    corners: [-0.85, -0.85, 0.85, -0.85, 0.85, 0.85, -0.85, 0.85],
    icon: 'M3.9 2.9h6.2a1 1 0 0 1 1 1v6.2a1 1 0 0 1-1 1H3.9a1 1 0 0 1-1-1V3.9a1 1 0 0 1 1-1Z',
  },
  dns: {
    title: 'DNS',
    rank: 6,
    corners: [0, -1.1, 1.1, 0, 0, 1.1, -1.1, 0],
    icon: 'M7 1.3 12.7 7 7 12.7 1.3 7Z',
  },
  turn: {
    title: 'STUN, TURN',
    rank: 2,
    corners: [0, -1.1, 1.05, 0.85, -1.05, 0.85],
    icon: 'M7 1.8 12.5 11.3h-11Z',
  },
  rtp: {
    title: 'RTP',
    rank: 1,
    corners: [-0.8, -1, 0.1, -1, 1, 0, 0.1, 1, -0.8, 1, 0.1, 0],
    icon: 'M3 2.4h3.9L11.5 7l-4.6 4.6H3L7.4 7Z',
  },
  psom: {
    title: 'PSOM',
    rank: 4,
    corners: [-0.55, -0.95, 0.55, -0.95, 1.1, 0, 0.55, 0.95, -0.55, 0.95, -1.1, 0],
    icon: 'M4.2 2.2h5.6L12.6 7l-2.8 4.8H4.2L1.4 7Z',
  },
  http: {
    title: 'HTTP',
    rank: 5,
    corners: [
      -0.35, -1, 0.35, -1, 0.35, -0.35, 1, -0.35, 1, 0.35, 0.35, 0.35, 0.35, 1, -0.35, 1, -0.35, 0.35, -1,
      0.35, -1, -0.35, -0.35, -0.35,
    ],
    icon: 'M5.2 1.8h3.6v3.4h3.4v3.6H8.8v3.4H5.2V8.8H1.8V5.2h3.4Z',
  },
};

export const FAMILY_IDS = Object.keys(FAMILIES) as readonly Family[];

/** Of two families that share something, the one that gives it its colour. */
export function foremost(one: Family, other: Family): Family {
  return FAMILIES[other].rank < FAMILIES[one].rank ? other : one;
}
