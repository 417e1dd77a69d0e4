import { formatAddress } from '../../../simulator/model/address.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Point } from './curves.ts';
import type { Card, Gate, MapLayout, Wall } from './layout.ts';
import type { Spot } from './spots.ts';

/** A spot as it stands on the map: on a card, or at a wall. */
export interface Place {
  readonly column: number;
  /** Where a packet comes in, given the place that it comes from; and where it sets out. */
  readonly point: (from: Place | null) => Point;
  readonly exit: (to: Place) => { readonly from: Point; readonly via: Point };
  readonly gate: Gate | null;
  readonly wall: Wall | null;
  /** The card that it is on. */
  readonly card: Card | null;
  /** For people. */
  readonly name: string;
  /** A host between two walls. */
  readonly between: boolean;
}

/** Where the spots of a run are on a map. */
export class Places {
  readonly #reader: TraceReader;
  readonly #layout: MapLayout;
  readonly #cards = new Map<string, Card>();
  readonly #byAddress = new Map<string, Card>();
  readonly #walls = new Map<string, Wall>();
  readonly #gates = new Map<string, Gate>();

  constructor(reader: TraceReader, layout: MapLayout) {
    this.#reader = reader;
    this.#layout = layout;
    for (const card of layout.cards)
      for (const host of [card.host, ...(card.crowd?.members ?? [])]) {
        this.#cards.set(host.id, card);
        for (const { address } of host.interfaces)
          if (!this.#byAddress.has(address)) this.#byAddress.set(address, card);
      }
    for (const wall of layout.walls) {
      for (const { id } of wall.firewalls) this.#walls.set(id, wall);
      for (const gate of wall.gates) this.#gates.set(`${gate.firewall}/${gate.index}`, gate);
    }
  }

  /** Ways within an outermost column swing towards the middle of the map. */
  bulge(column: number): number {
    return column === this.#layout.columns.length - 1 ? -26 : 34;
  }

  /** @returns null where it is not drawn */
  of(spot: Spot): Place | null {
    const { title } = this.#reader.node(spot.node);
    if (spot.firewall !== null) {
      const wall = this.#walls.get(spot.firewall);
      return wall ? this.#atWall(spot, wall, title) : null;
    }
    const card = this.#cards.get(spot.home);
    return card ? onCard(spot, card, card.crowd ? card.host.title : title) : null;
  }

  #atWall(spot: Spot, wall: Wall, name: string): Place {
    const gate = this.#gates.get(`${spot.firewall}/${spot.gate}`) ?? null;
    const y = gate ? gate.y + gate.height / 2 : this.#heightOf(formatAddress(spot.address), wall);
    const [left, right] = [wall.x, wall.x + wall.width];
    const column = wall.after + 0.5;
    return {
      column,
      gate,
      wall,
      card: null,
      name,
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
    const card = this.#byAddress.get(address);
    return card ? card.y + card.height / 2 : wall.height / 2;
  }
}

function onCard(spot: Spot, card: Card, name: string): Place {
  const foot = card.feet.find((one) => one.address === formatAddress(spot.address));
  const router = spot.kind === 'nat' && card.nat !== null;
  const middle = router ? card.y + 54 : card.y + Math.min(card.height / 2, 24);
  const at = (other: Place | null): Point => {
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
    column: card.column,
    gate: null,
    wall: null,
    card,
    name,
    between: card.feet.length > 0,
    point: at,
    exit: (to) => {
      const point = at(to);
      return { from: point, via: point };
    },
  };
}
