import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';

/** A timer that ran out: one that was stopped before leaves nothing in a trace. */
export interface RunningTimer {
  readonly name: string;
  /** When it was set, and when it runs out; microseconds. */
  readonly from: number;
  readonly to: number;
  /** The event of its end. */
  readonly event: number;
}

/** All timers of a host that ran out, in the order in which they did. Its cause is what set a timer. */
export function timersOf(reader: TraceReader, node: number): readonly RunningTimer[] {
  const { kind, time, cause, a } = reader.trace.events;
  return [...reader.eventsOfNode(node)]
    .filter((event) => kind[event] === EventKind.timer && cause[event]! >= 0)
    .map((event) => ({
      name: reader.string(a[event]!),
      from: time[cause[event]!]!,
      to: time[event]!,
      event,
    }));
}

/** Those that run at a time, the first to end first. */
export function timersAt(timers: readonly RunningTimer[], time: number): readonly RunningTimer[] {
  return timers.filter(({ from, to }) => from <= time && time < to).toSorted((a, b) => a.to - b.to);
}
