import { group } from 'd3';
import { EventKind, NO_PACKET } from '../../../simulator/model/trace.ts';
import { waivedEvents } from '../../../simulator/analysis/causes.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { marksOf, type Marks } from './marks.ts';
import type { Span } from './people.ts';

/** A host or a firewall on the timeline: the packets that it sent, took or stopped, and how its machines changed. */
export class AgentLane {
  readonly node: number;
  readonly title: string;
  readonly kind: 'host' | 'firewall' | 'nat';
  readonly lost: number;
  readonly count: number;
  readonly first: number;
  readonly #reader: TraceReader;
  readonly #events: readonly number[];
  readonly #losses: ReadonlySet<number>;
  readonly #actors: readonly number[];
  #marks: Marks | null = null;
  #changes: Marks | null = null;
  #machines: readonly MachineLane[] | null = null;

  constructor(
    reader: TraceReader,
    node: number,
    kind: AgentLane['kind'],
    events: readonly number[],
    losses: ReadonlySet<number>,
    actors: readonly number[],
  ) {
    this.node = node;
    this.title = reader.node(node).title;
    this.kind = kind;
    this.#reader = reader;
    this.#events = events;
    this.#losses = losses;
    this.#actors = actors;
    this.lost = losses.size;
    this.count = events.length;
    this.first = reader.trace.events.time[events[0] ?? 0] ?? 0;
  }

  get marks(): Marks {
    const { time, packet } = this.#reader.trace.events;
    return (this.#marks ??= marksOf(
      this.#events.map((event) => time[event]!),
      this.#events,
      this.#events.map((event) => packet[event]!),
      this.#events.map((event) => this.#losses.has(event)),
    ));
  }

  /** Changes of state of its machines, without those with which they began. */
  get changes(): Marks {
    const { time, kind, c } = this.#reader.trace.events;
    if (this.#changes) return this.#changes;
    const found = [...this.#reader.eventsOfNode(this.node)].filter(
      (event) => kind[event] === EventKind.state && this.#reader.string(c[event]!) !== 'start',
    );
    return (this.#changes = marksOf(
      found.map((event) => time[event]!),
      found,
      found.map(() => -1),
      found.map(() => false),
    ));
  }

  /** Its machines that changed, each with its states. */
  get machines(): readonly MachineLane[] {
    return (this.#machines ??= machinesOf(this.#reader, this.title, this.#actors));
  }
}

/** A machine's states along time. */
export interface MachineLane {
  readonly actor: number;
  readonly title: string;
  readonly states: readonly Span[];
}

/** Those that people talk about; the others stand in the list of states. */
const TOLD: readonly string[] = [
  'call',
  'registration',
  'media-stream',
  'ice-agent',
  'turn-client',
  'sip-dialog',
  'turn-allocation',
  'host',
  'service',
  'firewall',
];

/** @param whose title of the host, which need not be said again in each machine's */
function machinesOf(reader: TraceReader, whose: string, own: readonly number[]): readonly MachineLane[] {
  const { events, actors } = reader.trace;
  const end = events.time.at(-1) ?? 0;
  return own
    .flatMap((actor) => {
      const { machine, title } = actors[actor]!;
      const changes = TOLD.includes(machine) ? reader.eventsOfActor(actor) : [];
      if (changes.length < 2) return [];
      const states = [...changes].map((event, i) => ({
        from: events.time[event]!,
        to: i + 1 < changes.length ? events.time[changes[i + 1]!]! : end,
        text: reader.string(events.b[event]!),
        kind: 'state' as const,
        event,
      }));
      const short = title.startsWith(`${whose}: `) ? title.slice(whose.length + 2) : title;
      return [{ actor, title: short, states, rank: TOLD.indexOf(machine) }];
    })
    .sort((a, b) => a.rank - b.rank);
}

const PACKET_EVENTS: readonly number[] = [
  EventKind.send,
  EventKind.deliver,
  EventKind.verdict,
  EventKind.lose,
];

/**
 * Every host and firewall that has to do with a packet, those where some were lost first.
 * @param only packets that count; all when left out
 */
export function agentsOf(reader: TraceReader, only: ReadonlySet<number> | null = null): readonly AgentLane[] {
  const { kind, packet } = reader.trace.events;
  const hoped = waivedEvents(reader.trace);
  const actors = group(reader.trace.actors.keys(), (actor) => reader.trace.actors[actor]!.node);
  return reader.trace.nodes
    .flatMap((one, node) => {
      if (one.kind === 'zone') return [];
      const own = [...reader.eventsOfNode(node)].filter(
        (event) =>
          PACKET_EVENTS.includes(kind[event]!) &&
          packet[event] !== NO_PACKET &&
          (!only || only.has(packet[event]!)),
      );
      const losses = new Set(
        own.filter((event) => hoped[event] === 0 && kind[event] !== EventKind.send && reader.lostAt(event)),
      );
      return own.length === 0
        ? []
        : [new AgentLane(reader, node, one.kind, own, losses, actors.get(node) ?? [])];
    })
    .sort((a, b) => Number(b.lost > 0) - Number(a.lost > 0) || a.first - b.first);
}
