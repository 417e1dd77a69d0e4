import type { Design, DesignPerson } from '../../../simulator/model/design.ts';
import type { FeatureRun } from '../../../simulator/model/run.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { cseq, header } from '../../../simulator/protocols/sip/headers.ts';
import type { Attendee } from '../../../simulator/protocols/sip/conference-bodies.ts';
import { readRoster, ROSTER_TYPE } from '../../../simulator/protocols/sip/conference-bodies.ts';
import {
  readContactList,
  readPresence,
  readPublication,
} from '../../../simulator/protocols/sip/presence-bodies.ts';
import { Changes } from '../../stores/changes.ts';
import type { Passage } from '../dialogs/passages.ts';
import { callsOf, type PersonCall } from './calls.ts';
import { partOf, type Party } from './parties.ts';
import { sentencesOf, type Sentence } from './sentences.ts';
import { textsOf, type Text } from './texts.ts';

/** All that one person's program showed in a run: made once, asked at any time (`sightAt`). */
export interface PersonStory {
  readonly person: DesignPerson;
  readonly node: number;
  /** States of their registration; null for whom there is none: guests in a browser, telephones. */
  readonly registration: Changes<string> | null;
  /** What they show of themselves. */
  readonly own: Changes<string>;
  /** Who is on their list. */
  readonly contacts: Changes<readonly string[]>;
  /** What is known of others, by address. */
  readonly presence: ReadonlyMap<string, Changes<string>>;
  readonly texts: readonly Text[];
  readonly calls: readonly PersonCall[];
  /** Who is in which meeting. */
  readonly rosters: ReadonlyMap<
    string,
    { readonly party: Party; readonly there: Changes<readonly Attendee[]> }
  >;
  readonly sentences: readonly Sentence[];
}

/**
 * The story of each person who does or sees something, in the order of their first deed: from the messages that came
 * to their host and left it, the states of their program's machines, and what the trace says that they did and saw.
 */
export function storiesOf(
  reader: TraceReader,
  design: Design,
  finding: FeatureRun['finding'],
  passages: readonly Passage[],
): readonly PersonStory[] {
  const sentences = sentencesOf(reader, finding.failures);
  return [...sentences].flatMap(([id, own]) => {
    const person = design.people.find((one) => one.id === id);
    const node = person
      ? reader.trace.nodes.findIndex((one) => one.kind === 'host' && one.id === person.host)
      : -1;
    if (!person || node < 0) return [];
    const names = new Map(design.people.map(({ uri, name }) => [uri ?? '', name]));
    const near = passages.filter(({ from, to }) => from === node || to === node);
    return [
      {
        person,
        node,
        registration: registrationOf(reader, person),
        ...presenceOf(node, near),
        texts: textsOf(node, near, names),
        calls: callsOf(reader, person, node, near, names),
        rosters: rostersOf(node, near, names),
        sentences: own,
      },
    ];
  });
}

function registrationOf(reader: TraceReader, { id }: DesignPerson): Changes<string> | null {
  const actor = reader.trace.actors.findIndex((one) => one.id === `${id}/registration`);
  if (actor < 0) return null;
  const { time, b } = reader.trace.events;
  const states = new Changes<string>();
  for (const event of reader.eventsOfActor(actor)) states.add(time[event]!, reader.string(b[event]!));
  return states;
}

function presenceOf(
  node: number,
  near: readonly Passage[],
): Pick<PersonStory, 'own' | 'contacts' | 'presence'> {
  const own = new Changes<string>();
  const contacts = new Changes<readonly string[]>();
  const presence = new Map<string, Changes<string>>();
  const published = new Map<string, string>();
  const asked = new Map<string, string>();
  for (const { message, from, arrived } of inOrder(node, near)) {
    const turn = `${header(message, 'Call-ID')} ${cseq(message).number}`;
    if (from === node) {
      if (message.kind === 'request' && message.method === 'SERVICE') {
        const state = readPublication(message.body);
        if (state !== null) published.set(turn, state);
      } else if (message.kind === 'request' && message.method === 'SUBSCRIBE')
        asked.set(turn, header(message, 'Event') ?? '');
      continue;
    }
    if (message.kind === 'response' && message.status >= 300) continue;
    const state = published.get(turn);
    if (message.kind === 'response' && state !== undefined) own.add(arrived, state);
    const event = header(message, 'Event') ?? asked.get(turn);
    if (event === 'vnd-microsoft-roaming-contacts') contacts.add(arrived, readContactList(message.body));
    if (event !== 'presence') continue;
    for (const { uri, state: theirs } of readPresence(message.body)) {
      const known = presence.get(uri) ?? new Changes<string>();
      presence.set(uri, known);
      known.add(arrived, theirs);
    }
  }
  return { own, contacts, presence };
}

function rostersOf(
  node: number,
  near: readonly Passage[],
  names: ReadonlyMap<string, string>,
): PersonStory['rosters'] {
  const rosters = new Map<string, { party: Party; there: Changes<readonly Attendee[]> }>();
  for (const { message, to, arrived } of inOrder(node, near)) {
    if (to !== node || !(header(message, 'Content-Type') ?? '').startsWith(ROSTER_TYPE)) continue;
    const party = partOf(header(message, message.kind === 'request' ? 'From' : 'To'), names);
    const known = rosters.get(party.key) ?? { party, there: new Changes<readonly Attendee[]>() };
    rosters.set(party.key, known);
    known.there.add(arrived, readRoster(message.body));
  }
  return rosters;
}

/** What left a host when it left, what came to it when it came; what never came is left out. */
export function inOrder(node: number, near: readonly Passage[]): readonly Passage[] {
  const when = ({ from, sent, arrived }: Passage) => (from === node ? sent : arrived);
  return near.filter((one) => when(one) < Infinity).sort((a, b) => when(a) - when(b));
}
