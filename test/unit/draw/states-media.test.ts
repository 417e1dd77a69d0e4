import { expect, test } from 'vitest';
import { layoutChart } from '../../../renderer/views/states/chart-layout.ts';
import { actorsOf, foundIn, groupsOf, storyOf } from '../../../renderer/views/states/story.ts';
import { timersAt, timersOf } from '../../../renderer/views/states/timers.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';

const [feature] = run(builtinDesign(), { only: ['av-remote-internal'] }).features;
const reader = new TraceReader(feature!.trace);
const actors = actorsOf(reader);

test('every machine is in the list once, under whose it is', () => {
  const groups = groupsOf(reader, actors);
  expect(groups.slice(0, 3).map(({ title }) => title)).toEqual(['Alice', 'Bob', 'Edge']);
  expect(new Set(groups.map(({ title }) => title)).size).toBe(groups.length);
  const listed = groups.flatMap((group) => group.actors.map(({ index }) => index)).sort((a, b) => a - b);
  expect(listed).toEqual(reader.trace.actors.map((_, index) => index));
});

test('what a call is made of comes first', () => {
  const [alice] = groupsOf(reader, actors);
  expect([...new Set(alice!.actors.map(({ kind }) => kind))]).toEqual([
    'Call',
    'Media stream',
    'Search for a media path (ICE)',
    'Asking for a relay',
    'Registration',
    'SIP transaction',
    'TLS session',
    'TCP connection',
    'Host',
    'Service',
    'Candidate pair (ICE)',
  ]);
});

test('a machine is found by words of its title, its kind, or whose it is', () => {
  const groups = groupsOf(reader, actors);
  const titles = (text: string) =>
    foundIn(groups, text).flatMap((group) => group.actors.map(({ title }) => title));
  expect(titles('alice CALL')).toContain('Alice: audio with Bob');
  const kinds = foundIn(groups, 'alice CALL').flatMap((group) => group.actors.map(({ kind }) => kind));
  expect([...new Set(kinds)]).toEqual(['Call']);
  expect(titles('no such thing')).toEqual([]);
  expect(foundIn(groups, ' ')).toEqual(groups);
  expect(foundIn(groups, 'all of edge').map(({ title }) => title)).toContain('Edge');
});

test('timers that ran out are told from when they were set', () => {
  const alice = reader.trace.nodes.findIndex(({ id }) => id === 'alice-pc');
  const timers = timersOf(reader, alice);
  const talk = timers.find(({ name }) => name === 'talk')!;
  expect(timersAt(timers, talk.from)).toContain(talk);
  expect(timersAt(timers, talk.from - 1)).not.toContain(talk);
  expect(timersAt(timers, talk.to)).not.toContain(talk);
  // The scene's people talk for eight seconds.
  expect(talk.to - talk.from).toBeGreaterThan(7_900_000);
  for (const { from, to } of timers) expect(to).toBeGreaterThanOrEqual(from);
});

test('a title says whose it is, once', () => {
  const titles = actors.map(({ title }) => title);
  expect(titles).toContain('Alice: audio with Bob');
  expect(titles).toContain('External firewall');
  expect(titles.filter((title) => /^Edge: UDP relay \d/.test(title)).length).toBeGreaterThan(0);
});

test('a machine that nobody has named comes last, under its own name', () => {
  const [one] = reader.trace.actors;
  const trace = { ...reader.trace, actors: [{ ...one!, machine: 'new-thing' }, ...reader.trace.actors] };
  expect(actorsOf(new TraceReader(trace)).at(-1)!.kind).toBe('new thing');
});

test.each(['call', 'media-stream', 'ice-agent', 'ice-pair', 'turn-client', 'turn-allocation'])(
  'the drawing of %s has a way for each change that was made, and no box on another',
  (machine) => {
    const chart = reader.trace.charts.find(({ id }) => id === machine)!;
    const index = reader.trace.actors.findIndex((one) => one.machine === machine);
    for (const width of [304, 344, 924, 1204]) {
      const layout = layoutChart(chart, width);
      const ways = new Set(layout.edges.map(({ from, to }) => `${from}>${to}`));
      const any = new Set(layout.states.filter(({ fromAny }) => fromAny).map(({ id }) => id));
      for (const { from, to } of storyOf(reader, index).slice(1))
        expect(ways.has(`${from}>${to}`) || any.has(to), `${from} to ${to}`).toBe(true);
      for (const a of layout.states)
        for (const b of layout.states)
          if (a !== b)
            expect(
              a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height,
            ).toBe(true);
    }
  },
);
