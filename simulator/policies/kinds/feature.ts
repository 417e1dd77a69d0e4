import * as v from 'valibot';
import { didYouMean } from '../../designs/suggest.ts';
import { quote } from '../../designs/quote.ts';
import { FEATURES } from '../../features/registry.ts';
import { field } from '../../model/design.ts';
import type { FeatureRun, Run, Status } from '../../model/run.ts';
import { toSeconds } from '../../model/time.ts';
import { EventKind } from '../../model/trace.ts';
import type { Evidence, Judged } from './kind.ts';
import { defineKind, told } from './kind.ts';

const MUST = ['work', 'work-or-limp', 'not-work'] as const;
type Must = (typeof MUST)[number];

/** What must become of a feature. */
export const feature = defineKind({
  entries: {
    feature: field.id,
    /** "work": fully; "work-or-limp": at least by a fallback; "not-work": not at all. */
    must: v.picklist(MUST, 'must be "work", "work-or-limp" or "not-work"'),
  },
  says: '"feature" with "must"',
  check({ feature: id }, _ground, say) {
    const ids = FEATURES.map((one) => one.id);
    if (!ids.includes(id))
      say(
        ['feature'],
        `feature ${quote(id)} does not exist${didYouMean(id, ids) || `: must be one of ${ids.join(', ')}`}`,
      );
  },
  judge: ({ feature: id, must }, _ground, run) => judgeFeature(id, must, run),
  claims: ({ feature: about, must }) => ({
    about,
    field: 'must',
    holds: must !== 'not-work',
    words: wordsOf(must),
  }),
});

const ALLOWED: Readonly<Record<Must, readonly Status[]>> = {
  work: ['works'],
  'work-or-limp': ['works', 'degraded'],
  'not-work': ['broken'],
};

function judgeFeature(id: string, must: Must, { features }: Run): Judged {
  const one = features.find(({ feature }) => feature.id === id);
  if (!one) throw new Error(`feature "${id}" was not run`);
  const { status, because, lacks } = one.finding;
  const ok = ALLOWED[must].includes(status);
  const causes: Evidence[] = because.map(({ packet, event, time, flow, text }) => ({
    feature: id,
    packet,
    event,
    time,
    flow,
    text,
  }));
  const evidence = ok ? [] : must === 'not-work' ? [shown(one)] : lacks === null ? causes : [told(lacks)];
  return {
    ok,
    text: `${id} must ${wordsOf(must)}: ${one.finding.reached ? status : 'not reached'}.`,
    evidence,
  };
}

/** That a feature works is shown by the last that its people saw. */
function shown({ feature, trace }: FeatureRun): Evidence {
  const event = trace.events.kind.lastIndexOf(EventKind.see);
  const seen = event < 0 ? feature.title : trace.strings[trace.events.a[event]!]!;
  const time = event < 0 ? null : toSeconds(trace.events.time[event]!);
  return { ...told(seen), feature: feature.id, event: event < 0 ? null : event, time };
}

/** "work", "work or limp", "not work". */
function wordsOf(must: Must): string {
  return must.replaceAll('-', ' ');
}
