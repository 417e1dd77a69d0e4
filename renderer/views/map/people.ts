import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { countUpTo } from './flights.ts';

/** The machine that tells how a person fares, where a host has several: the first of these. */
const TELLING: readonly string[] = ['call', 'media', 'registration'];

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

/** Something that is so from one time to the next. */
class Story {
  readonly #times: number[] = [];
  readonly #texts: string[] = [];

  /** @param together what comes at one time is told together; else the last counts */
  add(time: number, text: string, together = false): void {
    if (together && this.#times.at(-1) === time) {
      this.#texts.push(`${this.#texts.pop()} ${text}`);
      return;
    }
    this.#times.push(time);
    this.#texts.push(text);
  }

  at(time: number): string {
    return this.#texts[countUpTo(this.#times, time) - 1] ?? '';
  }
}

/** What is known of each host at each time, worked out once for a run. */
export class People {
  readonly #states = new Map<string, Story>();
  readonly #power = new Map<string, Story>();
  readonly #sights = new Map<string, Story>();
  readonly #active = new Set<string>();

  constructor(reader: TraceReader) {
    const { actors, events } = reader.trace;
    const told = new Map<string, number>();
    actors.forEach((actor, index) => {
      const host = reader.node(actor.node).id;
      const power = actor.machine === 'host';
      const rank = TELLING.indexOf(actor.machine);
      if (!power && (rank < 0 || rank >= (told.get(host) ?? Infinity))) return;
      if (!power) told.set(host, rank);
      const story = new Story();
      for (const event of reader.eventsOfActor(index))
        story.add(events.time[event]!, reader.string(events.b[event]!));
      (power ? this.#power : this.#states).set(host, story);
    });
    for (let event = 0; event < reader.length; event++) {
      const kind = events.kind[event];
      const host = reader.node(events.node[event]!).id;
      if (kind === EventKind.send || kind === EventKind.deliver) this.#active.add(host);
      else if (kind === EventKind.see) {
        const sights = this.#sights.get(host) ?? new Story();
        sights.add(events.time[event]!, reader.string(events.a[event]!), true);
        this.#sights.set(host, sights);
      }
    }
  }

  /** Does the host send or receive anything in this run? */
  isActive(host: string): boolean {
    return this.#active.has(host);
  }

  at(host: string, time: number): HostState {
    const power = this.#power.get(host)?.at(time) ?? UP;
    const text = power !== '' && power !== UP ? power : (this.#states.get(host)?.at(time) ?? '');
    return {
      text,
      failed: FAILED.test(text),
      good: GOOD.test(text),
      seen: this.#sights.get(host)?.at(time) ?? '',
    };
  }
}
