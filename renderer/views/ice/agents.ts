import type { TraceReader } from '../../../simulator/model/trace-reader.ts';

/** A state that a machine took, and when. */
export interface Taken {
  readonly time: number;
  readonly state: string;
  readonly event: number;
}

/** Two candidates that are tried together, at one end. */
export interface IcePair {
  readonly actor: number;
  /** 1 for RTP, 2 for RTCP. */
  readonly component: number;
  /** "relay UDP 10.45.16.30:50012" */
  readonly local: string;
  readonly remote: string;
  readonly taken: readonly Taken[];
}

/** One end of a medium: its search for a path. */
export interface IceEnd {
  /** "alice/call/7/audio" */
  readonly id: string;
  readonly actor: number;
  readonly node: number;
  /** "Alice" */
  readonly person: string;
  /** "audio with Bob" */
  readonly call: string;
  /** "audio" */
  readonly medium: string;
  readonly taken: readonly Taken[];
  readonly pairs: readonly IcePair[];
}

/** A medium of a call, with the ends that search for a path to each other: two, or one when the other never began. */
export interface IceSession {
  readonly key: string;
  readonly title: string;
  readonly begun: number;
  readonly ends: readonly IceEnd[];
}

/** Where candidates of an end are: "10.45.16.30:50012" of its name. */
export function endpointOf(candidate: string): string {
  return candidate.slice(candidate.lastIndexOf(' ') + 1);
}

/** The last state that a machine took up to a time; null before its first. */
export function takenAt(taken: readonly Taken[], time: number): Taken | null {
  for (let i = taken.length - 1; i >= 0; i--) if (taken[i]!.time <= time) return taken[i]!;
  return null;
}

export function takenBy(reader: TraceReader, actor: number): readonly Taken[] {
  const { events } = reader.trace;
  return [...reader.eventsOfActor(actor)].map((event) => ({
    time: events.time[event]!,
    state: reader.string(events.b[event]!),
    event,
  }));
}

/** Every medium whose ends searched for a path, in the order in which they began. */
export function sessionsOf(reader: TraceReader): readonly IceSession[] {
  const all = endsOf(reader);
  const free = new Set(all);
  const places = new Places(all);
  const sessions: IceSession[] = [];
  for (const one of all) {
    if (!free.delete(one)) continue;
    const other =
      places.mirrors(one).find((end) => free.has(end)) ?? [...free].find((end) => meets(one, end));
    if (other) free.delete(other);
    const ends = other ? [one, other] : [one];
    sessions.push({
      key: ends.map(({ id }) => id).join(' '),
      title: titleOf(ends),
      begun: one.taken[0]?.time ?? 0,
      ends,
    });
  }
  return sessions.sort((a, b) => a.begun - b.begun);
}

/** The session that a time is about: the last that has begun, before all of them the first. */
export function sessionAt(sessions: readonly IceSession[], time: number): IceSession | null {
  return sessions.findLast((one) => one.begun <= time) ?? sessions[0] ?? null;
}

function endsOf(reader: TraceReader): readonly IceEnd[] {
  const { actors } = reader.trace;
  const pairs = new Map<string, IcePair[]>();
  actors.forEach(({ machine, about }, actor) => {
    if (machine !== 'ice-pair' || !about) return;
    const { agent = '', component = '1', local = '', remote = '' } = about;
    const known = pairs.get(agent) ?? [];
    pairs.set(agent, known);
    known.push({ actor, component: Number(component), local, remote, taken: takenBy(reader, actor) });
  });
  return actors.flatMap(({ machine, id, node, title }, actor) => {
    if (machine !== 'ice-agent') return [];
    const agent = id.replace(/\/ice$/, '');
    const [, person = '', call = title, medium = ''] =
      /^(.*?): (.*), ([^,]*): connectivity$/.exec(title) ?? [];
    return {
      id: agent,
      actor,
      node,
      person: person || reader.node(node).title,
      call,
      medium,
      taken: takenBy(reader, actor),
      pairs: pairs.get(agent) ?? [],
    };
  });
}

/** Ends by where they are and by where they try to reach: of thousands, each finds its other one at once. */
class Places {
  readonly #order: ReadonlyMap<IceEnd, number>;
  readonly #at = new Map<string, Set<IceEnd>>();
  readonly #reaching = new Map<string, Set<IceEnd>>();

  constructor(ends: readonly IceEnd[]) {
    this.#order = new Map(ends.map((end, index) => [end, index]));
    for (const end of ends)
      for (const { local, remote } of end.pairs) {
        keep(this.#at, endpointOf(local), end);
        keep(this.#reaching, endpointOf(remote), end);
      }
  }

  /** Ends that one tries to reach, or that try to reach it, in their order; it may be among them itself. */
  mirrors(one: IceEnd): readonly IceEnd[] {
    const found = new Set<IceEnd>();
    for (const { local, remote } of one.pairs) {
      for (const end of this.#at.get(endpointOf(remote)) ?? []) found.add(end);
      for (const end of this.#reaching.get(endpointOf(local)) ?? []) found.add(end);
    }
    return [...found].sort((a, b) => this.#order.get(a)! - this.#order.get(b)!);
  }
}

function keep(map: Map<string, Set<IceEnd>>, place: string, end: IceEnd): void {
  const known = map.get(place);
  if (known) known.add(end);
  else map.set(place, new Set([end]));
}

/** Without pairs: people who call each other with the same medium at one time. */
function meets(one: IceEnd, other: IceEnd): boolean {
  if (one.pairs.length > 0 && other.pairs.length > 0) return false;
  const [begin, end] = [one.taken, other.taken].map((taken) => ({
    from: taken[0]?.time ?? 0,
    to: taken.at(-1)?.time ?? 0,
  }));
  return (
    one.medium === other.medium &&
    begin!.from <= end!.to &&
    end!.from <= begin!.to &&
    one.call.endsWith(` with ${other.person}`) &&
    other.call.endsWith(` with ${one.person}`)
  );
}

function titleOf(ends: readonly IceEnd[]): string {
  const [one, other] = ends;
  return other ? `${one!.person} and ${other.person}: ${one!.medium}` : `${one!.person}: ${one!.call}`;
}
