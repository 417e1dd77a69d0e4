import { formatAddress } from '../../../simulator/model/address.ts';
import { DISPOSITIONS } from '../../../simulator/model/disposition.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import { familyOf } from '../../../simulator/protocols/registry.ts';
import { flagSize, placeFlag } from './flag.ts';
import type { Curve, Point } from './curves.ts';
import { curve, pathOf } from './curves.ts';
import type { Card, Gate, MapLayout, Wall } from './layout.ts';

/** A packet on its way from one place to the next. */
export interface Leg {
  readonly packet: number;
  /** Event at which it set out. */
  readonly event: number;
  readonly family: Family;
  readonly depart: number;
  readonly arrive: number;
  readonly curve: Curve;
}

/** A way that packets took, drawn once. */
export interface Link {
  readonly path: string;
  readonly family: Family;
  /** When the first packet set out on it. */
  readonly first: number;
}

/** Lost packets of one conversation at one place: one mark with a count. */
export interface Fall {
  readonly at: Point;
  /** Came from the right, the more trusted side, and so lies there. */
  readonly fromRight: boolean;
  /** Upper left corner of the flag that says why, where it covers no card if that can be. */
  readonly flag: Point;
  /** The gate that would have let them pass, when there is one. */
  readonly gate: Gate | null;
  readonly family: Family;
  readonly firewall: string | null;
  readonly what: string;
  readonly why: string;
  readonly events: readonly number[];
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
  readonly links: readonly Link[];
  readonly falls: readonly Fall[];
  readonly uses: ReadonlyMap<string, GateUse>;
}

/** Order in which a way shared by several protocols takes its colour. */
const RANK: readonly Family[] = ['rtp', 'turn', 'sip', 'psom', 'http', 'dns', 'tls'];

interface Stop {
  readonly event: number;
  readonly time: number;
  readonly column: number;
  /** Where a packet comes in, given the column that it comes from; and where it sets out. */
  readonly point: (from: Stop | null) => Point;
  readonly exit: (to: Stop) => { readonly from: Point; readonly via: Point };
  readonly gate: Gate | null;
  readonly wall: Wall | null;
  /** The card that it is on. */
  readonly place: Card | null;
}

export function gateKey(firewall: string, index: number): string {
  return `${firewall}/${index}`;
}

/** Works out every packet's way over the map, once for each run and layout. */
export function planFlights(reader: TraceReader, layout: MapLayout): Flights {
  const legs: Leg[] = [];
  const links = new Map<string, { path: string; family: Family; first: number }>();
  const falls = new Map<
    string,
    { fall: Omit<Fall, 'events' | 'times'>; events: number[]; times: number[] }
  >();
  const uses = new Map<string, { first: number; family: Family; passed: number[] }>();
  const places = new Places(reader, layout);
  for (let packet = 0; packet < reader.packetCount; packet++) {
    const message = reader.message(packet);
    const family = message ? familyOf(message) : 'tls';
    const stops = places.stopsOf(packet);
    for (let i = 1; i < stops.length; i++) {
      const [a, b] = [stops[i - 1]!, stops[i]!];
      const { from, via } = a.exit(b);
      const end = b.point(a);
      // Between a person's computer and their router, both inside one card, there is nothing to draw.
      if (a.place !== null && a.place === b.place) continue;
      const bulge = a.column === b.column && !a.wall && !b.wall ? places.bulge(a.column) : 0;
      const way = curve(from, via, end, bulge);
      legs.push({ packet, event: a.event, family, depart: a.time, arrive: b.time, curve: way });
      note(links, pathOf(way), family, a.time);
    }
    for (const stop of stops) {
      if (!stop.gate || reader.disposition(packet).lost) continue;
      const key = gateKey(stop.gate.firewall, stop.gate.index);
      const use = uses.get(key) ?? { first: stop.time, family, passed: [] };
      use.passed.push(stop.time);
      if (RANK.indexOf(family) < RANK.indexOf(use.family)) use.family = family;
      uses.set(key, use);
    }
    const last = stops.at(-1);
    if (last && DISPOSITIONS[reader.trace.packets.disposition[packet]!]!.lost)
      addFall(reader, falls, packet, family, last, stops.at(-2) ?? null, layout);
  }
  legs.sort((a, b) => a.depart - b.depart);
  return {
    legs,
    departures: Float64Array.from(legs, (leg) => leg.depart),
    longest: legs.reduce((most, leg) => Math.max(most, leg.arrive - leg.depart), 0),
    links: [...links.values()],
    falls: [...falls.values()].map(({ fall, events, times }) => ({ ...fall, events, times })),
    uses,
  };
}

function note(
  links: Map<string, { path: string; family: Family; first: number }>,
  path: string,
  family: Family,
  time: number,
): void {
  const known = links.get(path);
  if (!known) links.set(path, { path, family, first: time });
  else {
    known.first = Math.min(known.first, time);
    if (RANK.indexOf(family) < RANK.indexOf(known.family)) known.family = family;
  }
}

