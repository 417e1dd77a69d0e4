import { expect, test } from 'vitest';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { run } from '../../../simulator/run.ts';
import { planFlights } from '../../../renderer/views/map/flights.ts';
import { Journeys } from '../../../renderer/views/map/journeys.ts';
import { layoutMap } from '../../../renderer/views/map/layout.ts';
import { mediaPackets, ribbonsOf, spansOf, streamsOn } from '../../../renderer/views/map/ribbons.ts';
import { People } from '../../../renderer/views/map/people.ts';
import { sceneOf } from '../../../renderer/views/map/scene.ts';
import { closed } from '../../story/designs.ts';

const reference = builtinDesign();

function ribbons(feature: string, ...off: string[]) {
  const design = closed(reference, ...off);
  const { trace } = run(design, { only: [feature] }).features[0]!;
  const reader = new TraceReader(trace);
  const { active } = new People(reader);
  const scene = sceneOf(design, active, false);
  const layout = layoutMap(scene.design, 1200, 800, scene.sites);
  const journeys = new Journeys(reader, design, active);
  const spans = spansOf(journeys, design, mediaPackets(reader));
  return { found: ribbonsOf(spans, planFlights(journeys, layout)), spans, trace };
}

test.each([
  ['av-remote-internal', [], 'udp-relay'],
  ['av-remote-internal', ['E12'], 'tcp-relay'],
  ['av-remote-remote', [], 'direct'],
  ['sharing-remote-internal', [], 'tcp-relay'],
  ['federation-av-lync2010', [], 'udp-relay'],
] as const)('%s without %j: ribbons of kind %s', (feature, off, kind) => {
  const { found } = ribbons(feature, ...off);
  expect(new Set(found.map((one) => one.kind))).toEqual(new Set([kind]));
});

test('a ribbon lasts from the first packet of media to the last, however many go as one', () => {
  const { found, spans, trace } = ribbons('av-remote-internal');
  const talk = Math.max(...spans.map(({ from, to }) => to - from));
  expect(talk).toBeGreaterThan(7_500_000);
  expect(talk).toBeLessThan(9_000_000);
  const end = trace.events.time.at(-1)!;
  for (const { from, to } of spans) {
    expect(to).toBeGreaterThan(from);
    expect(to).toBeLessThanOrEqual(end + 100_000);
  }
  expect(found.reduce((sum, { starts }) => sum + starts.length, 0)).toBe(spans.length);
});

test('at each time a ribbon has the streams that are on its line', () => {
  const { found, spans } = ribbons('av-remote-internal');
  for (const time of spans.flatMap(({ from, to }) => [from - 1, from, to - 1, to])) {
    const there = spans.filter(({ from, to }) => from <= time && time < to).length;
    expect(found.reduce((sum, one) => sum + streamsOn(one, time), 0)).toBe(there);
  }
});

test('the first line of each stream can be named', () => {
  const { found, spans } = ribbons('av-remote-internal');
  expect(new Set(spans.map(({ ssrc }) => ssrc)).size).toBe(4);
  const named = found.filter(({ middle }) => middle !== null);
  expect(named.length).toBeGreaterThan(0);
  expect(named.length).toBeLessThanOrEqual(4);
});

test('no media, no ribbon', () => {
  expect(ribbons('remote-sign-in').found).toEqual([]);
  expect(ribbons('av-remote-internal', 'E12', 'E13').found).toEqual([]);
});
