import type { TraceReader } from '../model/trace-reader.ts';
import type { Trace } from '../model/trace.ts';
import { EventKind, NO_PACKET } from '../model/trace.ts';

/** Where two runs part: what happens next in each, where it happens at all. */
export interface Parting {
  /** Microseconds at which the first of the two events happens. */
  readonly time: number;
  /** Event of the one run, or null when it has ended. */
  readonly before: number | null;
  /** Event of the other run, or null when it has ended. */
  readonly after: number | null;
}

/**
 * The first difference between two runs of one scene. What was done to them meanwhile (a rule opened, a host switched
 * off) is left aside, with the changes of state that it is: the first difference is what came of it.
 * @returns null when they are the same from beginning to end
 */
export function firstDifference(before: TraceReader, after: TraceReader): Parting | null {
  let one = 0;
  let other = 0;
  for (;;) {
    one = next(before.trace, one);
    other = next(after.trace, other);
    const ended = [one >= before.length, other >= after.length] as const;
    if (ended[0] && ended[1]) return null;
    if (ended[0] || ended[1] || !alike(before.trace, one, after.trace, other)) {
      const times = [
        ended[0] ? Infinity : before.trace.events.time[one]!,
        ended[1] ? Infinity : after.trace.events.time[other]!,
      ];
      return {
        time: Math.min(...times),
        before: ended[0] ? null : one,
        after: ended[1] ? null : other,
      };
    }
    one++;
    other++;
  }
}

/** The next event from `at` that is no intervention, and no change of state that one is. */
function next({ events }: Trace, at: number): number {
  while (at < events.kind.length) {
    const kind = events.kind[at]!;
    const done = kind === EventKind.intervention || (kind === EventKind.state && ofIntervention(events, at));
    if (!done) return at;
    at++;
  }
  return at;
}

function ofIntervention(events: Trace['events'], event: number): boolean {
  const cause = events.cause[event]!;
  return cause >= 0 && events.kind[cause] === EventKind.intervention;
}

/** Causes and connections have numbers of their own in each run: what counts is what one sees. */
function alike(before: Trace, one: number, after: Trace, other: number): boolean {
  const [a, b] = [before.events, after.events];
  const kind = a.kind[one]!;
  if (a.time[one] !== b.time[other] || kind !== b.kind[other] || a.node[one] !== b.node[other]) return false;
  if (a.packet[one] !== b.packet[other]) return false;
  switch (kind) {
    case EventKind.send:
      return samePacket(before, after, a.packet[one]!);
    case EventKind.verdict:
      // The connection's number is in column c; the rule and the reason say what was decided.
      return a.a[one] === b.a[other] && a.b[one] === b.b[other];
    case EventKind.state:
      return (
        before.actors[a.a[one]!]?.id === after.actors[b.a[other]!]?.id &&
        before.strings[a.b[one]!] === after.strings[b.b[other]!]
      );
    case EventKind.act:
    case EventKind.see:
    case EventKind.log:
    case EventKind.timer:
    case EventKind.fault:
    case EventKind.row:
      return before.strings[a.a[one]!] === after.strings[b.a[other]!];
    case EventKind.waive:
      // Column a is the number of an event.
      return true;
    default:
      return a.a[one] === b.a[other] && a.b[one] === b.b[other];
  }
}

/** Packets are numbered as they are sent: the same number until the runs part. */
function samePacket(before: Trace, after: Trace, packet: number): boolean {
  if (packet === NO_PACKET) return true;
  const [a, b] = [before.packets, after.packets];
  return (
    a.src[packet] === b.src[packet] &&
    a.dst[packet] === b.dst[packet] &&
    a.sport[packet] === b.sport[packet] &&
    a.dport[packet] === b.dport[packet] &&
    a.protocol[packet] === b.protocol[packet] &&
    a.flags[packet] === b.flags[packet] &&
    a.length[packet] === b.length[packet] &&
    a.seq[packet] === b.seq[packet]
  );
}
