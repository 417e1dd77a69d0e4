import type { Design } from '../model/design.ts';
import type { FeatureRun } from '../model/run.ts';
import type { Trace } from '../model/trace.ts';
import { TraceWriter } from '../model/trace.ts';

/** A feature's run and the design that it is of. */
export interface ReplayScene {
  /** What the design is called as it was then: "E12 closed". */
  readonly variant: string;
  readonly design: Design;
  readonly run: FeatureRun;
}

/** Runs to be played somewhere else, without a simulator. */
export interface Replay {
  readonly title: string;
  readonly scenes: readonly ReplayScene[];
}

/** All of a replay but its traces, each of which is a part of its own that is read when it is wanted. */
export interface ReplayHead {
  readonly version: number;
  readonly title: string;
  readonly designs: readonly Design[];
  readonly scenes: readonly HeadScene[];
}

export interface HeadScene {
  readonly variant: string;
  /** Index in `designs`. */
  readonly design: number;
  readonly run: Omit<FeatureRun, 'trace'>;
}

/** Of the form that is written here; a newer form gets a higher one. */
export const REPLAY_VERSION = 1;

/** Columns of no rows: they say of which kind of numbers each is. */
const EMPTY: Trace = new TraceWriter().finish();

/** The parts of a replay as texts of JSON: its head, then the trace of each scene. */
export function* replayTexts({ title, scenes }: Replay): Generator<string> {
  const designs = [...new Set(scenes.map(({ design }) => design))];
  const head: ReplayHead = {
    version: REPLAY_VERSION,
    title,
    designs,
    scenes: scenes.map(({ variant, design, run: { trace: _, ...run } }) => ({
      variant,
      design: designs.indexOf(design),
      run,
    })),
  };
  yield JSON.stringify(head);
  for (const { run } of scenes) yield traceText(run.trace);
}

/** @returns null when a newer lab wrote it */
export function readReplayHead(text: string): ReplayHead | null {
  const head = JSON.parse(text) as ReplayHead;
  return head.version === REPLAY_VERSION ? head : null;
}

function traceText({ events, packets, ...rest }: Trace): string {
  return JSON.stringify({ events: numbersOf(events), packets: numbersOf(packets), ...rest });
}

/** The trace again, from what `replayTexts` wrote of it. */
export function readReplayTrace(text: string): Trace {
  const { events, packets, ...rest } = JSON.parse(text) as Omit<Trace, 'events' | 'packets'> & {
    readonly events: Numbers;
    readonly packets: Numbers;
  };
  return { ...rest, events: columnsOf(events, EMPTY.events), packets: columnsOf(packets, EMPTY.packets) };
}

type Numbers = Readonly<Record<string, readonly number[]>>;
type Column = Trace['events'][string];

function numbersOf(columns: Readonly<Record<string, Column>>): Numbers {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, Array.from(column)]));
}

function columnsOf<C extends Record<string, Column>>(numbers: Numbers, kinds: C): C {
  const columns = Object.entries(kinds).map(([name, { constructor }]) => {
    const kind = constructor as unknown as { from: (list: readonly number[]) => Column };
    return [name, kind.from(numbers[name]!)];
  });
  return Object.fromEntries(columns) as C;
}
