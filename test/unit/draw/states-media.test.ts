import { expect, test } from 'vitest';
import { layoutChart } from '../../../renderer/views/states/chart-layout.ts';
import { actorsOf, groupsOf, storyOf } from '../../../renderer/views/states/story.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';

const [feature] = run(builtinDesign(), { only: ['av-remote-internal'] }).features;
const reader = new TraceReader(feature!.trace);
const actors = actorsOf(reader);

test('pairs of candidates are not in the list, all other machines are', () => {
  const listed = new Set(actors.map(({ index }) => index));
  reader.trace.actors.forEach(({ machine }, index) => {
    expect(listed.has(index)).toBe(machine !== 'ice-pair');
  });
});

test('what a call is made of comes first, each kind under its heading', () => {
  const groups = groupsOf(actors);
  expect(groups.slice(0, 6).map(({ title }) => title)).toEqual([
    'Calls',
    'Media streams',
    'Search for a media path (ICE)',
    'Asking for relays',
    'Relays at the A/V Edge',
    'Registrations',
  ]);
  expect(new Set(groups.map(({ title }) => title)).size).toBe(groups.length);
  expect(groups.flatMap((group) => group.actors)).toEqual(actors);
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
  const groups = groupsOf(actorsOf(new TraceReader(trace)));
  expect(groups.at(-1)!.title).toBe('new thing');
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
