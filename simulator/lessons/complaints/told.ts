import type { Design, DesignPerson } from '../../model/design.ts';
import type { Finding } from '../../model/run.ts';
import type { Outcome } from '../../model/task.ts';
import type { Trace } from '../../model/trace.ts';
import { EventKind } from '../../model/trace.ts';

/** Something that somebody did, or saw on a screen, as the trace tells it. */
export interface Told {
  readonly event: number;
  /** Microseconds. */
  readonly time: number;
  /** Id of the person, or of the device that acts for one; empty for those who run the servers. */
  readonly who: string;
  readonly act: boolean;
  readonly text: string;
}

/** All that people did and saw in a run, in order. */
export function toldIn({ events, strings }: Trace): readonly Told[] {
  const told: Told[] = [];
  for (let event = 0; event < events.kind.length; event++) {
    const kind = events.kind[event];
    if (kind !== EventKind.act && kind !== EventKind.see) continue;
    told.push({
      event,
      time: events.time[event]!,
      who: strings[events.b[event]!] ?? '',
      act: kind === EventKind.act,
      text: strings[events.a[event]!] ?? '',
    });
  }
  return told;
}

/** The person who speaks for whoever did something: for a device, the one it is named after. */
export function speakerOf({ people, hosts }: Design, who: string): DesignPerson | null {
  const device = hosts.find(({ id }) => id === who);
  return (
    people.find(({ id }) => id === who) ?? people.find(({ name }) => device?.title.startsWith(name)) ?? null
  );
}

/** A step that went wrong: what somebody did, and what came of it. */
export interface Step {
  readonly act: Told;
  /** What they saw of it at last; empty when nothing. */
  readonly sight: string;
  /** Seconds from one to the other. */
  readonly seconds: number;
}

/** The step that failed: what was done when it began, and what was seen when it ended. */
export function failedStep(told: readonly Told[], { began, ended, beganAt, endedAt }: Outcome): Step | null {
  const act = told.findLast((one) => one.act && one.event <= began);
  if (!act) return null;
  const sight = told.findLast(
    (one) => !one.act && one.who === act.who && one.event > began && one.event <= ended,
  );
  return { act, sight: sight?.time === endedAt ? sight.text : '', seconds: (endedAt - beganAt) / 1e6 };
}

/** The step that took so much longer than in a healthy run, more so than any other. */
export function latestStep(
  healthy: readonly Told[],
  told: readonly Told[],
  finding: Pick<Finding, 'seconds'>,
): Step | null {
  const times = timesOf(healthy);
  const seen = new Map<string, number>();
  let act: Told | null = null;
  let late = 0;
  let worst: { readonly act: Told; readonly more: number; readonly seconds: number } | null = null;
  for (const [at, one] of told.entries()) {
    const key = keyOf(one);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    const usual = times.get(key)?.[nth];
    const by = usual === undefined ? late : one.time - usual;
    if (act && by - late > (worst?.more ?? 0))
      worst = { act, more: by - late, seconds: (endOf(told, at).time - act.time) / 1e6 };
    late = by;
    if (one.act) act = one;
  }
  const step = worst ?? (act && { act, seconds: finding.seconds });
  return step && { act: step.act, sight: '', seconds: step.seconds };
}

/** The last that was told before somebody does something again, or that by which they do. */
function endOf(told: readonly Told[], at: number): Told {
  const next = told.findIndex((one, index) => index > at && one.act);
  return told[at]!.act ? told[at]! : told.at(next < 0 ? -1 : next - 1)!;
}

function keyOf({ who, act, text }: Told): string {
  return `${act ? 'does' : 'sees'} ${who} ${text}`;
}

function timesOf(told: readonly Told[]): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>();
  for (const one of told) times.set(keyOf(one), [...(times.get(keyOf(one)) ?? []), one.time]);
  return times;
}
