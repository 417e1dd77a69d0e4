import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import { foremost } from '../../draw/families.ts';
import type { Curve, Point } from './curves.ts';
import { curve, pathOf } from './curves.ts';
import type { Fall } from './falls.ts';
import { fallsOf } from './falls.ts';
import type { Journeys, Way } from './journeys.ts';
import type { MapLayout } from './layout.ts';
import type { Place } from './places.ts';
import { Places } from './places.ts';
import { countUpTo } from '../../draw/search.ts';
import { gateKey } from './spots.ts';

/** Ways that are one line on the map. */
export interface Link {
  readonly path: string;
  readonly curve: Curve;
  readonly family: Family;
  /** When the first packet set out on it. */
  readonly first: number;
  /** Nothing that went this way arrived. */
  readonly lost: boolean;
  /** "Alice to External firewall" */
  readonly ends: string;
  /** Where it meets a host between two walls. */
  readonly foot: Point | null;
  /** The least and the most that its ways take, microseconds. */
  readonly delay: readonly [least: number, most: number];
  readonly ways: readonly number[];
}

/** A run's ways as they lie on a map. */
export interface Flights {
  /** Of each way; null where nothing is drawn, such as inside one card. Ways of one line have the same. */
  readonly curves: readonly (Curve | null)[];
  /** In the order in which they are first used. */
  readonly links: readonly Link[];
  readonly falls: readonly Fall[];
}

/** How many packets lie before each gate, by the gate's key. */
export function droppedAt(
  falls: readonly { readonly fall: Fall; readonly count: number }[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { fall, count } of falls) {
    if (!fall.gate || !fall.flag) continue;
    const key = gateKey(fall.gate.firewall, fall.gate.index);
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return counts;
}

/** How many packets have set out on a link until a time. */
export function sentOn(journeys: Journeys, { ways }: Link, time: number): number {
  return ways.reduce((sum, way) => sum + countUpTo(journeys.departuresOf(way), time), 0);
}

type Open = { -readonly [K in keyof Omit<Link, 'ways'>]: Link[K] } & { readonly ways: number[] };

/**
 * Lays a run's ways on a map: once for each layout, however many packets there are.
 * @param brief there is little room for words
 */
export function planFlights(journeys: Journeys, layout: MapLayout, brief = false): Flights {
  const places = new Places(journeys.reader, layout);
  const where = journeys.spots.map((spot) => places.of(spot));
  const links = new Map<string, Open>();
  const curves = journeys.ways.map((way, index) => {
    const [from, to] = [where[way.from] ?? null, where[way.to] ?? null];
    // Between two homes of one crowd, both inside one card, there is nothing to draw.
    if (!from || !to || (from.card !== null && from.card === to.card)) return null;
    return join(links, way, index, from, to, places, journeys.departuresOf(index)[0]!);
  });
  return {
    curves,
    links: [...links.values()].sort((a, b) => a.first - b.first),
    falls: fallsOf(journeys, layout, where, brief),
  };
}

/** Makes the way a part of the link that lies where it does, and says where that is. */
function join(
  links: Map<string, Open>,
  { family, lost, delay }: Way,
  way: number,
  a: Place,
  b: Place,
  places: Places,
  first: number,
): Curve {
  const { from, via } = a.exit(b);
  const to = b.point(a);
  const bulge = a.column === b.column && !a.wall && !b.wall ? places.bulge(a.column) : 0;
  const drawn = curve(from, via, to, bulge);
  const path = pathOf(drawn);
  const key = `${from.x},${from.y}${path}`;
  const known = links.get(key);
  if (!known) {
    const foot = a.between ? via : b.between ? to : null;
    const ends = `${a.name} to ${b.name}`;
    links.set(key, {
      path,
      curve: drawn,
      family,
      first,
      lost,
      ends,
      foot,
      delay: [delay, delay],
      ways: [way],
    });
    return drawn;
  }
  known.first = Math.min(known.first, first);
  known.lost &&= lost;
  known.delay = [Math.min(known.delay[0], delay), Math.max(known.delay[1], delay)];
  known.ways.push(way);
  known.family = foremost(known.family, family);
  return known.curve;
}
