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

/**
 * The head again, from what `replayTexts` wrote of it.
 * @returns what is the matter with it when it cannot be read: a newer lab wrote it, or it is none
 */
export function readReplayHead(text: string): ReplayHead | 'newer' | 'damaged' {
  const head = parsed(text);
  if (!isRecord(head)) return 'damaged';
  if (typeof head['version'] === 'number' && head['version'] > REPLAY_VERSION) return 'newer';
  return isHead(head) ? head : 'damaged';
}

function traceText({ events, packets, ...rest }: Trace): string {
  return JSON.stringify({ events: numbersOf(events), packets: numbersOf(packets), ...rest });
}

/** The trace again, from what `replayTexts` wrote of it; null when that is none. */
export function readReplayTrace(text: string): Trace | null {
  const trace = parsed(text);
  if (!isRecord(trace)) return null;
  const { events, packets, ...rest } = trace;
  const lists = ['messages', 'strings', 'nodes', 'actors', 'charts'];
  if (!areColumns(events, EMPTY.events) || !areColumns(packets, EMPTY.packets)) return null;
  if (!lists.every((name) => Array.isArray(rest[name]))) return null;
  return {
    ...(rest as unknown as Omit<Trace, 'events' | 'packets'>),
    events: columnsOf(events, EMPTY.events),
    packets: columnsOf(packets, EMPTY.packets),
  };
}

/*
 * What was damaged on its way is found by gzip's checksum. These checks are of the form alone: whoever can write another
 * pack has the page's program in their hands, too.
 */

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isHead(
  head: Readonly<Record<string, unknown>>,
): head is Readonly<Record<string, unknown>> & ReplayHead {
  const { version, title, designs, scenes } = head;
  if (version !== REPLAY_VERSION || typeof title !== 'string') return false;
  if (!Array.isArray(designs) || !designs.every(isRecord) || !Array.isArray(scenes)) return false;
  return scenes.every(
    (scene) =>
      isRecord(scene) &&
      typeof scene['variant'] === 'string' &&
      typeof scene['design'] === 'number' &&
      designs[scene['design']] !== undefined &&
      isRecord(scene['run']) &&
      isRecord(scene['run']['feature']) &&
      isRecord(scene['run']['finding']),
  );
}

/** A list of numbers for each column, all of one length. */
function areColumns(value: unknown, kinds: Readonly<Record<string, Column>>): value is Numbers {
  if (!isRecord(value)) return false;
  const lists = Object.keys(kinds).map((name) => value[name]);
  const [first] = lists;
  return lists.every(
    (list) =>
      Array.isArray(list) &&
      list.length === (first as readonly unknown[]).length &&
      list.every((number) => typeof number === 'number'),
  );
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
