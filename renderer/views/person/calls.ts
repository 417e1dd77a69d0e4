import type { DesignPerson } from '../../../simulator/model/design.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { header } from '../../../simulator/protocols/sip/headers.ts';
import { Changes } from '../../stores/changes.ts';
import type { Passage } from '../dialogs/passages.ts';
import { candidateOf } from '../ice/board.ts';
import { partOf, type Party } from './parties.ts';

/** Which way media take, as people call it, and whether it is second best for them. */
export interface CallPath {
  readonly text: string;
  readonly worse: boolean;
}

/** A call at one of its ends, whatever the medium. */
export interface PersonCall {
  readonly actor: number;
  readonly party: Party;
  /** "audio", "sharing" */
  readonly medium: string;
  readonly incoming: boolean;
  readonly began: number;
  readonly states: Changes<string>;
  /** Whether the other end is heard: states of the stream. */
  readonly stream: Changes<string>;
  readonly path: Changes<CallPath>;
}

/** The calls of a person, in order: their machines, and the pair of candidates that their search for a path chose. */
export function callsOf(
  reader: TraceReader,
  { id }: DesignPerson,
  node: number,
  near: readonly Passage[],
  names: ReadonlyMap<string, string>,
): readonly PersonCall[] {
  const { actors } = reader.trace;
  const index = new Map(actors.map((one, actor) => [one.id, actor]));
  const paths = pathsOf(reader);
  return actors.flatMap((one, actor): PersonCall[] => {
    if (one.machine !== 'call' || !one.id.startsWith(`${id}/call/`)) return [];
    const states = statesOf(reader, actor);
    const [, medium = '', peer = ''] = /: (\S+) with (.*)$/.exec(one.title) ?? [];
    return [
      {
        actor,
        party: inviteOf(node, near, states, names) ?? { key: peer, title: peer, meeting: false },
        medium,
        incoming: states.values.includes('ringing here'),
        began: states.times[0] ?? 0,
        states,
        stream: statesOf(reader, index.get(`${one.id}/${medium}/stream`)),
        path: paths.get(`${one.id}/${medium}`) ?? new Changes<CallPath>(),
      },
    ];
  });
}

function statesOf(reader: TraceReader, actor: number | undefined): Changes<string> {
  const states = new Changes<string>();
  if (actor === undefined) return states;
  const { time, b } = reader.trace.events;
  for (const event of reader.eventsOfActor(actor)) states.add(time[event]!, reader.string(b[event]!));
  return states;
}

/** Whom the INVITE that began a call names as the other side; null when none was sent, or came. */
function inviteOf(
  node: number,
  near: readonly Passage[],
  states: Changes<string>,
  names: ReadonlyMap<string, string>,
): Party | null {
  const when = states.times.find(
    (_, i) => states.values[i] === 'inviting' || states.values[i] === 'ringing here',
  );
  if (when === undefined) return null;
  for (const { message, from, to, sent, arrived } of near) {
    if (message.kind !== 'request' || message.method !== 'INVITE') continue;
    if (from === node && sent === when) return partOf(header(message, 'To'), names);
    if (to === node && arrived === when) return partOf(header(message, 'From'), names);
  }
  return null;
}

/** The path of each medium's agent, from when a pair of candidates was nominated. */
function pathsOf(reader: TraceReader): ReadonlyMap<string, Changes<CallPath>> {
  const { time, b } = reader.trace.events;
  const paths = new Map<string, Changes<CallPath>>();
  reader.trace.actors.forEach(({ machine, about }, actor) => {
    if (machine !== 'ice-pair' || about?.['component'] === '2') return;
    for (const event of reader.eventsOfActor(actor)) {
      if (reader.string(b[event]!) !== 'nominated') continue;
      const agent = about?.['agent'] ?? '';
      const known = paths.get(agent) ?? new Changes<CallPath>();
      paths.set(agent, known);
      known.add(time[event]!, pathWords(agent, about?.['local'] ?? '', about?.['remote'] ?? ''));
    }
  });
  return paths;
}

/** Media that would go over UDP where they can; the others know TCP only. */
const PREFER_UDP = /\/(audio|video)$/;

function pathWords(agent: string, local: string, remote: string): CallPath {
  const [one, other] = [candidateOf(local), candidateOf(remote)];
  const tcp = one.transport !== 'UDP';
  const relayed = one.type === 'relay' || other.type === 'relay';
  return {
    text: `${relayed ? 'by a relay' : 'direct'}, ${tcp ? 'TCP' : 'UDP'}`,
    worse: tcp && PREFER_UDP.test(agent),
  };
}
