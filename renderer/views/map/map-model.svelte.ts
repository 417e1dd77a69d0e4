import { untrack } from 'svelte';
import type { NeededBy } from '../../../simulator/analysis/needs.ts';
import type { ViewProps } from '../view.ts';
import type { Headcount } from './census.ts';
import { gatesOf, type Cast } from './cast.ts';
import { censusesOf } from './census.ts';
import { chooseGates } from './chosen-gates.ts';
import type { Crowd } from './crowds.ts';
import { foldCrowds } from './crowds.ts';
import { droppedAt, planFlights } from './flights.ts';
import { Journeys } from './journeys.ts';
import { layoutMap, type Box, type MapLayout } from './layout.ts';
import { losersOf } from './piles.ts';
import { People } from './people.ts';
import { mediaPackets, ribbonsOf, spansOf, streamsOn } from './ribbons.ts';
import { sceneOf, withCast } from './scene.ts';
import { countUpTo } from '../../draw/search.ts';
import { zonesOf } from './walk.ts';

/**
 * What the map shows, as a function of run, time and choice. What a run needs is worked out once for it, what a layout
 * needs once for that; for a time it is looked up.
 */
export class MapModel {
  readonly #props: () => ViewProps;
  readonly #needed: () => NeededBy;
  readonly #cast: () => Cast | null;
  width = $state(0);
  height = $state(0);
  /** Draws also who takes no part in this run. */
  everyone = $state(false);
  /** Marks of what was lost until then are put away. */
  cleared = $state(-1);
  /** Hosts that somebody wants to see by themselves. */
  pinned = $state.raw<readonly string[]>([]);

  /** @param cast all that is shown, where there is room for little: drawn as large as it can be */
  constructor(props: () => ViewProps, needed: () => NeededBy, cast: () => Cast | null = () => null) {
    this.#props = props;
    this.#needed = needed;
    this.#cast = cast;
  }

  readonly #reader = $derived.by(() => this.#props().reader);
  readonly #design = $derived.by(() => this.#props().design);
  readonly #time = $derived.by(() => this.#props().time);

