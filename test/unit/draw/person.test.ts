import { describe, expect, test } from 'vitest';
import { passagesOf } from '../../../renderer/views/dialogs/passages.ts';
import { sightAt } from '../../../renderer/views/person/sight.ts';
import { storiesOf, type PersonStory } from '../../../renderer/views/person/story.ts';
import { callWords, signInWords } from '../../../renderer/views/person/words.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { closing } from './designs.ts';

const design = builtinDesign();

function storiesIn(feature: string, of: Design = design): ReadonlyMap<string, PersonStory> {
  const [one] = run(of, { only: [feature] }).features;
  const reader = new TraceReader(one!.trace);
  return new Map(
    storiesOf(reader, of, one!.finding, passagesOf(reader)).map((story) => [story.person.id, story]),
  );
}

/** Every instant at which something changes for a person. */
function instantsOf({ sentences, presence, texts, calls }: PersonStory): readonly number[] {
  const all = [
    ...sentences.map(({ time }) => time),
    ...[...presence.values()].flatMap(({ times }) => times),
    ...texts.map(({ time }) => time),
    ...calls.flatMap(({ states }) => states.times),
  ];
  return [...new Set(all)].sort((a, b) => a - b);
}

const FEATURES = ['remote-presence', 'remote-im', 'conference-im', 'federation-im-lync2010'];

describe.each(FEATURES)('%s', (feature) => {
  const stories = [...storiesIn(feature).values()];
  const names = new Map(design.people.map(({ uri, name }) => [uri ?? '', name]));

  test("contacts' lights are what the program itself said last", () => {
    let compared = 0;
    for (const story of stories)
      for (const time of instantsOf(story)) {
        const said = new Map<string, string>();
        for (const { time: at, text } of story.sentences) {
          const match = /^(\w+) is (available|busy|away|offline)\.$/.exec(text);
          if (match && at <= time) said.set(match[1]!, match[2]!);
        }
        for (const { uri, state } of sightAt(story, time).contacts) {
          if (state === null) continue;
          compared++;
          expect([time, uri, state.toLowerCase()]).toEqual([time, uri, said.get(names.get(uri)!)]);
        }
      }
    expect(compared).toBeGreaterThan(5);
  });

  test('texts stand in their windows when the program said them, and no sooner', () => {
    for (const story of stories) {
      const heard = story.sentences.filter(({ kind, text }) => kind === 'see' && text.includes('“'));
      const texts = story.texts.filter(({ from }) => from !== '');
      expect(texts.map(({ time, text }) => [time, text])).toEqual(
        heard.map(({ time, text }) => [time, /“(.*)”/.exec(text)![1]]),
      );
      for (const { time, text } of texts) {
        const shown = (at: number) =>
          sightAt(story, at).windows.some((window) => window.texts.some((one) => one.text.text === text));
        expect([shown(time - 1), shown(time)]).toEqual([false, true]);
      }
    }
  });
});

test('what somebody did and saw is told up to now', () => {
  const alice = storiesIn('remote-im').get('alice')!;
  for (const { time } of alice.sentences)
    for (const at of [time - 1, time])
      expect(sightAt(alice, at).sentences).toEqual(alice.sentences.filter((one) => one.time <= at));
});

test("one's own text is under way until the answer is there", () => {
  const alice = storiesIn('remote-im').get('alice')!;
  const own = alice.texts.find(({ from }) => from === '')!;
  const sent = (time: number) => sightAt(alice, time).windows[0]!.texts[0]!.sent;
  expect([sent(own.time), sent(own.answer!.time - 1), sent(own.answer!.time)]).toEqual([
    'under way',
    'under way',
    'delivered',
  ]);
});

test('a text that nobody gets is told so, in words and in its window', () => {
  const bob = storiesIn('federation-im-lync2010', closing(design, 'E5')).get('bob')!;
  const last = sightAt(bob, Infinity);
  expect(last.sentences.some(({ bad, waited }) => bad && waited !== null && waited > 20_000_000)).toBe(true);
  expect(last.own).toBe('Away');
});

test('a meeting has its roster and its chat in one window', () => {
  const bob = storiesIn('conference-im').get('bob')!;
  const { windows } = sightAt(bob, Infinity);
  expect(windows).toHaveLength(1);
  expect(windows[0]!.party).toMatchObject({ title: 'Bob’s meeting', meeting: true });
  expect(windows[0]!.there).toEqual(['Bob', 'Alice']);
  const alone = bob.sentences.find(({ text }) => text === 'Alice is in the meeting.')!.time - 1;
  expect(sightAt(bob, alone).windows[0]!.there).toEqual(['Bob']);
  expect(sightAt(bob, 0).windows).toEqual([]);
  expect(windows[0]!.texts.map(({ text: { from, text } }) => [from, text])).toEqual([
    ['Alice', 'Can everybody see my notes?'],
    ['', 'Yes, all of us.'],
  ]);
});

describe('story 4, as Alice sees it', () => {
  const alice = storiesIn('av-remote-internal', closing(design, 'E12')).get('alice')!;
  const call = (time: number) => sightAt(alice, time).windows[0]?.calls[0];
  const words = (time: number) => callWords(call(time)!, time);

  test('she waits, then talks over TCP, and is told that it is worse', () => {
    expect(signInWords(sightAt(alice, 200_000).signIn, 200_000)).toBe('Signing in for 0.2 s');
    expect(call(300_000)).toBeUndefined();
    expect(words(3_398_400)).toBe('Getting ready to call, waiting for 3.0 s');
    expect(words(6_398_400)).toBe('It rings there, waiting for 6.0 s');
    expect(call(10_000_000)).toMatchObject({
      state: 'established',
      path: { text: 'by a relay, TCP', worse: true },
      hears: true,
      waitingSince: null,
    });
    const told = alice.sentences.filter(({ bad }) => bad);
    expect(told).toHaveLength(1);
    expect(told[0]!.waited! / 1e6).toBeCloseTo(8.35, 1);
  });

  test('as designed it is direct or by UDP, and nothing is bad', () => {
    const well = storiesIn('av-remote-internal').get('alice')!;
    const established = well.calls[0]!.states.times[well.calls[0]!.states.values.indexOf('established')]!;
    expect(sightAt(well, established).windows[0]!.calls[0]!.path).toMatchObject({ worse: false });
    expect(well.sentences.some(({ bad }) => bad)).toBe(false);
  });
});

test('who has no account is shown with what they did', () => {
  const stories = storiesIn('meeting-join-page');
  expect(sightAt(stories.get('gina')!, Infinity)).toMatchObject({ signIn: { state: 'none' }, contacts: [] });
});

test('a registration that is renewed does not sign anybody out', () => {
  const alice = storiesIn('remote-sign-in').get('alice')!;
  const { registration } = alice;
  const end = registration!.times.at(-1)!;
  registration!.add(end + 10, 'registering');
  expect(sightAt(alice, end + 10).signIn.state).toBe('in');
  expect(sightAt(alice, registration!.times[1]!).signIn.state).toBe('waiting');
});
