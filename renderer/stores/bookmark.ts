import type { FilterSource } from '../../simulator/filters/source.ts';
import type { FeatureRun, Setup } from '../../simulator/model/run.ts';
import type { TraceReader } from '../../simulator/model/trace-reader.ts';
import { EventKind } from '../../simulator/model/trace.ts';
import { VIEWS, type ViewId } from '../views/registry.ts';
import type { Selection } from '../views/view.ts';
import { meaningIn } from './meanings.ts';

/** Views that can stand on a stage. */
export const STAGE_VIEWS = VIEWS.filter(({ traits }) => traits.includes('staged')).map(({ id }) => id);

/** A view, or the map where it cannot stand on a stage. */
export function stagedView(view: string): ViewId {
  return STAGE_VIEWS.find((id) => id === view) ?? 'map';
}

/** A moment that somebody wants to come back to, or show to others, with all that brings back what they saw there. */
export interface Bookmark {
  readonly id: number;
  /** A few words, for lists. */
  readonly title: string;
  /** What stands large on the stage; the title where it is empty. */
  readonly headline: string;
  /** The sentence below it; what the run says where it is empty. */
  readonly says: string;
  /** For the presenter alone. */
  readonly notes: string;
  /** Microseconds. */
  readonly time: number;
  /** What happens at the moment, in words: it is looked up in the run, and the time counts only where it is not met. */
  readonly when: string;
  readonly feature: string;
  readonly view: ViewId;
  readonly selection: Selection;
  /** The host or firewall that the map comes near to; the whole map where it is null. */
  readonly near: string | null;
  /** How long it is shown when the stops follow each other by themselves. */
  readonly seconds: number;
  /** What was run. */
  readonly setup: Setup;
}

export const SECONDS_DEFAULT = 20;

/** Moments that every run has, in words, beside all that one can wait for. */
export const THE_OUTCOME = 'the outcome';
export const THE_END = 'the end';

/** When something happens in a run, microseconds; null where it does not, or means nothing. */
export function timeOf(when: string, run: FeatureRun, source: FilterSource): number | null {
  const words = when.trim().toLowerCase();
  if (words === THE_OUTCOME) return outcomeAt(run, source.reader);
  if (words === THE_END) return source.reader.trace.events.time.at(-1) ?? 0;
  const meaning = meaningIn(source, when);
  return meaning.ok ? (meaning.hits[0]?.time ?? null) : null;
}

/** When people had the feature, or gave it up, microseconds. A finding only says how long that took from what they did. */
export function outcomeAt({ finding }: FeatureRun, reader: TraceReader): number {
  const { kind, time } = reader.trace.events;
  const took = Math.round(finding.seconds * 1e6);
  for (let event = 0; event < reader.length; event++) {
    if (kind[event] !== EventKind.act) continue;
    const at = time[event]! + took;
    if (time[reader.firstAt(at)] === at) return at;
  }
  return finding.failures.reduce((last, { endedAt }) => Math.max(last, endedAt), 0) || (time.at(-1) ?? 0);
}