  // Once for a run: the design that was run stays the same however it is changed since.
  readonly people = $derived.by(() => new People(this.#reader));
  readonly journeys = $derived.by(() => new Journeys(this.#reader, this.#ran(), this.people.active));
  readonly media = $derived.by(() => mediaPackets(this.#reader));
  readonly #spans = $derived.by(() => spansOf(this.journeys, this.#ran(), this.media));
  readonly end = $derived.by(() => this.#reader.trace.events.time.at(-1) ?? 0);
  readonly #losers = $derived.by(() => losersOf(this.journeys));

  readonly selectedPacket = $derived.by(() => {
    const { selection } = this.#props();
    return selection?.kind === 'packet' ? selection.packet : -1;
  });
  readonly chosenLegs = $derived.by(() =>
    this.selectedPacket < 0 ? [] : this.journeys.legsOf(this.selectedPacket),
  );
  /** As one text, so that nothing is laid out anew while it stays the same. */
  readonly #aloneText = $derived.by(() => {
    const { selection } = this.#props();
    const { ways, spots } = this.journeys;
    const ends = this.chosenLegs.flatMap(({ way }) => [ways[way]!.from, ways[way]!.to]);
    const host = selection?.kind === 'host' ? [selection.host] : [];
    return [...this.pinned, ...this.#losers, ...host, ...ends.map((spot) => spots[spot]!.home)]
      .sort()
      .join('\n');
  });
  readonly #alone = $derived.by(() => this.#aloneText.split('\n'));

  // Once for a design and a size.
  readonly scene = $derived.by(() => {
    const cast = this.#cast();
    const active = cast ? cast.hosts : this.people.active;
    const scene = sceneOf(this.#design, active, this.everyone, this.#alone);
    return foldCrowds(cast ? withCast(scene, cast) : scene, this.#alone);
  });
  readonly #gates = $derived.by(() => {
    const cast = this.#cast();
    return cast ? gatesOf(this.#design, cast) : chooseGates(this.#design, this.#reader, this.#needed());
  });
  readonly #sized = $derived.by(() => {
    const { design, sites, crowds } = this.scene;
    const at = (width: number, height: number) =>
      layoutMap(design, width, height, sites, this.#gates, crowds);
    if (this.#cast()) return largest(at, Math.max(600, this.width), Math.max(320, this.height));
    return { scale: 1, layout: at(Math.max(600, this.width), Math.max(320, this.height)) };
  });
  readonly layout = $derived.by(() => this.#sized.layout);
  /** How much larger than it was laid out it is to be drawn, to fill the sheet. */
  readonly scale = $derived.by(() => this.#sized.scale);
  readonly zones = $derived.by(() => zonesOf(this.layout));
  readonly flights = $derived.by(() => planFlights(this.journeys, this.layout, this.#cast() !== null));
  readonly #censuses = $derived.by(() => censusesOf(this.people, this.scene.crowds));
  readonly ribbons = $derived.by(() => ribbonsOf(this.#spans, this.flights));

  // Numbers first: what hangs on them is worked out only when one changes, not with every frame.
  readonly #linkTimes = $derived.by(() => this.flights.links.map((link) => link.first));
  readonly #linkCount = $derived.by(() => countUpTo(this.#linkTimes, this.#time));
  readonly links = $derived.by(() => this.flights.links.slice(0, this.#linkCount));
  readonly #fallTimes = $derived.by(() =>
    Float64Array.from(this.flights.falls.flatMap((fall) => [...fall.times])).sort(),
  );
  readonly lastFall = $derived.by(() => this.#fallTimes[countUpTo(this.#fallTimes, this.#time) - 1] ?? -1);
  readonly falls = $derived.by(() =>
    this.flights.falls
      .map((fall) => ({
        fall,
        count: countUpTo(fall.times, this.lastFall) - countUpTo(fall.times, this.cleared),
      }))
      .filter(({ count }) => count > 0),
  );
  readonly dropped = $derived.by(() => droppedAt(this.falls));
  readonly #ribbonTimes = $derived.by(() =>
    Float64Array.from(this.ribbons.flatMap(({ starts, ends }) => [...starts, ...ends])).sort(),
  );
  readonly #ribbonTime = $derived.by(
    () => this.#ribbonTimes[countUpTo(this.#ribbonTimes, this.#time) - 1] ?? -1,
  );
  readonly flowing = $derived.by(() =>
    this.ribbons
      .map((ribbon) => ({ ribbon, streams: streamsOn(ribbon, this.#ribbonTime) }))
      .filter(({ streams }) => streams > 0),
  );
  /** Legs under way. Media are the ribbons; of their packets only the chosen one is seen to move. */
  readonly moving = $derived.by(() => {
    if (this.#time >= this.end) return [];
    const { packet } = this.journeys;
    return this.journeys
      .underWay(this.#time)
      .filter((leg) => packet[leg] === this.selectedPacket || !this.media.has(packet[leg]!));
  });

  /** How the hosts of a crowd fare at a time. */
  headcounts(crowd: Crowd, time: number): readonly Headcount[] {
    return this.#censuses.get(crowd.id)?.at(time) ?? [];
  }

  readonly togglePin = (host: string): void => {
    this.pinned = this.pinned.includes(host)
      ? this.pinned.filter((one) => one !== host)
      : [...this.pinned, host];
  };

  #ran(): ViewProps['design'] {
    return untrack(() => this.#design);
  }
}

/** Below the lowest gate there is room for what falls before it. */
const FOOT = 14;
/** The narrowest that a map is laid out. */
const LEAST_WIDTH = 760;
const MOST_SCALE = 2.4;

/** The layout that fills a sheet in the largest scale. */
function largest(
  at: (width: number, height: number) => MapLayout,
  width: number,
  height: number,
): { readonly scale: number; readonly layout: MapLayout } {
  for (let scale = Math.min(MOST_SCALE, width / LEAST_WIDTH); scale > 1; scale -= 0.05) {
    const [wide, high] = [width / scale, height / scale];
    const layout = at(wide, high - FOOT);
    if (layout.width <= wide + 1 && layout.height <= high - FOOT + 1)
      return { scale, layout: stretched(layout, high) };
  }
  const layout = at(width, height);
  return { scale: Math.min(1, width / layout.width, height / layout.height), layout };
}

/** The same with more ground. */
function stretched(layout: MapLayout, height: number): MapLayout {
  const taller = <T extends Box>(box: T) => ({ ...box, height });
  return { ...layout, height, columns: layout.columns.map(taller), walls: layout.walls.map(taller) };
}
