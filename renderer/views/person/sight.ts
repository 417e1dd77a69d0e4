import type { CallPath, PersonCall } from './calls.ts';
import type { Party } from './parties.ts';
import type { Sentence } from './sentences.ts';
import type { PersonStory } from './story.ts';
import type { Text } from './texts.ts';

/** How somebody's program stands towards its server. */
export interface SignIn {
  readonly state: 'in' | 'out' | 'waiting' | 'failed' | 'none';
  readonly since: number;
}

/** A call as its person sees it. */
export interface CallSight {
  readonly call: PersonCall;
  /** "ringing here" and the other states of the machine. */
  readonly state: string;
  readonly since: number;
  /** Whether they wait for something, and since when: microseconds. */
  readonly waitingSince: number | null;
  readonly path: CallPath | null;
  /** Whether they hear the other end; null before anything should be heard. */
  readonly hears: boolean | null;
}

/** A text with whether it has gone out. */
export interface TextSight {
  readonly text: Text;
  readonly sent: 'under way' | 'delivered' | 'failed' | null;
}

/** One window of the program: a conversation or a meeting. */
export interface WindowSight {
  readonly party: Party;
  readonly calls: readonly CallSight[];
  readonly texts: readonly TextSight[];
  /** Names of those who are in the meeting; null for a conversation. */
  readonly there: readonly string[] | null;
}

/** Everything that a person's program shows at one moment. */
export interface Sight {
  readonly signIn: SignIn;
  readonly own: string;
  readonly contacts: readonly { readonly uri: string; readonly state: string | null }[];
  readonly windows: readonly WindowSight[];
  /** What they did and saw so far. */
  readonly sentences: readonly Sentence[];
}

/** What a person's program shows at a time (microseconds): a pure function of the two. */
export function sightAt(story: PersonStory, time: number): Sight {
  const signIn = signInAt(story, time);
  return {
    signIn,
    own: signIn.state === 'in' ? (story.own.at(time) ?? 'Available') : 'Offline',
    contacts: contactsAt(story, time),
    windows: windowsAt(story, time),
    sentences: story.sentences.filter((one) => one.time <= time),
  };
}

function signInAt({ registration }: PersonStory, time: number): SignIn {
  const state = registration?.at(time);
  const since = registration?.since(time) ?? 0;
  switch (state) {
    case undefined:
      return { state: registration ? 'out' : 'none', since };
    case 'signed out':
      return { state: 'out', since };
    case 'registered':
      return { state: 'in', since };
    case 'failed':
      return { state: 'failed', since };
    default:
      return waitingFor(registration!, time);
  }
}

/** Between signing in and being signed in: the wait began with the first of those states. */
function waitingFor(registration: NonNullable<PersonStory['registration']>, time: number): SignIn {
  let at = registration.countAt(time) - 1;
  while (at > 0 && !['signed out', 'registered', 'failed'].includes(registration.values[at - 1]!)) at--;
  // A registration is renewed behind the person's back.
  const before = registration.values[at - 1];
  return { state: before === 'registered' ? 'in' : 'waiting', since: registration.times[at]! };
}

function contactsAt({ contacts, presence }: PersonStory, time: number): Sight['contacts'] {
  const listed = contacts.at(time) ?? [];
  const others = [...presence].filter(([, states]) => states.at(time) !== undefined).map(([uri]) => uri);
  return [...new Set([...listed, ...others])].map((uri) => ({
    uri,
    state: presence.get(uri)?.at(time) ?? null,
  }));
}

function windowsAt(story: PersonStory, time: number): readonly WindowSight[] {
  const windows = new Map<
    string,
    { party: Party; calls: CallSight[]; texts: TextSight[]; there: readonly string[] | null }
  >();
  const open = (party: Party) => {
    const known = windows.get(party.key) ?? { party, calls: [], texts: [], there: null };
    windows.set(party.key, known);
    return known;
  };
  for (const { party, there } of story.rosters.values()) {
    const present = there.at(time);
    if (present) open(party).there = present.map(({ name }) => name);
  }
  for (const call of story.calls) if (call.began <= time) open(call.party).calls.push(callAt(call, time));
  for (const text of story.texts) if (text.time <= time) open(text.party).texts.push(textAt(text, time));
  return [...windows.values()];
}

/** States in which somebody waits for the other end, or for the network. */
const WAITING: readonly string[] = ['preparing', 'inviting', 'ringing there', 'ringing here', 'answered'];

function callAt(call: PersonCall, time: number): CallSight {
  const state = call.states.at(time) ?? 'idle';
  const stream = call.stream.at(time);
  return {
    call,
    state,
    since: call.states.since(time) ?? call.began,
    waitingSince: WAITING.includes(state) ? call.began : null,
    path: state === 'established' ? (call.path.at(time) ?? null) : null,
    hears:
      state !== 'established' || stream === 'sending' || stream === undefined ? null : stream === 'both ways',
  };
}

function textAt(text: Text, time: number): TextSight {
  const { answer } = text;
  if (text.from !== '') return { text, sent: null };
  if (!answer || answer.time > time) return { text, sent: 'under way' };
  return { text, sent: answer.ok ? 'delivered' : 'failed' };
}
