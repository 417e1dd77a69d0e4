import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { countUpTo } from '../../draw/search.ts';

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

/** Something that is so from one time to the next. */
export class Story {
  readonly times: number[] = [];
  readonly texts: string[] = [];

  /** @param together what comes at one time is told together; else the last counts */
  add(time: number, text: string, together = false): void {
    if (together && this.times.at(-1) === time) {
      this.texts.push(`${this.texts.pop()} ${text}`);
      return;
    }
    this.times.push(time);
    this.texts.push(text);
  }

  at(time: number): string {
    return this.texts[countUpTo(this.times, time) - 1] ?? '';
  }
}

const NOTHING = new Story();

/** What is known of each host at each time, worked out once for a run. */
export class People {
  /** Hosts that send or receive anything in this run. */
  readonly active: ReadonlySet<string>;
  readonly #states: ReadonlyMap<string, Story>;
  readonly #sights: ReadonlyMap<string, Story>;

  constructor(reader: TraceReader) {
    const { events, nodes } = reader.trace;
    const active = new Uint8Array(nodes.length);
    const sights = new Map<string, Story>();
    for (let event = 0; event < reader.length; event++) {
      const kind = events.kind[event];
      const node = events.node[event]!;
      if (kind === EventKind.send || kind === EventKind.deliver) active[node] = 1;
      else if (kind === EventKind.see) {
        const { id } = reader.node(node);
        const story = sights.get(id) ?? new Story();
        sights.set(id, story);
        story.add(events.time[event]!, reader.string(events.a[event]!), true);
      }
    }
    this.active = new Set(nodes.filter((_, node) => active[node] === 1).map(({ id }) => id));
    this.#states = statesOf(reader);
    this.#sights = sights;
  }

  at(host: string, time: number): HostState {
    const text = this.story(host).at(time);
    return {
      text,
      failed: isFailure(text),
      good: isGood(text),
      seen: this.#sights.get(host)?.at(time) ?? '',
    };
  }

  /** How a host fares, from the start to the end. */
  story(host: string): Story {
    return this.#states.get(host) ?? NOTHING;
  }
}

function statesOf(reader: TraceReader): ReadonlyMap<string, Story> {
  const { actors, events } = reader.trace;
  const ranks = actors.map(({ machine }) => TELLING.indexOf(machine));
  const stories = new Map<string, Story>();
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
    const story = stories.get(host) ?? new Story();
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
