import { shortWhy } from '../../stores/packets.ts';
import { formatAddress } from '../../../simulator/model/address.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import type { Point } from './curves.ts';
import type { Flag } from './flag.ts';
import { placeFlag } from './flag.ts';
import { HEADER } from './gates.ts';
import type { Journeys } from './journeys.ts';
import type { Box, Gate, MapLayout } from './layout.ts';
import type { Pile } from './piles.ts';
import type { Place } from './places.ts';

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
  readonly events: Uint32Array;
  readonly times: Float64Array;
}

/** Height under a card where what its person sees may stand. */
const BUBBLE = 72;

/**
 * Piles that lie at one place of the map, as one fall each; those whose flags stand lowest last, over the poles of others.
 * @param brief flags do not say again what stands on the gate beside them
 */
export function fallsOf(
  journeys: Journeys,
  layout: MapLayout,
  where: readonly (Place | null)[],
  brief: boolean,
): readonly Fall[] {
  const together = new Map<string, Pile[]>();
  for (const pile of journeys.piles) {
    const [place, before] = [where[pile.at], where[pile.before] ?? null];
    if (!place) continue;
    const { x, y } = place.point(before);
    const sort = `${pile.protocol}:${pile.hoped || place.card?.crowd ? 'any' : pile.dport}/${pile.family}`;
    const key = `${x},${y}/${place.name}/${comesFromRight(place, before)}/${sort}`;
    const known = together.get(key);
    if (known) known.push(pile);
    else together.set(key, [pile]);
  }
  const flags = new Flags(layout);
  return [...together.values()]
    .map((piles) => fallOf(journeys.reader, piles, where, flags, brief))
    .sort((a, b) => (a.flag?.y ?? 0) - (b.flag?.y ?? 0));
}

function comesFromRight(place: Place, before: Place | null): boolean {
  return before !== null && before.column > place.column;
}

function fallOf(
  reader: TraceReader,
  piles: readonly Pile[],
  where: readonly (Place | null)[],
  flags: Flags,
  brief: boolean,
): Fall {
  const [pile] = piles as readonly [Pile];
  const [place, before] = [where[pile.at]!, where[pile.before] ?? null];
  const events = Uint32Array.from(piles.flatMap((one) => one.events)).sort();
  const [event] = events as unknown as [number];
  const node = reader.node(reader.trace.events.node[event]!);
  const { dst, dport, protocol } = reader.tupleAt(event);
  const transport = protocol === 6 ? 'TCP' : 'UDP';
  const ports = new Set(piles.map((one) => one.dport)).size;
  const what = protocol === 1 ? 'ICMP' : ports > 1 ? `${transport}, ${ports} ports` : `${transport} ${dport}`;
  const why = whyOf(reader, event, node.kind === 'firewall', what);
  const at = place.point(before);
  const fromRight = comesFromRight(place, before);
  const others = new Set(piles.flatMap(({ addresses }) => [...addresses])).size - 1;
  const to = formatAddress(dst);
  return {
    at,
    fromRight,
    flag: pile.hoped ? null : flags.place(at, fromRight, brief && place.gate ? inBrief(why, what) : why),
    gate: place.gate,
    family: pile.family,
    firewall: node.kind === 'firewall' ? node.id : null,
    what: others > 0 ? `${what} to ${to} and ${others} more` : `${what} to ${to}`,
    why,
    events,
    times: Float64Array.from(events, (one) => reader.trace.events.time[one]!),
  };
}

function whyOf(reader: TraceReader, event: number, firewall: boolean, what: string): string {
  const { events } = reader.trace;
  if (firewall && events.kind[event] === EventKind.lose) return `no hairpin for ${what}`;
  if (!firewall) return `${reader.disposition(events.packet[event]!).text}: ${what}`;
  return shortWhy(reader.reason(event), null, what);
}

/** "no rule" for "no rule for UDP 3478" */
function inBrief(why: string, what: string): string {
  return why.replace(what, '').replace(/( for|,|:) *$/, '');
}

/** Finds room for the flags of a map, one after the other. */
class Flags {
  readonly #layout: MapLayout;
  /** What a flag had better not cover. */
  readonly #kept: Box[];

  constructor(layout: MapLayout) {
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

  /** A flag keeps to the column before the wall, below its heading. */
  place(at: Point, fromRight: boolean, why: string): Flag {
    const near = at.x + (fromRight ? 1 : -1);
    const { columns, height, width } = this.#layout;
    const column = columns.find((one) => near >= one.x && near <= one.x + one.width);
    const area = { x: column?.x ?? 0, y: HEADER, width: column?.width ?? width, height: height - HEADER };
    const flag = placeFlag(at, fromRight, why, area, this.#kept);
    this.#kept.push(flag);
    return flag;
  }
}
