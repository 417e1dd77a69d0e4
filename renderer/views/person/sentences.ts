import type { Outcome } from '../../../simulator/model/task.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';

/** What a person did or saw, in the trace's words. */
export interface Sentence {
  readonly time: number;
  readonly event: number;
  readonly text: string;
  readonly kind: 'act' | 'see';
  /** For what they saw: microseconds since they last did something; null when they had done nothing. */
  readonly waited: number | null;
  /** Whether it tells that a step of theirs failed. */
  readonly bad: boolean;
}

/** What each person did and saw, in order, by their id; people in the order of their first sentence. */
export function sentencesOf(
  reader: TraceReader,
  failures: readonly Outcome[],
): ReadonlyMap<string, readonly Sentence[]> {
  const { events } = reader.trace;
  const failed = new Set(failures.map(({ endedAt }) => endedAt));
  const people = new Map<string, Sentence[]>();
  const acted = new Map<string, number>();
  for (let event = 0; event < reader.length; event++) {
    const kind = events.kind[event];
    if (kind !== EventKind.act && kind !== EventKind.see) continue;
    const id = reader.string(events.b[event]!);
    const time = events.time[event]!;
    const own = people.get(id) ?? [];
    people.set(id, own);
    const act = kind === EventKind.act;
    if (act) acted.set(id, time);
    const since = acted.get(id);
    own.push({
      time,
      event,
      text: reader.string(events.a[event]!),
      kind: act ? 'act' : 'see',
      waited: act || since === undefined ? null : time - since,
      bad: !act && failed.has(time),
    });
  }
  return people;
}
