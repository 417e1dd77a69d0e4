import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';

/** States of a registration that are failures, for colour. */
const FAILED = new Set(['failed']);

export interface HostState {
  readonly text: string;
  readonly failed: boolean;
}

/** A host's story: when its person's program was in which state, and when a packet first met it. */
interface HostStory {
  readonly times: readonly number[];
  readonly states: readonly string[];
}

/** What is known of each host at each time, worked out once for a run. */
export class People {
  readonly #stories = new Map<string, HostStory>();
  readonly #active = new Set<string>();

  constructor(reader: TraceReader) {
    const { trace } = reader;
    trace.actors.forEach((actor, index) => {
      if (actor.machine !== 'registration') return;
      const events = [...reader.eventsOfActor(index)];
      this.#stories.set(reader.node(actor.node).id, {
        times: events.map((event) => trace.events.time[event]!),
        states: events.map((event) => reader.string(trace.events.b[event]!)),
      });
    });
    for (let event = 0; event < reader.length; event++) {
      const kind = trace.events.kind[event];
      if (kind === EventKind.send || kind === EventKind.deliver)
        this.#active.add(reader.node(trace.events.node[event]!).id);
    }
  }

  /** Does the host send or receive anything in this run? */
  isActive(host: string): boolean {
    return this.#active.has(host);
  }

  at(host: string, time: number): HostState {
    const story = this.#stories.get(host);
    if (!story) return { text: '', failed: false };
    let text = '';
    for (let i = 0; i < story.times.length && story.times[i]! <= time; i++) text = story.states[i]!;
    return { text, failed: FAILED.has(text) };
  }
}
