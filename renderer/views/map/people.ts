import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { Changes } from '../../stores/changes.ts';

/** Machines that tell how a host, or the person there, fares: the first of these that has anything to say. */
const TELLING: readonly string[] = ['host', 'call', 'registration'];

/** States that say nothing: what the next machine tells counts. */
const QUIET = /^(up|idle|ended|signed out)$/;
/** A host in this state needs no word. */
const UP = 'up';

/** States that are failures, for colour. */
const FAILED = /^(failed|down|stopped)$/;
/** And those where a person has what they wanted. */
const GOOD = /^(registered|established|running)$/;

export interface HostState {
  readonly text: string;
  readonly failed: boolean;
  readonly good: boolean;
  /** What the person there saw last. */
  readonly seen: string;
}

export function isFailure(state: string): boolean {
  return FAILED.test(state);
}

export function isGood(state: string): boolean {
  return GOOD.test(state);
}

const NOTHING = new Changes<string>();

/** What is known of each host at each time, worked out once for a run. */
export class People {
  /** Hosts that send or receive anything in this run. */
  readonly active: ReadonlySet<string>;
  readonly #states: ReadonlyMap<string, Changes<string>>;
  readonly #sights: ReadonlyMap<string, Changes<string>>;

  constructor(reader: TraceReader) {
    const { events, nodes } = reader.trace;
    const active = new Uint8Array(nodes.length);
    const sights = new Map<string, Changes<string>>();
    for (let event = 0; event < reader.length; event++) {
      const kind = events.kind[event];
      const node = events.node[event]!;
      if (kind === EventKind.send || kind === EventKind.deliver) active[node] = 1;
      else if (kind === EventKind.see) {
        const { id } = reader.node(node);
        const story = sights.get(id) ?? new Changes<string>();
        sights.set(id, story);
        const time = events.time[event]!;
        const words = reader.string(events.a[event]!);
        // What comes at one time is told together.
        const before = story.times.at(-1) === time ? story.at(time) : undefined;
        story.add(time, before === undefined ? words : `${before} ${words}`);
      }
    }
    this.active = new Set(nodes.filter((_, node) => active[node] === 1).map(({ id }) => id));
    this.#states = statesOf(reader);
    this.#sights = sights;
  }

  at(host: string, time: number): HostState {
    const text = this.story(host).at(time) ?? '';
    return {
      text,
      failed: isFailure(text),
      good: isGood(text),
      seen: this.#sights.get(host)?.at(time) ?? '',
    };
  }

  /** How a host fares, from the start to the end. */
  story(host: string): Changes<string> {
    return this.#states.get(host) ?? NOTHING;
  }
}

function statesOf(reader: TraceReader): ReadonlyMap<string, Changes<string>> {
  const { actors, events } = reader.trace;
  const ranks = actors.map(({ machine }) => TELLING.indexOf(machine));
  const stories = new Map<string, Changes<string>>();
  const present = new Map<string, (string | undefined)[]>();
  for (let event = 0; event < reader.length; event++) {
    if (events.kind[event] !== EventKind.state) continue;
    const actor = events.a[event]!;
    const rank = ranks[actor]!;
    if (rank < 0) continue;
    const host = reader.node(actors[actor]!.node).id;
    const states = present.get(host) ?? [];
    present.set(host, states);
    states[rank] = reader.string(events.b[event]!);
    const story = stories.get(host) ?? new Changes<string>();
    stories.set(host, story);
    story.add(events.time[event]!, told(states));
  }
  return stories;
}

/** @param states of the telling machines, in their order */
function told(states: readonly (string | undefined)[]): string {
  const telling = states.find((one) => one !== undefined && !QUIET.test(one)) ?? states.at(-1) ?? '';
  return telling === UP ? '' : telling;
}
