import { shortWhy } from '../../stores/packets.ts';
import { formatAddress } from '../../../simulator/model/address.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import type { Point } from './curves.ts';
import type { Flag } from './flag.ts';
import { placeFlag } from './flag.ts';
import type { Box, Gate, MapLayout } from './layout.ts';
import type { Stop } from './places.ts';

/** Lost packets of one sort at one place: one mark with a count. */
export interface Fall {
  readonly at: Point;
  /** Came from the right, the more trusted side, and so lies there. */
  readonly fromRight: boolean;
  /** What says why, where it covers no words if that can be; null for what was only tried in hope, and missed by nobody. */
  readonly flag: Flag | null;
  /** The gate that would have let them pass, when there is one. */
  readonly gate: Gate | null;
  readonly family: Family;
  readonly firewall: string | null;
  readonly what: string;
  readonly why: string;
  /** In the order in which they were lost. */
  readonly events: readonly number[];
  readonly times: readonly number[];
}

/** Height under a card where what its person sees may stand. */
const BUBBLE = 72;

interface Pile {
  readonly fall: Omit<Fall, 'events' | 'times'>;
  readonly addresses: Set<number>;
  readonly events: number[];
  readonly times: number[];
}

/** Gathers what was lost, place by place. */
export class Falls {
  readonly #reader: TraceReader;
  readonly #layout: MapLayout;
  readonly #piles = new Map<string, Pile>();
  /** What a flag had better not cover. */
  readonly #kept: Box[];

  constructor(reader: TraceReader, layout: MapLayout) {
    this.#reader = reader;
    this.#layout = layout;
    this.#kept = layout.cards.flatMap((card) =>
      card.feet.length === 0
        ? [{ ...card, height: card.height + (card.person === null ? 0 : Math.min(card.below, BUBBLE)) }]
        : [
            { ...card, height: 36 },
            ...(card.feet.length > 1 ? card.feet.map((foot) => ({ ...foot, height: 32 })) : [card]),
          ],
    );
  }

  /** @param hoped it was a try that a program gave up for something better */
  add(stop: Stop, before: Stop | null, family: Family, hoped: boolean): void {
    const { dst, dport, protocol } = this.#reader.tupleAt(stop.event);
    const node = this.#reader.node(this.#reader.trace.events.node[stop.event]!);
    const place = stop.gate ? stop.gate.index : node.kind === 'firewall' ? '' : dst;
    const side = before !== null && before.column > stop.column ? 'right' : 'left';
    // Tries in hope lie together: which port each was for says nothing.
    const key = `${node.id}/${place}/${side}/${protocol}:${hoped ? 'hoped' : dport}/${family}`;
    let pile = this.#piles.get(key);
    if (!pile) {
      pile = { fall: this.#fall(stop, before, family, hoped), addresses: new Set(), events: [], times: [] };
      this.#piles.set(key, pile);
    }
    pile.addresses.add(dst);
    pile.events.push(stop.event);
    pile.times.push(stop.time);
  }

  all(): readonly Fall[] {
    return [...this.#piles.values()].map(({ fall, addresses, events, times }) => ({
      ...fall,
      what: addresses.size > 1 ? `${fall.what} and ${addresses.size - 1} more` : fall.what,
      events,
      times,
    }));
  }

  #fall(stop: Stop, before: Stop | null, family: Family, hoped: boolean): Pile['fall'] {
    const { dst, dport, protocol } = this.#reader.tupleAt(stop.event);
    const node = this.#reader.node(this.#reader.trace.events.node[stop.event]!);
    const what = protocol === 1 ? 'ICMP' : `${protocol === 6 ? 'TCP' : 'UDP'} ${dport}`;
    const why = this.#why(stop.event, node.kind === 'firewall', what);
    const at = stop.point(before);
    const fromRight = before !== null && before.column > stop.column;
    const flag = hoped ? null : this.#flag(at, fromRight, why);
    if (flag) this.#kept.push(flag);
    return {
      at,
      fromRight,
      flag,
      gate: stop.gate,
      family,
      firewall: node.kind === 'firewall' ? node.id : null,
      what: `${what} to ${formatAddress(dst)}`,
      why,
    };
  }

  #why(event: number, firewall: boolean, what: string): string {
    const { events } = this.#reader.trace;
    if (firewall && events.kind[event] === EventKind.lose) return `no hairpin for ${what}`;
    if (!firewall)
      return `${this.#reader.disposition(this.#reader.trace.events.packet[event]!).text}: ${what}`;
    return shortWhy(this.#reader.reason(event), null, what);
  }

  /** A flag keeps to the column before the wall. */
  #flag(at: Point, fromRight: boolean, why: string): Flag {
    const near = at.x + (fromRight ? 1 : -1);
    const column = this.#layout.columns.find((one) => near >= one.x && near <= one.x + one.width);
    if (!column) return placeFlag(at, fromRight, why, 120, this.#kept);
    const cards = this.#layout.cards.filter((one) => column.x <= one.x && one.x < column.x + column.width);
    const edges = cards
      .filter((one) => one.feet.length === 0)
      .map((one) => (fromRight ? one.x - at.x : at.x - one.x - one.width));
    const flag = placeFlag(at, fromRight, why, Math.min(column.width, ...edges), this.#kept);
    const x = Math.max(column.x + 4, Math.min(flag.x, column.x + column.width - flag.width - 4));
    return { ...flag, x };
  }
}
