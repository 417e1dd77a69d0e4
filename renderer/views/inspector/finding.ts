import type { FeatureRun } from '../../../simulator/model/run.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { counted, seconds1 } from '../../stores/format.ts';
import { splitSentence } from './why.ts';

/** What a finding says in one sentence, and the rest of it. */
export function findingText({ finding, packets }: FeatureRun): readonly [headline: string, rest: string] {
  const first = finding.because[0];
  if (finding.lacks !== null) return [finding.lacks, 'So this feature could not be tried.'];
  if (!finding.reached) return ['Never tried: something before it broke.', first ? first.text : ''];
  if (finding.status === 'works') {
    const lost = packets.dropped === 0 ? 'none lost' : `${packets.dropped} lost on the way`;
    return [`It works after ${seconds1(finding.seconds)}.`, `${counted(packets.sent, 'packet')}, ${lost}.`];
  }
  if (first) return splitSentence(first.text);
  return [
    finding.status === 'degraded'
      ? 'It works, but not as it should.'
      : `Given up after ${seconds1(finding.seconds)}.`,
    '',
  ];
}

/** The same of a capture that stands in the place of a feature's run. */
export function capturedText({ finding, packets }: FeatureRun): readonly [headline: string, rest: string] {
  const first = finding.because[0];
  if (first) return splitSentence(first.text);
  const lost = packets.dropped === 0 ? '' : `, of which the firewalls stop ${packets.dropped}`;
  return [
    'The firewalls would stop nothing that was answered.',
    `${counted(packets.sent, 'packet')} in ${seconds1(finding.seconds)}${lost}.`,
  ];
}

/** Something that a person did, or saw. */
export interface Moment {
  readonly event: number;
  readonly time: number;
  readonly did: boolean;
  readonly person: string;
  readonly text: string;
}

export function momentsOfPeople(reader: TraceReader): readonly Moment[] {
  const { kind, time, a, b } = reader.trace.events;
  const found: Moment[] = [];
  for (let event = 0; event < reader.length; event++) {
    if (kind[event] !== EventKind.act && kind[event] !== EventKind.see) continue;
    const did = kind[event] === EventKind.act;
    found.push({
      event,
      time: time[event]!,
      did,
      person: reader.string(b[event]!),
      text: reader.string(a[event]!),
    });
  }
  return found;
}
