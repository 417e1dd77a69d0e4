import { sourceOf } from '../../simulator/filters/source.ts';
import type { FeatureRun, Setup } from '../../simulator/model/run.ts';
import { timeOf, type Bookmark } from '../stores/bookmark.ts';
import { momentsOf, type Moments } from '../stores/moments.ts';
import { readerOf, sameSetup } from '../stores/variants.ts';
import { saidAt, type Said, type Saying } from './said.ts';

/** A bookmark with its run: all that is needed to show it. */
export interface Stop extends Saying {
  readonly bookmark: Bookmark;
  /** Microseconds. */
  readonly time: number;
  readonly headline: string;
  readonly said: Said;
}

/** A bookmark as it is shown with a run of its setup. @param first the same feature in the design as it was opened */
export function stopOf(bookmark: Bookmark, run: FeatureRun, first: FeatureRun | null): Stop {
  const { setup, when, says, title, headline } = bookmark;
  const reader = readerOf(run);
  const moments = momentsIn(run);
  const met = when === '' ? null : timeOf(when, run, sourceOf(reader, setup.design));
  const time = Math.min(met ?? bookmark.time, moments.end);
  const saying = { run, reader, design: setup.design, moments, first };
  const said = saidAt(saying, time);
  return {
    ...saying,
    bookmark,
    time,
    headline: headline === '' ? title : headline,
    said: says === '' ? said : { ...said, text: says },
  };
}

/** A setup, and the features that stops show of it. */
export interface Wanted {
  readonly setup: Setup;
  readonly features: ReadonlySet<string>;
}

/** What has to be run for some bookmarks: each setup once. */
export function wantedFor(bookmarks: readonly Bookmark[]): readonly Wanted[] {
  const wanted: { setup: Setup; features: Set<string> }[] = [];
  for (const { setup, feature } of bookmarks) {
    const known = wanted.find((one) => sameSetup(one.setup, setup));
    if (known) known.features.add(feature);
    else wanted.push({ setup, features: new Set([feature]) });
  }
  return wanted;
}

const known = new WeakMap<FeatureRun, Moments>();

/** Worked out once for each run: several stops can be of one. */
function momentsIn(run: FeatureRun): Moments {
  let moments = known.get(run);
  if (!moments) known.set(run, (moments = momentsOf(run.trace)));
  return moments;
}
