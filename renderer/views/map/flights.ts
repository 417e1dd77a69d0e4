import { waivedEvents } from '../../../simulator/analysis/causes.ts';
import { DISPOSITIONS } from '../../../simulator/model/disposition.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import { familyOf } from '../../../simulator/protocols/registry.ts';
import type { Curve, Point } from './curves.ts';
import { curve, pathOf } from './curves.ts';
import type { Fall } from './falls.ts';
import { Falls } from './falls.ts';
import type { MapLayout } from './layout.ts';
import type { Stop } from './places.ts';
import { Places } from './places.ts';

/** A packet on its way from one place to the next. */
export interface Leg {
  readonly packet: number;
  /** Event at which it set out. */
  readonly event: number;
  readonly family: Family;
  /** When it is seen to set out and to arrive: see `LEAST_SEEN`. */
  readonly depart: number;
  readonly arrive: number;
  /** Ways that are the same are the same object. */
  readonly curve: Curve;
}

/** A way that packets took, drawn once. */
export interface Link {
  readonly path: string;
  readonly family: Family;
  /** When the first packet set out on it. */
  readonly first: number;
  /** Nothing that went this way arrived. */
  readonly lost: boolean;
  /** "Alice to External firewall" */
  readonly ends: string;
  /** Where it meets a host between two walls. */
  readonly foot: Point | null;
  /** When packets set out, in order. */
  readonly times: readonly number[];
}

/** When gates were used, by firewall and rule index. */
export interface GateUse {
  readonly first: number;
  readonly family: Family;
  readonly passed: readonly number[];
}

export interface Flights {
  /** In the order of their departure. */
  readonly legs: readonly Leg[];
  readonly departures: Float64Array;
  readonly longest: number;
  /** Protocols that anything here belongs to. */
  readonly families: ReadonlySet<Family>;
  readonly links: readonly Link[];
  readonly falls: readonly Fall[];
  readonly uses: ReadonlyMap<string, GateUse>;
}

/** Order in which a way shared by several protocols takes its colour. */
const RANK: readonly Family[] = ['rtp', 'turn', 'sip', 'psom', 'http', 'dns', 'tls'];

/**
 * The least time that a packet is seen on a leg, microseconds: hops in one building take less than a frame. What
 * comes after waits for it, so a packet is never in two places; only a loss is shown at its very time.
 */
const LEAST_SEEN = 6_000;

export function gateKey(firewall: string, index: number): string {
  return `${firewall}/${index}`;
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

type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly number[] ? number[] : T[K] };

/** Works out every packet's way over the map, once for each run and layout. */
export function planFlights(reader: TraceReader, layout: MapLayout): Flights {
  const plan = new Plan(reader, layout);
  for (let packet = 0; packet < reader.packetCount; packet++) plan.add(packet);
  return plan.finish();
}

class Plan {
  readonly #reader: TraceReader;
  readonly #places: Places;
  readonly #falls: Falls;
  readonly #hoped: Uint8Array;
  readonly #legs: Leg[] = [];
  readonly #links = new Map<string, { link: Draft<Link>; curve: Curve }>();
  readonly #uses = new Map<string, Draft<GateUse>>();

  constructor(reader: TraceReader, layout: MapLayout) {
    this.#reader = reader;
    this.#places = new Places(reader, layout);
    this.#falls = new Falls(reader, layout);
    this.#hoped = waivedEvents(reader.trace);
  }

  add(packet: number): void {
    const message = this.#reader.message(packet);
    const family = message ? familyOf(message) : 'tls';
    const stops = this.#places.stopsOf(packet);
    const lost = DISPOSITIONS[this.#reader.trace.packets.disposition[packet]!]!.lost;
    let ready = -Infinity;
    for (let i = 1; i < stops.length; i++) {
      const [a, b] = [stops[i - 1]!, stops[i]!];
      // Between a person's computer and their router, both inside one card, there is nothing to draw.
      if (a.place !== null && a.place === b.place) continue;
      const ends = lost && i === stops.length - 1;
      const depart = ends ? Math.min(Math.max(a.time, ready), b.time) : Math.max(a.time, ready);
      const arrive = ends ? b.time : Math.max(b.time, depart + LEAST_SEEN);
      ready = arrive;
      const way = this.#way(a, b, family, ends);
      this.#legs.push({ packet, event: a.event, family, depart, arrive, curve: way });
    }
    stops.forEach((stop, i) => {
      if (stop.gate && !(lost && i === stops.length - 1)) this.#use(stop, family);
    });
    const last = stops.at(-1);
    if (last && lost) this.#falls.add(last, stops.at(-2) ?? null, family, this.#hoped[last.event] === 1);
  }

  finish(): Flights {
    const legs = this.#legs.sort((a, b) => a.depart - b.depart || a.event - b.event);
    return {
      legs,
      departures: Float64Array.from(legs, (leg) => leg.depart),
      families: new Set(legs.map((leg) => leg.family)),
      longest: legs.reduce((most, leg) => Math.max(most, leg.arrive - leg.depart), 0),
      links: [...this.#links.values()].map((one) => one.link).sort((a, b) => a.first - b.first),
      falls: this.#falls.all(),
      uses: this.#uses,
    };
  }

  #way(a: Stop, b: Stop, family: Family, lost: boolean): Curve {
    const { from, via } = a.exit(b);
    const to = b.point(a);
    const bulge = a.column === b.column && !a.wall && !b.wall ? this.#places.bulge(a.column) : 0;
    const drawn = curve(from, via, to, bulge);
    const path = pathOf(drawn);
    const key = `${from.x},${from.y}${path}`;
    const known = this.#links.get(key);
    if (!known) {
      const foot = a.between ? via : b.between ? to : null;
      const link = {
        path,
        family,
        first: a.time,
        lost,
        ends: `${a.name} to ${b.name}`,
        foot,
        times: [a.time],
      };
      this.#links.set(key, { link, curve: drawn });
      return drawn;
    }
    const { link } = known;
    link.first = Math.min(link.first, a.time);
    link.lost &&= lost;
    link.times.push(a.time);
    if (RANK.indexOf(family) < RANK.indexOf(link.family)) link.family = family;
    return known.curve;
  }

  #use(stop: Stop, family: Family): void {
    const key = gateKey(stop.gate!.firewall, stop.gate!.index);
    const use = this.#uses.get(key);
    if (!use) this.#uses.set(key, { first: stop.time, family, passed: [stop.time] });
    else {
      use.passed.push(stop.time);
      if (RANK.indexOf(family) < RANK.indexOf(use.family)) use.family = family;
    }
  }
}

/** How many of these instants, which are in order, are not after a time. */
export function countUpTo(times: ArrayLike<number>, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface Moving {
  readonly leg: Leg;
  /** Share of the leg that is behind it, 0 to 1. */
  readonly share: number;
}

/** Legs that are under way at a time; each counts as at least `linger` microseconds long. */
export function underWay(flights: Flights, time: number, linger: number): readonly Moving[] {
  const { legs, departures, longest } = flights;
  const out: Moving[] = [];
  const first = countUpTo(departures, time - Math.max(longest, linger) - 1);
  for (let i = first; i < legs.length && departures[i]! <= time; i++) {
    const leg = legs[i]!;
    const share = (time - leg.depart) / Math.max(leg.arrive - leg.depart, linger, 1);
    if (share < 1) out.push({ leg, share });
  }
  return out;
}
