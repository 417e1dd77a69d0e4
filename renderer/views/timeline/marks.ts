import { bisectLeft } from 'd3';

/** Things that happened on one lane, in the order of time, as columns: a lane may have a million of them. */
export interface Marks {
  /** Microseconds. */
  readonly times: Float64Array;
  /** The event of each, and its packet (-1 where it has none). */
  readonly events: Int32Array;
  readonly packets: Int32Array;
  /** 1 where a packet was lost. */
  readonly lost: Uint8Array;
  /** How many were lost before each: one longer than the others. */
  readonly lostBefore: Int32Array;
}

/** One of them. */
export interface Tick {
  readonly time: number;
  readonly packet: number;
  readonly event: number;
  readonly lost: boolean;
}

/** Puts columns in the order of time; what happened at one instant, in the order of the events. */
export function marksOf(
  times: readonly number[],
  events: readonly number[],
  packets: readonly number[],
  lost: readonly boolean[],
): Marks {
  const before = (a: number, b: number) => times[a]! - times[b]! || events[a]! - events[b]!;
  const order = Uint32Array.from(times.keys());
  if (order.some((i) => i > 0 && before(i - 1, i) > 0)) order.sort(before);
  const lostBefore = new Int32Array(times.length + 1);
  const marks = {
    times: Float64Array.from(order, (i) => times[i]!),
    events: Int32Array.from(order, (i) => events[i]!),
    packets: Int32Array.from(order, (i) => packets[i]!),
    lost: Uint8Array.from(order, (i) => Number(lost[i]!)),
    lostBefore,
  };
  for (let i = 0; i < times.length; i++) lostBefore[i + 1] = lostBefore[i]! + marks.lost[i]!;
  return marks;
}

export function tickAt({ times, packets, events, lost }: Marks, index: number): Tick | null {
  const time = times[index];
  if (time === undefined) return null;
  return { time, packet: packets[index]!, event: events[index]!, lost: lost[index] === 1 };
}

/** The mark that someone means who points at a time, or null when none is within reach (microseconds). */
export function tickNear(marks: Marks, time: number, reach: number): Tick | null {
  const at = bisectLeft(marks.times, time);
  const [before, after] = [tickAt(marks, at - 1), tickAt(marks, at)];
  const best = before && (!after || time - before.time <= after.time - time) ? before : after;
  return best && Math.abs(best.time - time) < reach ? best : null;
}

/**
 * The mark after an event, or the one before it.
 * @param from its time; its number is null where nothing has happened that is looked at: what is at that time comes next
 */
export function tickBeside(
  marks: Marks,
  from: { readonly time: number; readonly event: number | null },
  step: 1 | -1,
): Tick | null {
  const { times, events } = marks;
  const event = from.event ?? -1;
  let at = bisectLeft(times, from.time);
  while (times[at] === from.time && events[at]! < event) at++;
  if (step < 0) return tickAt(marks, at - 1);
  return tickAt(marks, times[at] === from.time && events[at] === event ? at + 1 : at);
}

/** Where a lane's mark of a packet is; null when it has none. Its event's time narrows the search. */
export function tickOf(marks: Marks, packet: number, times: readonly number[]): Tick | null {
  for (const time of times) {
    for (let at = bisectLeft(marks.times, time); marks.times[at] === time; at++)
      if (marks.packets[at] === packet) return tickAt(marks, at);
  }
  return null;
}
