import type { FilterSource } from '../../simulator/filters/source.ts';
import type { FeatureRun, Setup } from '../../simulator/model/run.ts';
import type { TraceReader } from '../../simulator/model/trace-reader.ts';
import { EventKind } from '../../simulator/model/trace.ts';
import type { Selection } from '../views/view.ts';
import { meaningIn } from './meanings.ts';

/** Views that can stand on a stage: functions of a run and a time alone. */
export const STAGE_VIEWS = ['map', 'ladder', 'states', 'person', 'dialogs', 'ice', 'tables'] as const;
export type StageView = (typeof STAGE_VIEWS)[number];

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
  readonly view: StageView;
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
