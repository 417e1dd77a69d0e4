import type { Design } from '../../simulator/model/design.ts';
import type { FeatureRun } from '../../simulator/model/run.ts';
import type { TraceReader } from '../../simulator/model/trace-reader.ts';
import { EventKind } from '../../simulator/model/trace.ts';
import { shownStatus, type Shown } from '../parts/status.ts';
import { outcomeAt } from '../stores/bookmark.ts';
import type { Moments } from '../stores/moments.ts';
import { announcement } from '../stores/packets.ts';
import type { PATH_TITLES } from '../views/map/ribbons.ts';

/** What a run says at a moment: a sentence, and the mark before it. */
export interface Said {
  /** What became of the feature; before that is known, broken where a packet was lost, and null where none was. */
  readonly status: Shown | null;
  readonly text: string;
}

/** What is said of. */
export interface Saying {
  readonly run: FeatureRun;
  readonly reader: TraceReader;
  readonly design: Design;
  readonly moments: Moments;
  /** The same feature in the design as it was opened; null where that is not known. */
  readonly first: FeatureRun | null;
}

/**
 * What a run says at a time: what became of the feature, against the design as it was opened; before that, what was
 * lost last, or what people did and saw last.
 */
export function saidAt(saying: Saying, time: number): Said {
  const { run, reader, design, moments } = saying;
  if (time >= outcomeAt(run, reader)) return { status: shownStatus(run.finding), text: outcome(saying) };
  const drop = moments.drops.findLast((one) => one.time <= time);
  const text = drop ? sentence(announcement(reader, design, drop.packet)) : lastWords(reader, time);
  return { status: drop ? 'broken' : null, text };
}

function outcome({ run: { finding }, first }: Saying): string {
  const { status, path, seconds } = finding;
  if (finding.lacks !== null) return finding.lacks;
  if (status === 'broken' || !finding.reached)
    return sentence(finding.failures[0]?.why ?? finding.because[0]?.text ?? 'It does not work.');
  const after = seconds.toFixed(1);
  const before = first?.finding.reached && first.finding.status !== 'broken' ? first.finding : null;
  const later = before ? Math.round((seconds - before.seconds) * 10) / 10 : 0;
  if (path !== null) {
    const way = WAYS[path];
    if (!before || first?.finding === finding) return way.after(after);
    return later > 0 ? way.later(later.toFixed(1)) : way.asBefore();
  }
  if (later > 0) return `It works, ${later.toFixed(1)} seconds later than before.`;
  if (status === 'degraded') return sentence(finding.failures[0]?.why ?? 'It works, but not as it should.');
  return `It works after ${after} seconds.`;
}

/** Where media go: after how many seconds, how many later than before, or as soon. */
interface Way {
  after(seconds: string): string;
  later(seconds: string): string;
  asBefore(): string;
}

const WAYS: Readonly<Record<keyof typeof PATH_TITLES, Way>> = {
  direct: {
    after: (seconds) => `Media go from end to end after ${seconds} seconds.`,
    later: (seconds) => `Media go from end to end, ${seconds} seconds later than before.`,
    asBefore: () => 'Media go from end to end, as soon as before.',
  },
  'udp-relay': {
    after: (seconds) => `Media take the UDP relay after ${seconds} seconds.`,
    later: (seconds) => `Media take the UDP relay, ${seconds} seconds later than before.`,
    asBefore: () => 'Media take the UDP relay, as soon as before.',
  },
  'tcp-relay': {
    after: (seconds) => `Media take the TCP relay after ${seconds} seconds.`,
    later: (seconds) => `Media take the TCP relay, ${seconds} seconds later than before.`,
    asBefore: () => 'Media take the TCP relay, as soon as before.',
  },
};

/** What somebody did or saw last. */
function lastWords(reader: TraceReader, time: number): string {
  const { kind, a } = reader.trace.events;
  for (let event = reader.firstAt(time + 1) - 1; event >= 0; event--)
    if (kind[event] === EventKind.act || kind[event] === EventKind.see)
      return sentence(reader.string(a[event]!));
  return '';
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
