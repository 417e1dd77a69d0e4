import { eventsInPieces } from '../../simulator/filters/conditions/events.ts';
import { readCondition } from '../../simulator/filters/conditions/read.ts';
import type { FilterSource } from '../../simulator/filters/source.ts';
import { finished, type Pieces } from '../../simulator/kernel/pieces.ts';
import { countFirst } from '../draw/search.ts';
import { seconds3 } from './format.ts';

/** A moment at which something is met. */
export interface Hit {
  /** Microseconds. */
  readonly time: number;
  readonly event: number;
  /** The words for it. */
  readonly text: string;
}

/** What a text means in a run: where it is met, or why it means nothing. */
export type Meaning =
  | { readonly ok: true; readonly hits: readonly Hit[] }
  | {
      readonly ok: false;
      readonly message: string;
      /** It is only not known yet; another thing each time that one looked further. */
      readonly looking?: object;
    };

const known = new WeakMap<FilterSource, Map<string, Meaning>>();

/** What words, or a display filter, mean in a run. Looked up once. */
export function meaningIn(source: FilterSource, text: string): Meaning {
  return knownMeaning(source, text) ?? finished(meaningInPieces(source, text));
}

/** The same, where it was looked up already. */
export function knownMeaning(source: FilterSource, text: string): Meaning | null {
  return known.get(source)?.get(text) ?? null;
}

/** The same, bit by bit. */
export function* meaningInPieces(source: FilterSource, text: string): Pieces<Meaning> {
  const meaning = yield* lookUp(source, text);
  let meanings = known.get(source);
  if (!meanings) known.set(source, (meanings = new Map<string, Meaning>()));
  meanings.set(text, meaning);
  return meaning;
}

function* lookUp(source: FilterSource, text: string): Pieces<Meaning> {
  const read = readCondition(text, source);
  if (!read.ok) return read;
  const { time } = source.reader.trace.events;
  const events = yield* eventsInPieces(read.condition, source);
  return { ok: true, hits: events.map((event) => ({ time: time[event]!, event, text })) };
}

/** How many of some hits, in order, come not later than a time. */
export function hitsUntil(hits: readonly Hit[], time: number): number {
  return countFirst(hits.length, (index) => hits[index]!.time <= time);
}

/** The first that comes after a time; null when none does. */
export function hitAfter(hits: readonly Hit[], time: number): Hit | null {
  return hits[hitsUntil(hits, time)] ?? null;
}

/** Why a run does not come any more to where something is met. */
export function whyNever(hits: readonly Hit[], time: number): string {
  const last = hits.at(-1);
  return last
    ? `This does not happen after ${seconds3(time)} s; the last time is at ${seconds3(last.time)} s`
    : 'This does not happen in this run';
}
