import { waivedEvents } from '../../../simulator/analysis/causes.ts';
import type { Address } from '../../../simulator/model/address.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { DISPOSITIONS } from '../../../simulator/model/disposition.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import { familyOf } from '../../../simulator/protocols/registry.ts';
import { foremost } from '../../draw/families.ts';
import type { Pile } from './piles.ts';
import { Piles } from './piles.ts';
import { countUpTo } from '../../draw/search.ts';
import type { Spot } from './spots.ts';
import { gateKey, Spots } from './spots.ts';

/** From one spot to the next, whatever the map looks like. */
export interface Way {
  readonly from: number;
  readonly to: number;
  readonly family: Family;
  /** Nothing that went this way arrived. */
  readonly lost: boolean;
  /** The least time that a packet took, microseconds. */
  readonly delay: number;
}

/** A packet on its way from one spot to the next. */
export interface Leg {
  readonly index: number;
  readonly packet: number;
  /** Event at which it set out. */
  readonly event: number;
  readonly family: Family;
  /** When it is seen to set out and to arrive: see `LEAST_SEEN`. */
  readonly depart: number;
  readonly arrive: number;
  readonly way: number;
}

/** When a gate was first used, and by what. */
export interface GateUse {
  readonly first: number;
  readonly family: Family;
}

/**
 * The least time that a packet is seen on a leg, microseconds: hops in one building take less than a frame. What
 * comes after waits for it, so a packet is never in two places; only a loss is shown at its very time.
 */
const LEAST_SEEN = 6_000;

interface Grown {
  readonly packet: number[];
  readonly event: number[];
  readonly way: number[];
  readonly depart: number[];
  readonly arrive: number[];
}

/** Every packet's way from spot to spot, worked out once for a run: in columns, since there can be a million. */
export class Journeys {
  readonly reader: TraceReader;
  readonly spots: readonly Spot[];
  readonly ways: readonly Way[];
  /** Legs in the order of their departure. */
  readonly length: number;
  readonly packet: Uint32Array;
  readonly event: Uint32Array;
  readonly way: Uint32Array;
  readonly depart: Float64Array;
  readonly arrive: Float64Array;
  /** The longest that a leg is seen. */
  readonly longest: number;
  /** Protocols that anything here belongs to. */
  readonly families: ReadonlySet<Family>;
  readonly uses: ReadonlyMap<string, GateUse>;
  readonly piles: readonly Pile[];
  /** Legs by way: a way's are a slice. */
  readonly #offsets: Uint32Array;
  readonly #departures: Float64Array;

  /**
   * @param design the one that was run
   * @param active hosts that take part
   */
  constructor(reader: TraceReader, design: Design, active: ReadonlySet<string>) {
    const draft = new Draft(reader, design, active);
    for (let packet = 0; packet < reader.packetCount; packet++) draft.add(packet);
    const { legs } = draft;
    const order = Uint32Array.from(legs.depart.keys()).sort(
      (a, b) => legs.depart[a]! - legs.depart[b]! || legs.event[a]! - legs.event[b]!,
    );
    this.reader = reader;
    this.spots = draft.spots.all;
    this.ways = draft.ways;
    this.length = order.length;
    this.packet = Uint32Array.from(order, (leg) => legs.packet[leg]!);
    this.event = Uint32Array.from(order, (leg) => legs.event[leg]!);
    this.way = Uint32Array.from(order, (leg) => legs.way[leg]!);
    this.depart = Float64Array.from(order, (leg) => legs.depart[leg]!);
    this.arrive = Float64Array.from(order, (leg) => legs.arrive[leg]!);
    this.longest = this.arrive.reduce((most, arrive, leg) => Math.max(most, arrive - this.depart[leg]!), 0);
    this.families = new Set(draft.ways.map(({ family }) => family));
    this.uses = draft.uses;
    this.piles = draft.piles.all();
    [this.#offsets, this.#departures] = this.#byWay();
  }

  leg(index: number): Leg {
    const [packet, way] = [this.packet[index]!, this.way[index]!];
    const [depart, arrive] = [this.depart[index]!, this.arrive[index]!];
    return { index, packet, event: this.event[index]!, family: this.familyOf(packet), depart, arrive, way };
  }

  familyOf(packet: number): Family {
    return familyIn(this.reader, packet);
  }

  /** Times at which packets set out on a way, in order. */
  departuresOf(way: number): Float64Array {
    return this.#departures.subarray(this.#offsets[way], this.#offsets[way + 1]);
  }

  /** Legs of a packet, in order. */
  legsOf(packet: number): readonly Leg[] {
    const found: Leg[] = [];
    for (let leg = this.packet.indexOf(packet); leg >= 0; leg = this.packet.indexOf(packet, leg + 1))
      found.push(this.leg(leg));
    return found;
  }

  /** Legs that are under way at a time. */
  underWay(time: number): readonly number[] {
    const found: number[] = [];
    const first = countUpTo(this.depart, time - this.longest - 1);
    for (let leg = first; leg < this.length && this.depart[leg]! <= time; leg++)
      if (time < this.arrive[leg]!) found.push(leg);
    return found;
  }

  /** Share of a leg that is behind its packet, 0 to 1. */
  shareOf(leg: number, time: number): number {
    const depart = this.depart[leg]!;
    return (time - depart) / Math.max(this.arrive[leg]! - depart, 1);
  }

  #byWay(): [offsets: Uint32Array, departures: Float64Array] {
    const offsets = new Uint32Array(this.ways.length + 1);
    for (const way of this.way) offsets[way + 1]!++;
    for (let way = 0; way < this.ways.length; way++) offsets[way + 1]! += offsets[way]!;
    const next = offsets.slice();
    const departures = new Float64Array(this.length);
    for (let leg = 0; leg < this.length; leg++) departures[next[this.way[leg]!]!++] = this.depart[leg]!;
    return [offsets, departures];
  }
}