function addFall(
  reader: TraceReader,
  falls: Map<string, { fall: Omit<Fall, 'events' | 'times'>; events: number[]; times: number[] }>,
  packet: number,
  family: Family,
  stop: Stop,
  before: Stop | null,
  layout: MapLayout,
): void {
  const { dst, dport, protocol } = reader.tupleAt(stop.event);
  const node = reader.node(reader.trace.events.node[stop.event]!);
  const transport = protocol === 6 ? 'TCP' : 'UDP';
  const key = `${node.id}/${protocol}/${dst}:${dport}/${family}`;
  let entry = falls.get(key);
  if (!entry) {
    const what = `${transport} ${dport}`;
    const why =
      node.kind === 'firewall'
        ? reader.reason(stop.event) === 'rule'
          ? `by a rule, ${what}`
          : reader.reason(stop.event) === 'no-state'
            ? `no session for ${what}`
            : `no rule for ${what}`
        : `${reader.disposition(packet).text}: ${what}`;
    const at = stop.point(before);
    const fromRight = before !== null && before.column > stop.column;
    entry = {
      fall: {
        at,
        fromRight,
        flag: placeFlag(at, fromRight, flagSize(why), layout.cards),
        gate: stop.gate,
        family,
        firewall: node.kind === 'firewall' ? node.id : null,
        what: `${what} to ${formatAddress(dst)}`,
        why,
      },
      events: [],
      times: [],
    };
    falls.set(key, entry);
  }
  entry.events.push(stop.event);
  entry.times.push(stop.time);
}

/** Where the trace's nodes are on the map. */
class Places {
  readonly #reader: TraceReader;
  readonly #layout: MapLayout;
  readonly #cards = new Map<string, Card>();
  readonly #nats = new Map<string, Card>();
  readonly #walls = new Map<string, Wall>();

  constructor(reader: TraceReader, layout: MapLayout) {
    this.#reader = reader;
    this.#layout = layout;
    for (const card of layout.cards) {
      this.#cards.set(card.host.id, card);
      if (card.nat) this.#nats.set(card.nat.id, card);
    }
    for (const wall of layout.walls)
      for (const firewall of wall.firewalls) this.#walls.set(firewall.id, wall);
  }

  /** Ways within an outermost column swing towards the middle of the map. */
  bulge(column: number): number {
    return column === this.#layout.columns.length - 1 ? -26 : 34;
  }

  /** The places that a packet passed, in order. */
  stopsOf(packet: number): Stop[] {
    const stops: Stop[] = [];
    const { events } = this.#reader.trace;
    for (const event of this.#reader.eventsOfPacket(packet)) {
      const kind = events.kind[event]!;
      if (kind === EventKind.fault) continue;
      const stop = this.#stop(event, kind);
      if (stop) stops.push(stop);
    }
    return stops;
  }

  #stop(event: number, kind: number): Stop | null {
    const { events } = this.#reader.trace;
    const node = this.#reader.node(events.node[event]!);
    const time = events.time[event]!;
    if (node.kind === 'firewall') {
      const wall = this.#walls.get(node.id);
      return wall ? this.#wallStop(event, time, wall, node.id, kind) : null;
    }
    const card = this.#cards.get(node.id) ?? this.#nats.get(node.id);
    if (!card) return null;
    const tuple = this.#reader.tupleAt(event);
    const own = kind === EventKind.send ? tuple.src : tuple.dst;
    return hostStop(event, time, card, node.kind === 'nat', formatAddress(own));
  }

  #wallStop(event: number, time: number, wall: Wall, firewall: string, kind: number): Stop {
    const { a, c } = this.#reader.trace.events;
    const packet = this.#reader.trace.events.packet[event]!;
    const lost = kind === EventKind.verdict && this.#reader.disposition(packet).lost;
    const index = a[event]! >= 0 ? a[event]! : lost ? c[event]! : -1;
    const gate = wall.gates.find((one) => one.firewall === firewall && one.index === index) ?? null;
    const y = gate
      ? gate.y + gate.height / 2
      : this.#heightOf(formatAddress(this.#reader.tupleAt(event).dst), wall);
    const [left, right] = [wall.x, wall.x + wall.width];
    const column = wall.after + 0.5;
    return {
      event,
      time,
      column,
      gate,
      wall,
      place: null,
      point: (from) => ({ x: from === null || from.column < column ? left : right, y }),
      exit: (to) =>
        to.column > column
          ? { from: { x: left, y }, via: { x: right, y } }
          : { from: { x: right, y }, via: { x: left, y } },
    };
  }

  /** Level with the destination, where no gate is meant. */
  #heightOf(address: string, wall: Wall): number {
    const card = this.#layout.cards.find((one) => one.host.interfaces.some((own) => own.address === address));
    return card ? card.y + card.height / 2 : wall.height / 2;
  }
}

function hostStop(event: number, time: number, card: Card, nat: boolean, address: string): Stop {
  const foot = card.feet.find((one) => one.address === address);
  const middle = nat ? card.y + 54 : card.y + Math.min(card.height / 2, 24);
  const at = (other: Stop | null): Point => {
    const right =
      other !== null
        ? other.column > card.column || (other.column === card.column && card.column === 0)
        : true;
    const box = foot && !right ? foot : card;
    const level = other?.wall ? other.point(null).y : middle;
    const clamped =
      card.feet.length > 0 ? Math.min(Math.max(level, box.y + 8), box.y + box.height - 8) : middle;
    return { x: right ? card.x + card.width : box.x, y: clamped };
  };
  return {
    event,
    time,
    column: card.column,
    gate: null,
    wall: null,
    place: card,
    point: at,
    exit: (to) => {
      const point = at(to);
      return { from: point, via: point };
    },
  };
}

/** Legs that are under way at a time; each stays in sight at least `linger` microseconds, so that one can see it. */
export function underWay(
  flights: Flights,
  time: number,
  linger: number,
): readonly { leg: Leg; share: number }[] {
  const { legs, departures, longest } = flights;
  const span = Math.max(longest, linger);
  let low = 0;
  let high = legs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (departures[middle]! < time - span) low = middle + 1;
    else high = middle;
  }
  const out: { leg: Leg; share: number }[] = [];
  for (let i = low; i < legs.length && departures[i]! <= time; i++) {
    const leg = legs[i]!;
    const share = (time - leg.depart) / Math.max(leg.arrive - leg.depart, linger, 1);
    if (share < 1) out.push({ leg, share });
  }
  return out;
}
