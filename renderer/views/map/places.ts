import { formatAddress } from '../../../simulator/model/address.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Point } from './curves.ts';
import type { Card, Gate, MapLayout, Wall } from './layout.ts';

/** A place that a packet passes: a host, the router in its card, or a wall. */
export interface Stop {
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
  /** For people. */
  readonly name: string;
  /** A host between two walls. */
  readonly between: boolean;
}

/** Where the trace's nodes are on the map. */
export class Places {
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
      // The verdict before it has said which gate.
      const before = stops.at(-1);
      if (kind === EventKind.lose && before && events.node[before.event] === events.node[event]) continue;
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
    return { ...hostStop(event, time, card, node.kind === 'nat', formatAddress(own)), name: node.title };
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
      name: this.#reader.node(this.#reader.trace.events.node[event]!).title,
      between: false,
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

function hostStop(
  event: number,
  time: number,
  card: Card,
  nat: boolean,
  address: string,
): Omit<Stop, 'name'> {
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
    between: card.feet.length > 0,
    point: at,
    exit: (to) => {
      const point = at(to);
      return { from: point, via: point };
    },
  };
}