function familyIn(reader: TraceReader, packet: number): Family {
  const message = reader.message(packet);
  return message ? familyOf(message) : 'tls';
}

type Open<T> = { -readonly [K in keyof T]: T[K] };

class Draft {
  readonly spots: Spots;
  readonly ways: Open<Way>[] = [];
  readonly legs: Grown = { packet: [], event: [], way: [], depart: [], arrive: [] };
  readonly uses = new Map<string, Open<GateUse>>();
  readonly piles: Piles;
  readonly #reader: TraceReader;
  readonly #hoped: Uint8Array;
  readonly #ways = new Map<number, number>();

  constructor(reader: TraceReader, design: Design, active: ReadonlySet<string>) {
    this.#reader = reader;
    this.spots = new Spots(reader, design, active);
    this.piles = new Piles(reader);
    this.#hoped = waivedEvents(reader.trace);
  }

  add(packet: number): void {
    const { events, packets } = this.#reader.trace;
    const { lost } = DISPOSITIONS[packets.disposition[packet]!]!;
    const family = familyIn(this.#reader, packet);
    const stops = this.#stopsOf(packet, lost);
    let ready = -Infinity;
    for (let i = 1; i < stops.length; i++) {
      const [from, to] = [stops[i - 1]!, stops[i]!];
      // Between a person's computer and their router, both inside one card, there is nothing to draw.
      if (this.spots.all[from.spot]!.home === this.spots.all[to.spot]!.home) continue;
      const ends = lost && i === stops.length - 1;
      const [set, came] = [events.time[from.event]!, events.time[to.event]!];
      const depart = ends ? Math.min(Math.max(set, ready), came) : Math.max(set, ready);
      ready = ends ? came : Math.max(came, depart + LEAST_SEEN);
      this.legs.packet.push(packet);
      this.legs.event.push(from.event);
      this.legs.way.push(this.#way(from.spot, to.spot, family, ends, came - set));
      this.legs.depart.push(depart);
      this.legs.arrive.push(ready);
    }
    stops.forEach(({ spot, event }, i) => {
      if (!(lost && i === stops.length - 1)) this.#use(this.spots.all[spot]!, events.time[event]!, family);
    });
    const last = stops.at(-1);
    if (last && lost) this.piles.add(last, stops.at(-2)?.spot ?? -1, family, this.#hoped[last.event] === 1);
  }

  /** The spots that a packet passed, in order, each with the event there. */
  #stopsOf(packet: number, lost: boolean): { readonly spot: number; readonly event: number }[] {
    const { events, packets } = this.#reader.trace;
    const stops: { spot: number; event: number }[] = [];
    let [src, dst]: [Address, Address] = [packets.src[packet]!, packets.dst[packet]!];
    for (const event of this.#reader.eventsOfPacket(packet)) {
      const kind = events.kind[event]!;
      if (kind === EventKind.translate) {
        const address = events.a[event]! >>> 0;
        if (events.c[event] === 1) dst = address;
        else src = address;
      }
      if (kind === EventKind.fault) continue;
      // The verdict before it has said which gate.
      const before = stops.at(-1);
      if (kind === EventKind.lose && before && events.node[before.event] === events.node[event]) continue;
      const spot = this.spots.at(event, src, dst, lost);
      if (spot >= 0) stops.push({ spot, event });
    }
    return stops;
  }

  #way(from: number, to: number, family: Family, lost: boolean, delay: number): number {
    const key = from * 0x1_000_000 + to;
    let index = this.#ways.get(key);
    if (index === undefined) {
      index = this.ways.push({ from, to, family, lost, delay }) - 1;
      this.#ways.set(key, index);
      return index;
    }
    const way = this.ways[index]!;
    way.lost &&= lost;
    way.delay = Math.min(way.delay, delay);
    way.family = foremost(way.family, family);
    return index;
  }

  #use({ firewall, gate }: Spot, time: number, family: Family): void {
    if (firewall === null || gate < 0) return;
    const key = gateKey(firewall, gate);
    const use = this.uses.get(key);
    if (!use) this.uses.set(key, { first: time, family });
    else {
      use.first = Math.min(use.first, time);
      use.family = foremost(use.family, family);
    }
  }
}
