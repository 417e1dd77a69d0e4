import { describe, expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { MachineChart } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { eventWords, layoutChart } from '../../../renderer/views/states/chart-layout.ts';
import { actorsOf, storyOf } from '../../../renderer/views/states/story.ts';

const [feature] = run(builtinDesign(), { only: ['remote-sign-in'] }).features;
const reader = new TraceReader(feature!.trace);

function chart(states: readonly string[], ways: readonly string[]): MachineChart {
  return {
    id: 'test',
    initial: states[0]!,
    states: states.map((id) => ({ id, final: false, text: '' })),
    transitions: ways.map((way) => {
      const [from, to] = way.split('>');
      return { from: from!, to: to!, event: 'GO_ON' };
    }),
  };
}

const CHARTS = [
  ...reader.trace.charts,
  chart(['a'], []),
  chart(['a', 'b', 'c'], ['a>b', 'b>c', 'c>a', 'b>b', '>c']),
  chart(
    Array.from({ length: 20 }, (_, i) => `state ${i}`),
    Array.from({ length: 40 }, (_, i) => `state ${i % 20}>state ${(i * 7) % 20}`),
  ),
];

describe.each(CHARTS)('$id', (one) => {
  test.each([344, 304, 960, 1500])('every state and way has its place at %i', (width) => {
    const layout = layoutChart(one, width);
    expect(layout.states.map((state) => state.id).sort()).toEqual(one.states.map((state) => state.id).sort());
    for (const a of layout.states) {
      expect(a.x).toBeGreaterThanOrEqual(0);
      expect(a.y).toBeGreaterThanOrEqual(0);
      expect(a.x + a.width).toBeLessThanOrEqual(layout.width);
      expect(a.y + a.height).toBeLessThanOrEqual(layout.height);
      for (const b of layout.states)
        if (a !== b)
          expect(
            a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height,
          ).toBe(true);
    }
    const ways = new Set(
      one.transitions.filter(({ from }) => from !== '').map(({ from, to }) => `${from}>${to}`),
    );
    expect(new Set(layout.edges.map((edge) => `${edge.from}>${edge.to}`))).toEqual(ways);
    for (const edge of layout.edges) expect(edge.path).not.toMatch(/NaN|undefined/);
  });
});

test('a registration goes left to right where there is room, else top down', () => {
  const registration = reader.trace.charts.find((one) => one.id === 'registration')!;
  const at = (width: number, id: string) =>
    layoutChart(registration, width).states.find((state) => state.id === id)!;
  expect(at(960, 'registered').x).toBeGreaterThan(at(960, 'signed out').x + 300);
  expect(at(960, 'registered').y).toBe(at(960, 'signed out').y);
  expect(at(344, 'registered').y).toBeGreaterThan(at(344, 'signed out').y + 150);
  expect(layoutChart(registration, 344).width).toBeLessThanOrEqual(344);
});

test('events are said in words', () => {
  expect(eventWords('SIGN_IN')).toBe('sign in');
  expect(eventWords('after half of Expires')).toBe('after half of Expires');
  expect(eventWords('')).toBe('at once');
});

test('a change is told with what brought it about', () => {
  const actors = actorsOf(reader);
  expect(actors[0]!.machine).toBe('registration');
  const story = storyOf(reader, actors[0]!.index);
  expect(story.map((step) => step.to)).toEqual([
    'signed out',
    'resolving',
    'connecting',
    'registering',
    'registered',
  ]);
  expect(story.at(-1)).toMatchObject({ cause: '200 OK', packet: { family: 'sip' } });
});
